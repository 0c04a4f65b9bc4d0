internal import JSONDocument
internal import JSONSchema

/// Where a schema stands: the side, the document, the pointer in it.
struct SchemaSite: Hashable, Sendable {
    let side: Int
    let document: Int
    let pointer: JSONPointer
}

/// The documents of one side and what in them can be referred to.
struct SchemaDocuments: Sendable {
    struct Document: Sendable {
        let name: String
        let uri: String
        let value: JSONValue
        let draft: SchemaDraft
    }
    /// What surrounds a schema: the URI that references start from, and the draft that reads it.
    struct Context: Sendable {
        var base: String
        var draft: SchemaDraft
    }

    let side: SchemaPlace.Side
    let assertsFormat: Bool
    private(set) var documents: [Document] = []
    private var byURI: [UTF8Key: (document: Int, pointer: JSONPointer)] = [:]
    private var byAnchor: [UTF8Key: (document: Int, pointer: JSONPointer)] = [:]
    /// How many schemas have that `$dynamicAnchor`; more than one, and the target depends on the way to it.
    private var dynamicAnchors: [UTF8Key: Int] = [:]
    private var recursiveAnchors = 0
    /// Whether the meaning of some schema depends on the way to it.
    private(set) var isUnknowable = false
    /// A metaschema that is none of a draft, with keywords or vocabularies of its own.
    private(set) var dialect: String?

    init(_ schema: ComparedSchema, _ side: SchemaPlace.Side, draft: SchemaDraft) {
        self.side = side
        assertsFormat = schema.options.assertsFormat
        add(schema.document, schema.base, draft)
        let others = schema.resolving.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        for (uri, document) in others where !(uri == schema.base && document == schema.document) {
            add(document, uri, Self.draft(of: document) ?? draft)
        }
        for index in documents.indices {
            let document = documents[index]
            byURI[UTF8Key(document.uri)] = byURI[UTF8Key(document.uri)] ?? (index, .root)
            scan(document.value, index, .root, Context(base: document.uri, draft: document.draft), depth: 0)
        }
        isUnknowable = recursiveAnchors > 1 || dynamicAnchors.values.contains { $0 > 1 }
    }

    func root(_ side: Int) -> SchemaSite { SchemaSite(side: side, document: 0, pointer: .root) }

    func value(at site: SchemaSite) -> JSONValue? { site.pointer.resolve(in: documents[site.document].value) }

    func place(of site: SchemaSite) -> SchemaPlace {
        SchemaPlace(side: side, document: documents[site.document].name, pointer: site.pointer)
    }

    /// Returns what surrounds the schema at `site`, its own identifier included.
    func context(of site: SchemaSite) -> Context {
        let document = documents[site.document]
        var context = Context(base: document.uri, draft: document.draft)
        var value = document.value
        enter(value, &context, isRoot: true)
        for token in site.pointer.tokens {
            guard let next = JSONPointer([token]).resolve(in: value) else { break }
            value = next
            enter(value, &context, isRoot: false)
        }
        return context
    }

    /// Returns what `reference` leads to from a schema in `context`, or nil when that is not among the documents.
    func target(_ reference: String, _ context: Context, side: Int) -> SchemaSite? {
        let uri = Self.join(reference, context.base)
        let document = uri.withoutFragment.description
        let fragment = uri.decodedFragment
        if !fragment.isEmpty, fragment.utf8.first != UInt8(ascii: "/") {
            guard let found = byAnchor[UTF8Key(document + "#" + fragment)] else { return nil }
            return SchemaSite(side: side, document: found.document, pointer: found.pointer)
        }
        guard let found = byURI[UTF8Key(document)], let pointer = try? JSONPointer(parsing: fragment) else {
            return nil
        }
        let site = SchemaSite(
            side: side, document: found.document, pointer: JSONPointer(found.pointer.tokens + pointer.tokens))
        return value(at: site) == nil ? nil : site
    }

