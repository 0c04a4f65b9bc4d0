internal import Catalog
package import JSONDocument
package import RegistryCore

/// A job's payload that is not one of ours.
struct PayloadError: Error, CustomStringConvertible {
    let field: String
    var description: String { "the job's payload has no valid '\(field)'" }
}

extension VersionKey {
    var payload: JSONValue { payload(with: []) }
    func payload(with members: [(String, JSONValue)]) -> JSONValue {
        .object(
            JSONObject(
                [("project", .string(project.description)), ("version", .string(version.description))] + members))
    }
    init(payload: JSONValue) throws {
        guard let project = payload["project"]?.stringValue else { throw PayloadError(field: "project") }
        guard let version = payload["version"]?.stringValue else { throw PayloadError(field: "version") }
        self.init(project: try ProjectID(parsing: project), version: try VersionID(parsing: version))
    }
}

extension UploadKey {
    var payload: JSONValue { version.payload(with: [("upload", .string(id.description))]) }

    init(payload: JSONValue) throws {
        guard let id = payload["upload"]?.stringValue.flatMap({ UploadID($0) }) else {
            throw PayloadError(field: "upload")
        }
        self.init(version: try VersionKey(payload: payload), id: id)
    }
}

extension AccessPolicy {
    /// The permissions object of the wire, all five fields (`spec/rest-api.md` 1.7).
    package func json(scope: PolicyScope) -> JSONValue {
        [
            "scope": .string(scope.rawValue), "owners": .array(owners.map { .string($0) }),
            "viewers": .array(viewers.map { .string($0) }), "read_access": .string(readAccess.rawValue),
            "write_access": .string(writeAccess.rawValue),
        ]
    }
}
