internal import JSONDocument

/// A schema at its place: where it stands, what its references start from, which draft reads it.
struct SchemaLocation: Sendable {
    /// Of the list of documents; 0 is the one that is compiled.
    let document: Int
    let pointer: JSONPointer
    let value: JSONValue
    private(set) var base: URIReference
    private(set) var draft: SchemaDraft

    /// The root of a document, found at `base`.
    init(document: Int, root: JSONValue, base: URIReference, draft: SchemaDraft) throws(SchemaError) {
        self.document = document
        pointer = .root
        value = root
        self.base = base
        self.draft = draft
        try enter(isRoot: true)
    }

    private init(_ value: JSONValue, at pointer: JSONPointer, in parent: SchemaLocation) throws(SchemaError) {
        document = parent.document
        self.pointer = pointer
        self.value = value
        base = parent.base
        draft = parent.draft
        try enter(isRoot: false)
    }

    /// The schema `key` of this one, or nil when there is no such member.
    func child(_ key: String) throws(SchemaError) -> SchemaLocation? {
        guard let child = value[key] else { return nil }
        return try SchemaLocation(child, at: pointer.appending(key), in: self)
    }

    /// The elements of an array.
    func elements() throws(SchemaError) -> [SchemaLocation] {
        var locations: [SchemaLocation] = []
        for (index, element) in (value.arrayValue ?? []).enumerated() {
            locations.append(try SchemaLocation(element, at: pointer.appending(index), in: self))
        }
        return locations
    }

    /// The members of an object, in their order.
    func members() throws(SchemaError) -> [(key: String, location: SchemaLocation)] {
        var locations: [(key: String, location: SchemaLocation)] = []
        for member in value.objectValue ?? [:] {
            locations.append(
                (member.key, try SchemaLocation(member.value, at: pointer.appending(member.key), in: self)))
        }
        return locations
    }

    /// What `path` leads to from here, or nil when it leads nowhere.
    func descendant(_ path: JSONPointer) throws(SchemaError) -> SchemaLocation? {
        var location = self
        for token in path.tokens {
            switch location.value {
            case .object:
                guard let child = try location.child(token) else { return nil }
                location = child
            case .array:
                guard let element = JSONPointer([token]).resolve(in: location.value) else { return nil }
                location = try SchemaLocation(element, at: location.pointer.appending(token), in: location)
            default: return nil
            }
        }
        return location
    }

    func error(_ reason: SchemaError.Reason, at key: String? = nil) -> SchemaError {
        SchemaError(
            reason: reason, document: base.description, pointer: key.map { pointer.appending($0) } ?? pointer)
    }

    /// The schema's own `$id`, unless it only names an anchor or (draft 07) stands beside a `$ref`.
    var identifier: URIReference? {
        guard let text = value["$id"]?.stringValue else { return nil }
        if draft == .draft7, text.utf8.first == UInt8(ascii: "#") || value["$ref"]?.stringValue != nil { return nil }
        return URIReference(text).withoutFragment
    }

    private mutating func enter(isRoot: Bool) throws(SchemaError) {
        if isRoot || value["$id"]?.stringValue != nil, let text = value["$schema"]?.stringValue {
            do throws(SchemaError.Reason) {
                draft = try SchemaDraft(text)
            } catch {
                throw self.error(error, at: "$schema")
            }
        }
        if let identifier { base = identifier.resolved(against: base) }
    }
}
