internal import JSONDocument
internal import JSONSchema

/// Both schemas of a comparison as nodes, references followed.
struct SchemaGraph {
    private(set) var nodes: [SchemaNode] = []
    private(set) var documents: [SchemaDocuments] = []
    private var numbers: [SchemaSite: Int] = [:]
    private var pending: [SchemaSite] = []
    private var made: [Made: Int] = [:]

    private struct Made: Hashable {
        let source: JSONValue
        let kinds: ValueKinds
    }
    private static let nowhere = SchemaPlace(side: .old, document: "", pointer: .root)

    /// The node that accepts nothing.
    let impossible = 0

    init() {
        var never = SchemaNode(place: Self.nowhere)
        never.constant = false
        never.source = false
        nodes = [never]
    }

    subscript(node: Int) -> SchemaNode { nodes[node] }

    /// Reads `schema` and all that it refers to; returns the node of its root.
    mutating func add(_ schema: ComparedSchema, _ side: SchemaPlace.Side, draft: SchemaDraft) -> Int {
        let index = documents.count
        documents.append(SchemaDocuments(schema, side, draft: draft))
        let root = number(of: documents[index].root(index))
        while let site = pending.popLast() {
            guard let node = numbers[site] else { continue }
            nodes[node] = SchemaReader(site, documents[site.side]).read { self.number(of: $0) }
        }
        return root
    }

    /// The node that accepts all values of `kinds`.
    mutating func node(of kinds: ValueKinds) -> Int {
        node(["type": .array(kinds.names.map { .string($0) })], kinds) { $0.kinds = kinds }
    }

    /// The node that accepts the objects that have all of `names`, and values that are no objects.
    mutating func node(requiring names: [String]) -> Int {
        node(["required": .array(names.map { .string($0) })], .all) { $0.required = names }
    }

    /// The node that accepts the objects that have `name`, and nothing else.
    mutating func node(having name: String) -> Int {
        node(["type": "object", "required": [.string(name)]], .object) { node in
            node.kinds = .object
            node.required = [name]
        }
    }

    /// The node that accepts the objects whose member `name` is `value`, and nothing else.
    mutating func node(having name: String, _ value: JSONValue) -> Int {
        let constant = node(["const": value], .all) { $0.choices = [.init(keyword: "const", values: [value])] }
        let source: JSONValue = [
            "type": "object", "required": [.string(name)], "properties": .object([name: ["const": value]]),
        ]
        return node(source, .object) { node in
            node.kinds = .object
            node.required = [name]
            node.properties = [.init(name: name, node: constant)]
            node.named = [UTF8Key(name): constant]
        }
    }

    /// A node that stands in no document, made once for each `source` and `kinds`.
    private mutating func node(_ source: JSONValue, _ kinds: ValueKinds, _ fill: (inout SchemaNode) -> Void) -> Int {
        let key = Made(source: source, kinds: kinds)
        if let known = made[key] { return known }
        var node = SchemaNode(place: Self.nowhere)
        node.source = source
        node.signature = ["source": source]
        fill(&node)
        nodes.append(node)
        made[key] = nodes.count - 1
        return nodes.count - 1
    }

    private mutating func number(of site: SchemaSite) -> Int {
        if let known = numbers[site] { return known }
        nodes.append(SchemaNode(place: Self.nowhere))
        numbers[site] = nodes.count - 1
        pending.append(site)
        return nodes.count - 1
    }
}