    private mutating func add(_ value: JSONValue, _ name: String, _ draft: SchemaDraft) {
        // A path is made a URI, so that references are joined by one rule.
        let uri = Self.join(name, "file:///schema.json").withoutFragment.description
        documents.append(Document(name: name, uri: uri, value: value, draft: draft))
    }

    private func enter(_ value: JSONValue, _ context: inout Context, isRoot: Bool) {
        let id = Self.identifier(of: value, context.draft)
        if isRoot || id != nil, let draft = Self.draft(of: value) { context.draft = draft }
        if let id = Self.identifier(of: value, context.draft) {
            context.base = Self.join(id, context.base).withoutFragment.description
        }
    }

    /// Takes down the names in a schema and in all that may be one below it.
    private mutating func scan(
        _ value: JSONValue, _ document: Int, _ pointer: JSONPointer, _ outer: Context, depth: Int
    ) {
        guard depth < 512 else { return }
        switch value {
        case .object(let members):
            var context = outer
            enter(value, &context, isRoot: pointer.tokens.isEmpty)
            if context.base != outer.base {
                byURI[UTF8Key(context.base)] = byURI[UTF8Key(context.base)] ?? (document, pointer)
            }
            takeAnchors(of: members, document, pointer, context)
            if pointer.tokens.isEmpty || context.base != outer.base, Self.draft(of: value) == nil,
                let uri = value["$schema"]?.stringValue
            {
                dialect = uri
            }
            for (key, member) in members where !SchemaReader.dataKeywords.contains(key) {
                scan(member, document, pointer.appending(key), context, depth: depth + 1)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                scan(element, document, pointer.appending(index), outer, depth: depth + 1)
            }
        default: return
        }
    }

    private mutating func takeAnchors(
        of members: JSONObject, _ document: Int, _ pointer: JSONPointer, _ context: Context
    ) {
        var anchors: [String] = []
        if context.draft >= .draft2019, let anchor = members["$anchor"]?.stringValue { anchors.append(anchor) }
        if context.draft == .draft2020, let anchor = members["$dynamicAnchor"]?.stringValue {
            anchors.append(anchor)
            dynamicAnchors[UTF8Key(anchor), default: 0] += 1
        }
        if context.draft == .draft2019, members["$recursiveAnchor"]?.boolValue == true { recursiveAnchors += 1 }
        if context.draft <= .draft7, let id = members[context.draft == .draft4 ? "id" : "$id"]?.stringValue,
            id.utf8.first == UInt8(ascii: "#"), id.utf8.count > 1
        {
            anchors.append(String(id.dropFirst()))
        }
        for anchor in anchors {
            let key = UTF8Key(context.base + "#" + anchor)
            byAnchor[key] = byAnchor[key] ?? (document, pointer)
        }
    }

    /// The schema's own identifier, unless it only names an anchor or (until draft 07) stands beside a `$ref`.
    private static func identifier(of value: JSONValue, _ draft: SchemaDraft) -> String? {
        guard let id = value[draft == .draft4 ? "id" : "$id"]?.stringValue else { return nil }
        if draft <= .draft7, id.utf8.first == UInt8(ascii: "#") || value["$ref"]?.stringValue != nil { return nil }
        return id
    }

    /// The draft that `$schema` names, or nil when it names none of them.
    static func draft(of document: JSONValue) -> SchemaDraft? {
        guard let uri = document["$schema"]?.stringValue else { return nil }
        return SchemaDraft.allCases.first { name(of: $0.rawValue) == name(of: uri) }
    }

    private static func name(of uri: String) -> Substring {
        var name = uri[...]
        if name.hasSuffix("#") { name = name.dropLast() }
        for scheme in ["http://", "https://"] where name.hasPrefix(scheme) { name = name.dropFirst(scheme.count) }
        return name
    }

    private static func join(_ reference: String, _ base: String) -> URIReference {
        URIReference(reference).resolved(against: URIReference(base))
    }
}
