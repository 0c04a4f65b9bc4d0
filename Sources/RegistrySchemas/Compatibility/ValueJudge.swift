internal import JSONDocument
internal import JSONSchema

/// Asks the validator about single values, where a schema accepts so few that each can be tried.
struct ValueJudge {
    /// What the validator says about a value, in every way that its numbers can be written.
    struct Verdict {
        let acceptsEach: Bool
        let acceptsSome: Bool
    }

    private let sides: [ComparedSchema]
    private let canJudge: [SchemaPlace.Side: Bool]
    /// Whether `1` and `1.0` may differ, as in draft 04.
    private let mindsSpelling: Bool
    private var schemas: [Int: JSONSchema?] = [:]
    private var patterns: [UTF8Key: JSONSchema?] = [:]

    /// - Parameter sides: the old schema and the new one.
    init(_ sides: [ComparedSchema], _ documents: [SchemaDocuments]) {
        self.sides = sides
        canJudge = [.old: !documents[0].isUnknowable, .new: !documents[1].isUnknowable]
        mindsSpelling = documents.contains { $0.documents.contains { $0.draft == .draft4 } }
    }

    /// Returns what `node` says about `value`; nil when the validator cannot be asked.
    mutating func verdict(of node: Int, on value: JSONValue, in graph: SchemaGraph) -> Verdict? {
        if let constant = graph[node].constant { return Verdict(acceptsEach: constant, acceptsSome: constant) }
        if schemas[node] == nil { schemas[node] = .some(schema(of: graph[node], in: graph)) }
        guard let schema = schemas[node] ?? nil else { return nil }
        if !mindsSpelling {
            let isValid = schema.isValid(value)
            return Verdict(acceptsEach: isValid, acceptsSome: isValid)
        }
        let verdicts = [value.respelled(""), value.respelled(".0")].map { schema.isValid($0) }
        return Verdict(acceptsEach: verdicts[0] && verdicts[1], acceptsSome: verdicts[0] || verdicts[1])
    }

    /// Whether `pattern` is found in `name`; nil when it is none.
    mutating func matches(_ pattern: String, _ name: String) -> Bool? {
        let key = UTF8Key(pattern)
        if patterns[key] == nil { patterns[key] = .some(try? JSONSchema(["pattern": .string(pattern)])) }
        return (patterns[key] ?? nil)?.isValid(.string(name))
    }

    /// Whether `number` is a multiple of `divisor`; no when that cannot be told.
    func isMultiple(_ number: JSONNumber, of divisor: JSONNumber) -> Bool {
        (try? JSONSchema(["multipleOf": .number(divisor)]))?.isValid(.number(number)) ?? false
    }

    private func schema(of node: SchemaNode, in graph: SchemaGraph) -> JSONSchema? {
        if let source = node.source { return try? JSONSchema(source) }
        guard canJudge[node.place.side] == true else { return nil }
        let index = node.place.side == .old ? 0 : 1
        let side = sides[index]
        let documents = graph.documents[index].documents
        guard let document = documents.first(where: { $0.name == node.place.document }) else { return nil }
        var known: [String: JSONValue] = [:]
        for document in documents { known[document.uri] = document.value }
        let reference = document.uri + "#" + Self.fragment(node.place.pointer)
        return try? JSONSchema(
            ["$schema": .string(document.draft.rawValue), "allOf": [["$ref": .string(reference)]]],
            base: "file:///judge.json", resolving: known, options: side.options)
    }

    private static func fragment(_ pointer: JSONPointer) -> String {
        var fragment = ""
        for byte in pointer.description.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "~"), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "$"):
                fragment.unicodeScalars.append(Unicode.Scalar(byte))
            default: fragment += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return fragment
    }
}

extension JSONValue {
    /// The value with all integers written with `suffix`.
    fileprivate func respelled(_ suffix: String) -> JSONValue {
        switch self {
        case .number(let number):
            guard let int = number.int, let spelled = JSONNumber(text: "\(int)\(suffix)") else { return self }
            return .number(spelled)
        case .array(let elements): return .array(elements.map { $0.respelled(suffix) })
        case .object(let members): return .object(JSONObject(members.map { ($0.key, $0.value.respelled(suffix)) }))
        default: return self
        }
    }
}
