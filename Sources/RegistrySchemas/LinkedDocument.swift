internal import JSONDocument
internal import JSONSchema

/// One file of a set, and what in it can refer and be referred to.
struct LinkedDocument: Sendable {
    let place: String
    let original: JSONValue
    /// Without a relative `$id` of its root: such a name is relative to nothing that is known, the place is.
    let value: JSONValue
    /// The absolute `$id` of the root, else the place: what references start from.
    let base: String
    let names: Names
    /// `$schema` without an empty fragment; nil when the root has none.
    let dialect: String?

    init(place: String, parsed: JSONValue) {
        self.place = place
        original = parsed
        dialect = parsed["$schema"]?.stringValue.map(Self.withoutEmptyFragment)
        let keyword = dialect?.contains("/draft-04/") == true ? "id" : "$id"
        var value = parsed
        var base = place
        if case .object(var members) = parsed, let id = members[keyword]?.stringValue, !id.hasPrefix("#") {
            let name = URIReference(id)
            if name.scheme != nil {
                base = name.resolved(against: URIReference(place)).withoutFragment.description
            } else {
                members[keyword] = nil
                value = .object(members)
            }
        }
        self.value = value
        self.base = base
        names = Names(in: value, identifier: keyword)
    }

    private static func withoutEmptyFragment(_ uri: String) -> String {
        uri.hasSuffix("#") ? String(uri.dropLast()) : uri
    }
}

extension LinkedDocument {
    /// What in a document refers, and what can be referred to by name.
    struct Names: Sendable {
        /// Of every `$ref`, `$dynamicRef` and `$recursiveRef` anywhere in it, also where it is but data; each once.
        private(set) var references: [String] = []
        /// The places of names given by `$anchor` or a draft 07 `$id` like `#name`.
        private(set) var anchors: [UTF8Key: JSONPointer] = [:]
        /// Whether what a reference means depends on how it was reached, or on an `$id` below the root.
        private(set) var isDynamic = false

        private let identifier: String
        private var seen: Set<UTF8Key> = []

        init(in document: JSONValue, identifier: String) {
            self.identifier = identifier
            scan(document, at: .root)
        }

        private mutating func scan(_ value: JSONValue, at pointer: JSONPointer) {
            switch value {
            case .object(let members):
                note(members, at: pointer)
                for (key, member) in members { scan(member, at: pointer.appending(key)) }
            case .array(let elements):
                for (number, element) in elements.enumerated() { scan(element, at: pointer.appending(number)) }
            default: break
            }
        }

        private mutating func note(_ members: JSONObject, at pointer: JSONPointer) {
            for keyword in ["$ref", "$dynamicRef", "$recursiveRef"] {
                guard let reference = members[keyword]?.stringValue else { continue }
                if seen.insert(UTF8Key(reference)).inserted { references.append(reference) }
                if keyword != "$ref" { isDynamic = true }
            }
            var names = ["$anchor", "$dynamicAnchor"].compactMap { members[$0]?.stringValue }
            if let id = members[identifier]?.stringValue {
                if id.hasPrefix("#") {
                    names.append(String(id.dropFirst()))
                } else if !pointer.tokens.isEmpty {
                    isDynamic = true
                }
            }
            for name in names where anchors[UTF8Key(name)] == nil { anchors[UTF8Key(name)] = pointer }
        }
    }
}
