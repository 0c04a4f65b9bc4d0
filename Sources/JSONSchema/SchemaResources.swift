internal import JSONDocument

/// The known documents, and in them everything that can be referred to by name.
struct SchemaResources {
    /// Keywords whose value is one schema, an array of schemas, or schemas by name.
    static let schemaKeywords = [
        "additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not",
        "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
    ]
    static let arrayKeywords = ["allOf", "anyOf", "items", "oneOf", "prefixItems"]
    static let objectKeywords = [
        "$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties",
    ]

    private(set) var root: SchemaLocation
    private var byURI: [UTF8Key: SchemaLocation] = [:]
    private var byAnchor: [UTF8Key: SchemaLocation] = [:]

    init(_ document: JSONValue, base: String, resolving documents: [String: JSONValue]) throws(SchemaError) {
        let base = URIReference(base).withoutFragment
        root = try SchemaLocation(document: 0, root: document, base: base, draft: .draft2020)
        try register(root, as: base)
        try index(root, depth: 0)
        let sorted = documents.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for (number, (uri, document)) in sorted.enumerated() {
            let uri = URIReference(uri).withoutFragment
            let location = try SchemaLocation(document: number + 1, root: document, base: uri, draft: root.draft)
            try register(location, as: uri)
            try index(location, depth: 0)
        }
    }

    /// Returns the schema that `reference`, written in `location`, leads to.
    func resolve(_ reference: String, from location: SchemaLocation) throws(SchemaError) -> SchemaLocation {
        let target = URIReference(reference).resolved(against: location.base)
        let unknown = location.error(.unknownReference(target.description), at: "$ref")
        let fragment = (target.fragment ?? "").percentDecoded
        if !fragment.isEmpty, fragment.utf8.first != UInt8(ascii: "/") {
            guard let found = byAnchor[Self.anchor(fragment, in: target)] else { throw unknown }
            return found
        }
        guard let resource = byURI[UTF8Key(target.withoutFragment.description)],
            let path = try? JSONPointer(parsing: fragment), let found = try resource.descendant(path)
        else { throw unknown }
        return found
    }

    private static func anchor(_ name: String, in uri: URIReference) -> UTF8Key {
        var uri = uri
        uri.fragment = name
        return UTF8Key(uri.description)
    }

    private mutating func register(_ location: SchemaLocation, as uri: URIReference) throws(SchemaError) {
        let key = UTF8Key(uri.description)
        if let other = byURI[key], other.value != location.value {
            throw location.error(.duplicateIdentifier(key.string))
        }
        if byURI[key] == nil { byURI[key] = location }
    }

    private mutating func register(_ location: SchemaLocation, anchor: String) throws(SchemaError) {
        let key = Self.anchor(anchor, in: location.base)
        if let other = byAnchor[key], other.value != location.value {
            throw location.error(.duplicateIdentifier(key.string))
        }
        if byAnchor[key] == nil { byAnchor[key] = location }
    }

    private mutating func index(_ location: SchemaLocation, depth: Int) throws(SchemaError) {
        if depth > SchemaCompiler.maxDepth { throw location.error(.nestingTooDeep(limit: SchemaCompiler.maxDepth)) }
        guard case .object(let object) = location.value else { return }
        try indexNames(of: location)
        for member in object {
            switch member.value {
            case .object where Self.schemaKeywords.contains(member.key):
                if let child = try location.child(member.key) { try index(child, depth: depth + 1) }
            case .array where Self.arrayKeywords.contains(member.key):
                for element in try location.child(member.key)?.elements() ?? [] {
                    try index(element, depth: depth + 1)
                }
            case .object where Self.objectKeywords.contains(member.key):
                for (_, child) in try location.child(member.key)?.members() ?? [] {
                    try index(child, depth: depth + 1)
                }
            default: continue
            }
        }
    }

    private mutating func indexNames(of location: SchemaLocation) throws(SchemaError) {
        if location.identifier != nil { try register(location, as: location.base) }
        switch location.draft {
        case .draft7:
            if let id = location.value["$id"]?.stringValue, id.utf8.first == UInt8(ascii: "#"), id.utf8.count > 1 {
                try register(location, anchor: String(id.dropFirst()))
            }
        case .draft2020:
            if let id = location.value["$id"]?.stringValue, let fragment = URIReference(id).fragment, !fragment.isEmpty
            {
                throw location.error(.invalidKeyword("$id", expected: "a URI without a fragment"), at: "$id")
            }
            for keyword in ["$anchor", "$dynamicAnchor"] {
                if let anchor = location.value[keyword]?.stringValue { try register(location, anchor: anchor) }
            }
        }
    }
}
