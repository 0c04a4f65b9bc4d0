internal import JSONDocument

/// The known documents, and in them everything that can be referred to by name.
///
/// A document is read when something refers to it; the metaschemas of the drafts are known without being given.
final class SchemaLibrary {
    static let maxDepth = 512

    private(set) var root: SchemaPlace
    private var resources: [UTF8Key: SchemaResource] = [:]  // by URI without fragment
    private var roots: [SchemaPlace] = []  // keeps the documents alive
    private var waiting: [UTF8Key: JSONValue] = [:]  // documents by URI, not read yet
    private var dialects: [UTF8Key: SchemaDialect?] = [:]  // nil while its metaschema is being read
    private var resourceCount = 0
    private var draft: SchemaDraft  // of documents without `$schema`

    init(
        _ document: JSONValue, base: String, resolving documents: [String: JSONValue], draft: SchemaDraft
    ) throws(SchemaError) {
        for (uri, document) in documents {
            waiting[UTF8Key(URIReference(uri).withoutFragment.description)] = document
        }
        let uri = URIReference(base).withoutFragment
        waiting[UTF8Key(uri.description)] = nil
        // Replaced below: to find the dialect of the real one takes a library.
        root = SchemaPlace(
            root: document, resource: SchemaResource(uri, document: base, dialect: SchemaDialect(draft), number: -1))
        self.draft = draft
        root = try read(document, at: uri)
        self.draft = root.resource.dialect.draft
    }

    /// Returns what stands under `token` in `place`, or nil when there is no such thing.
    func child(_ token: String, of place: SchemaPlace) throws(SchemaError) -> SchemaPlace? {
        if let known = place.known(token) { return known }
        guard let value = JSONPointer([token]).resolve(in: place.value) else { return nil }
        let content: SchemaKeywords.Content
        switch (place.content, place.value) {
        case (.schema, .object):
            content = SchemaKeywords.content(
                of: token, isList: value.arrayValue != nil, in: place.resource.dialect.draft)
        case (.schemas, _): content = .schema
        default: content = .other
        }
        let resource = content == .schema ? try resource(beginningAt: value, in: place, token) : nil
        return SchemaPlace(value, at: token, in: place, content: content, beginning: resource)
    }

    /// Returns the elements of the array, or the members of the object, that stands at `place`.
    func children(of place: SchemaPlace) throws(SchemaError) -> [(token: String, place: SchemaPlace)] {
        var children: [(token: String, place: SchemaPlace)] = []
        let tokens: [String] =
            switch place.value {
            case .array(let elements): elements.indices.map { String($0) }
            case .object(let object): object.keys
            default: []
            }
        children.reserveCapacity(tokens.count)
        for token in tokens {
            if let child = try child(token, of: place) { children.append((token, child)) }
        }
        return children
    }

    /// Returns the schema that `reference`, the value of `keyword` at `place`, leads to.
    func resolve(_ reference: String, _ keyword: String, from place: SchemaPlace) throws(SchemaError) -> SchemaPlace {
        let target = URIReference(reference).resolved(against: place.resource.uri)
        guard let found = try self.place(at: target) else {
            throw place.error(.unknownReference(target.description), at: keyword)
        }
        return found
    }

    private func place(at target: URIReference) throws(SchemaError) -> SchemaPlace? {
        guard let resource = try resource(at: target.withoutFragment) else { return nil }
        let fragment = target.decodedFragment
        if !fragment.isEmpty, fragment.utf8.first != UInt8(ascii: "/") { return resource.anchors[UTF8Key(fragment)] }
        guard let path = try? JSONPointer(parsing: fragment), var found = resource.root else { return nil }
        for token in path.tokens {
            guard let next = try child(token, of: found) else { return nil }
            found = next
        }
        return found
    }
}

