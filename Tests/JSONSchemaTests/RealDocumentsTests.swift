import Foundation
import JSONDocument
import JSONSchema
import Testing

/// Genomics metadata written by other programs, with the verdict of another validator on each.
@Suite struct RealDocumentsTests {
    @Test(.enabled(if: SharedData.isPresent, "needs the metadata corpus: ../shared/data or VITRINE_SHARED_DATA"))
    func agreesWithEveryVerdict() throws {
        let index = try SharedData.read("index.json")
        let instances = try #require(index["instances"]?.arrayValue)
        #expect(instances.count == index["n_instances"]?.intValue)
        var schemas: [String: JSONSchema] = [:]
        var disagreements: [String] = []
        for entry in instances {
            let path = try #require(entry["schema"]?.stringValue)
            let schema = try schemas[path] ?? SharedData.schema(path)
            schemas[path] = schema
            let document = try SharedData.read(try #require(entry["file"]?.stringValue))
            let errors = schema.validate(document)
            // Three walkers, one semantics.
            #expect(schema.isValid(document) == errors.isEmpty)
            #expect(schema.output(document, as: .basic)["valid"] == .bool(errors.isEmpty))
            let isExpected = entry["expected"]?.stringValue == (errors.isEmpty ? "valid" : "invalid")
            if !isExpected { disagreements.append("\(entry["id"]?.stringValue ?? "?"): \(errors)") }
        }
        #expect(disagreements == [])
        #expect(schemas.count > 40)
    }
}

private enum SharedData {
    static let folder: URL = {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["VITRINE_SHARED_DATA"].map { URL(filePath: $0) }
            ?? package.deletingLastPathComponent().appending(path: "shared/data")
        return data.appending(path: "metadata")
    }()

    static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "index.json").path) }

    /// Reads a document; some contain U+0000, which the registry refuses and the other validator read.
    static func read(_ path: String) throws -> JSONValue {
        let bytes = Array(try Data(contentsOf: folder.appending(path: path)))
        return try JSONValue(parsing: bytes, limits: JSONLimits(maxBytes: 4 << 20, allowsNUL: true))
    }

    /// The schema in that file; references are relative to the file, so the `$id`, which says otherwise, is dropped.
    static func schema(_ path: String) throws -> JSONSchema {
        var documents: [String: JSONValue] = [:]
        var pending = [path]
        while let next = pending.popLast() {
            guard documents[next] == nil, var document = try read(next).objectValue else { continue }
            document["$id"] = nil
            documents[next] = .object(document)
            pending += references(in: .object(document)).compactMap { reference in
                let file = reference.prefix { $0 != "#" }
                if file.isEmpty { return nil }
                return URL(string: String(file), relativeTo: URL(string: "file:///" + next))?.path.dropFirst()
                    .description
            }
        }
        let root = try #require(documents[path])
        return try JSONSchema(root, base: path, resolving: documents)
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
