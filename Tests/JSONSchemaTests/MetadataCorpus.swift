import Foundation
import JSONDocument
import JSONSchema
import Testing

/// Genomics metadata written by other programs, with the schemas they are for and the verdict of another validator.
enum MetadataCorpus {
    struct Entry {
        let file: String
        let schemaFile: String
        let schema: JSONSchema
        let isValid: Bool

        var document: JSONValue { get throws { try MetadataCorpus.read(file) } }
    }

    static let absence: Comment = "needs the metadata corpus: ../shared/data or VITRINE_SHARED_DATA"

    private static let folder: URL = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["VITRINE_SHARED_DATA"].map { URL(filePath: $0) }
            ?? package.deletingLastPathComponent().appending(path: "shared/data")
        return data.appending(path: "metadata")
    }()

    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "index.json").path) }

    /// All documents in the order of the index, each with its schema, which is compiled once.
    static func entries() throws -> [Entry] {
        var schemas: [String: JSONSchema] = [:]
        return try #require(try read("index.json")["instances"]?.arrayValue).map { entry in
            let path = try #require(entry["schema"]?.stringValue)
            let schema = try schemas[path] ?? schema(path)
            schemas[path] = schema
            return Entry(
                file: try #require(entry["file"]?.stringValue), schemaFile: path, schema: schema,
                isValid: entry["expected"]?.stringValue == "valid")
        }
    }

    /// Reads a document; some contain U+0000, which the registry refuses and the other validator read.
    static func read(_ path: String) throws -> JSONValue {
        let bytes = Array(try Data(contentsOf: folder.appending(path: path)))
        return try JSONValue(parsing: bytes, limits: JSONLimits(maxBytes: 4 << 20, allowsNUL: true))
    }

    /// The schema in that file; references are relative to the file, so the `$id`, which says otherwise, is dropped.
    private static func schema(_ path: String) throws -> JSONSchema {
        var documents: [String: JSONValue] = [:]
        var pending = [path]
        while let next = pending.popLast() {
            guard documents[next] == nil, var document = try read(next).objectValue else { continue }
            document["$id"] = nil
            documents[next] = .object(document)
            for reference in references(in: .object(document)) {
                let file = URIReference(reference).resolved(against: URIReference(next)).withoutFragment
                if file.scheme == nil { pending.append(file.description) }
            }
        }
        return try JSONSchema(try #require(documents[path]), base: path, resolving: documents)
    }

    private static func references(in value: JSONValue) -> [String] {
        switch value {
        case .object(let object):
            (object["$ref"]?.stringValue.map { [$0] } ?? []) + object.flatMap { references(in: $0.value) }
        case .array(let elements): elements.flatMap(references)
        default: []
        }
    }
}