// Reading documents.
extension SchemaLibrary {
    private func resource(at uri: URIReference) throws(SchemaError) -> SchemaResource? {
        let key = UTF8Key(uri.description)
        if let known = resources[key] { return known }
        if let document = waiting.removeValue(forKey: key) {
            return try read(document, at: uri).resource
        }
        if let document = Metaschemas.document(at: key.string) {
            return try read(document, at: uri).resource
        }
        // The rest may have it as an `$id`; what cannot be read is not what was meant.
        for (other, document) in waiting.sorted(by: { $0.key.string.utf8.lexicographicallyPrecedes($1.key.string.utf8) }
        ) {
            if resources[key] != nil { break }
            guard names(document, key.string) else { continue }
            waiting[other] = nil
            _ = try read(document, at: URIReference(other.string))
        }
        return resources[key]
    }

    /// Whether some `$id` in `document` ends like `uri`, so that it is worth reading.
    private func names(_ document: JSONValue, _ uri: String) -> Bool {
        var pending = [document]
        while let value = pending.popLast() {
            switch value {
            case .array(let elements): pending += elements
            case .object(let object):
                for (key, value) in object {
                    if key == "$id" || key == "id", let text = value.stringValue {
                        let id = URIReference(text).withoutFragment.description
                        let name = id.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
                        if uri.utf8.reversed().starts(with: name.utf8.reversed()) { return true }
                    }
                    pending.append(value)
                }
            default: continue
            }
        }
        return false
    }

    private func read(_ document: JSONValue, at uri: URIReference) throws(SchemaError) -> SchemaPlace {
        let outer = SchemaResource(
            uri, document: uri.description, dialect: SchemaDialect(draft), number: resourceCount)
        let dialect = try dialect(of: document, in: outer, pointer: .root) ?? outer.dialect
        let name = Self.identifier(document, dialect.draft)?.resolved(against: uri)
        let resource = SchemaResource(
            name ?? uri, document: uri.description.isEmpty ? (name ?? uri).description : uri.description,
            dialect: dialect, number: resourceCount)
        resourceCount += 1
        let place = SchemaPlace(root: document, resource: resource)
        roots.append(place)
        if resources[UTF8Key(uri.description)] == nil { resources[UTF8Key(uri.description)] = resource }
        if name != nil { try register(resource, place) }
        try index(place, depth: 0)
        return place
    }

    /// Notes the names of the schema at `place` and of those inside it.
    private func index(_ place: SchemaPlace, depth: Int) throws(SchemaError) {
        if depth > Self.maxDepth { throw place.error(.nestingTooDeep(limit: Self.maxDepth)) }
        guard case .object(let object) = place.value else { return }
        try indexAnchors(of: place)
        let draft = place.resource.dialect.draft
        for (key, value) in object {
            switch SchemaKeywords.content(of: key, isList: value.arrayValue != nil, in: draft) {
            case .schema:
                if let child = try child(key, of: place) { try index(child, depth: depth + 1) }
            case .schemas:
                guard let list = try child(key, of: place) else { continue }
                for (_, child) in try children(of: list) { try index(child, depth: depth + 1) }
            case .other: continue
            }
        }
    }

    private func indexAnchors(of place: SchemaPlace) throws(SchemaError) {
        let draft = place.resource.dialect.draft
        let fragment = place.value[draft.identifierKeyword]?.stringValue.flatMap { URIReference($0).fragment } ?? ""
        if draft >= .draft2019 {
            if !fragment.isEmpty {
                throw place.error(.invalidKeyword("$id", expected: "a URI without a fragment"), at: "$id")
            }
            if let anchor = place.value["$anchor"]?.stringValue { try register(anchor, place) }
        } else if !fragment.isEmpty, fragment.utf8.first != UInt8(ascii: "/"), place.value["$ref"]?.stringValue == nil {
            try register(fragment, place)
        }
        if draft >= .draft2020, let anchor = place.value["$dynamicAnchor"]?.stringValue {
            try register(anchor, place)
            place.resource.dynamicAnchors[UTF8Key(anchor)] = place
        }
    }

