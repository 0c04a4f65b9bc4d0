internal import Foundation
internal import JSONDocument
internal import JSONSchema

/// Real metadata documents with compiled schemas; those whose schema refers to other files are left out.
struct Corpus {
    struct Case {
        let id: String
        let schema: JSONSchema
        let text: [UInt8]
        let value: JSONValue

        func parsed() throws(JSONError) -> JSONValue { try JSONValue(parsing: text, limits: Corpus.limits) }
    }
    private(set) var cases: [Case] = []

    /// Some documents contain U+0000.
    private static let limits = JSONLimits(maxBytes: 4 << 20, allowsNUL: true)

    /// - Parameter folder: has `index.json`, which names documents, schemas and verdicts.
    init(folder: String) throws {
        func bytes(_ path: String) throws -> [UInt8] {
            Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path)))
        }
        var schemas: [String: JSONSchema?] = [:]
        for entry in try JSONValue(parsing: bytes("index.json"))["instances"]?.arrayValue ?? [] {
            guard let id = entry["id"]?.stringValue, let path = entry["schema"]?.stringValue,
                let file = entry["file"]?.stringValue, !path.hasPrefix("schemas/raw/")
            else { continue }
            let schema = try schemas[path] ?? Self.schema(try JSONValue(parsing: bytes(path)))
            schemas[path] = schema
            guard let schema else { continue }
            let text = try bytes(file)
            cases.append(
                Case(id: id, schema: schema, text: text, value: try JSONValue(parsing: text, limits: Self.limits)))
        }
    }

    private static func schema(_ document: JSONValue) throws -> JSONSchema? {
        guard isWhole(document), case .object(var members) = document else { return nil }
        members["$id"] = nil
        return try JSONSchema(.object(members))
    }

    /// Whether every reference stays within the document.
    private static func isWhole(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let members):
            if let reference = members["$ref"]?.stringValue, !reference.hasPrefix("#") { return false }
            return members.allSatisfy { isWhole($0.value) }
        case .array(let elements): return elements.allSatisfy(isWhole)
        default: return true
        }
    }
}
