internal import Catalog
internal import JSONDocument
internal import RegistryCore

extension RejectProblem {
    /// What is not known is left out.
    var json: JSONValue {
        var object: JSONObject = ["pointer": .string(pointer), "message": .string(message)]
        object["keyword"] = keyword.map { .string($0) }
        object["schema_pointer"] = schemaPointer.map { .string($0) }
        object["location"] = location.map { .string($0) }
        object["fix"] = fix
        return .object(object)
    }
}

extension Reject {
    var json: JSONObject {
        [
            "path": .string(path), "schema": schema.map { .string($0) } ?? .null,
            "problems": .array(problems.map(\.json)), "omitted": .number(JSONNumber(omitted)),
        ]
    }
}

extension FoundReject {
    var json: JSONObject {
        var object: JSONObject = [
            "project_id": .string(upload.project.description),
            "version": .string(upload.version.version.description), "failed_at": .string(failedAt.description),
        ]
        for (name, value) in reject.json { object[name] = value }
        object["errors_path"] = .string(upload.version.errorsPath)
        return object
    }
}

extension RejectPosition {
    /// As a client sends it back: `<milliseconds>:<project>:<version>:<path>`; names hold no colon, a path may.
    var token: String { "\(failedAt.milliseconds):\(version.project):\(version.version):\(path)" }

    /// - Throws: `.invalidQuery` for a text that no page has ended with.
    init(_ token: String) throws {
        let parts = token.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 3, omittingEmptySubsequences: false)
            .map { String(decoding: Array($0), as: UTF8.self) }
        guard parts.count == 4, let time = Int64(parts[0]), let project = try? ProjectID(parsing: parts[1]),
            let version = try? VersionID(parsing: parts[2])
        else { throw RegistryError(.invalidQuery, "'after' is not what a page of rejects ended with") }
        self.init(
            failedAt: Timestamp(milliseconds: time), version: VersionKey(project: project, version: version),
            path: parts[3])
    }
}