    private func register(_ anchor: String, _ place: SchemaPlace) throws(SchemaError) {
        let key = UTF8Key(anchor)
        if let other = place.resource.anchors[key], other !== place {
            throw place.error(.duplicateIdentifier(place.resource.uri.description + "#" + anchor))
        }
        place.resource.anchors[key] = place
    }

    private func register(_ resource: SchemaResource, _ place: SchemaPlace) throws(SchemaError) {
        let key = UTF8Key(resource.uri.description)
        if let other = resources[key], other !== resource {
            if other.root?.value != place.value { throw place.error(.duplicateIdentifier(key.string)) }
            return
        }
        resources[key] = resource
    }
}

// Identifiers and dialects.
extension SchemaLibrary {
    /// The URI reference that names a schema, unless it only names an anchor or stands beside the `$ref` of an old draft.
    private static func identifier(_ schema: JSONValue, _ draft: SchemaDraft) -> URIReference? {
        guard let text = schema[draft.identifierKeyword]?.stringValue else { return nil }
        if draft <= .draft7, text.utf8.first == UInt8(ascii: "#") || schema["$ref"]?.stringValue != nil { return nil }
        return URIReference(text).withoutFragment
    }

    /// The resource that begins at `value`, which stands in `place` under `token`, or nil when none does.
    private func resource(beginningAt value: JSONValue, in place: SchemaPlace, _ token: String) throws(SchemaError)
        -> SchemaResource?
    {
        guard case .object(let object) = value, object["$id"] != nil || object["id"] != nil else { return nil }
        let outer = place.resource
        var dialect = outer.dialect
        if object["$schema"] != nil,
            let own = try self.dialect(of: value, in: outer, pointer: place.pointer.appending(token)),
            Self.identifier(value, own.draft) != nil
        {
            dialect = own
        }
        guard let name = Self.identifier(value, dialect.draft)?.resolved(against: outer.uri) else { return nil }
        let resource = SchemaResource(name, document: outer.document, dialect: dialect, number: resourceCount)
        resourceCount += 1
        let key = UTF8Key(name.description)
        if let other = resources[key], other.root?.value != value {
            throw SchemaError(
                reason: .duplicateIdentifier(key.string), document: outer.document,
                pointer: place.pointer.appending(token))
        }
        if resources[key] == nil { resources[key] = resource }
        return resource
    }

    /// The dialect that the `$schema` of `schema` names, or nil without one.
    private func dialect(of schema: JSONValue, in resource: SchemaResource, pointer: JSONPointer) throws(SchemaError)
        -> SchemaDialect?
    {
        guard let named = schema["$schema"] else { return nil }
        do throws(SchemaError.Reason) {
            guard case .string(let uri) = named else { throw .invalidKeyword("$schema", expected: "a URI") }
            return try dialect(named: uri)
        } catch {
            throw SchemaError(reason: error, document: resource.document, pointer: pointer.appending("$schema"))
        }
    }

    private func dialect(named uri: String) throws(SchemaError.Reason) -> SchemaDialect {
        if let draft = SchemaDraft(uri: uri) { return SchemaDialect(draft) }
        if SchemaDraft.isTooOld(uri) { throw .unsupportedDraft(uri) }
        let name = URIReference(uri).withoutFragment
        let key = UTF8Key(name.description)
        if let known = dialects[key] {
            guard let known else { throw .unknownDraft(uri) }  // it describes itself
            return known
        }
        dialects[key] = .some(nil)
        var found: SchemaResource?
        do throws(SchemaError) {
            found = try resource(at: name)
        } catch {
            throw error.reason
        }
        guard let found, let metaschema = found.root?.value else { throw .unknownDraft(uri) }
        let dialect = try SchemaDialect(found.dialect.draft, metaschema: metaschema)
        dialects[key] = dialect
        return dialect
    }
}
