package import JSONDocument
internal import RegistryCore

/// Where an upload goes.
public enum UploadDestination: Sendable, Hashable {
    /// A project that the registry names, by the sequence of this prefix or the default one.
    case newProject(prefix: String?)
    /// The next version of a project.
    case newVersion(project: String)
    case version(project: String, version: String)

    /// - Throws: `.invalidName` when the project or version is none.
    package func segments() throws(RegistryClientError) -> [String] {
        do throws(NameError) {
            switch self {
            case .newProject: return ["projects", "upload"]
            case .newVersion(let project):
                return ["projects", try ProjectID(parsing: project).description, "upload"]
            case .version(let project, let version):
                return [
                    "projects", try ProjectID(parsing: project).description, "version",
                    try VersionID(parsing: version).description, "upload",
                ]
            }
        } catch {
            throw .invalidName(error.description)
        }
    }
}

/// The body that starts an upload (`spec/rest-api.md` 1.4).
///
/// Every file is declared with its MD5 (`check` = `simple`), so that its URL takes these bytes and no others.
package struct UploadRequest: Sendable {
    package let files: [UploadFile]
    /// In the contract's grammar of dates, `in 7 days`; nil for a version that stays.
    package let expiresIn: String?

    package init(files: [UploadFile], expiresIn: String? = nil) {
        self.files = files
        self.expiresIn = expiresIn
    }

    package var json: JSONValue {
        var body = JSONObject()
        body["filenames"] = .array(files.map(Self.entry))
        body["mode"] = "s3-presigned-url"
        if let expiresIn {
            // A version cannot end before its upload has to be complete.
            body["expires_in"] = .string(expiresIn)
            body["completed_by"] = .string(expiresIn)
        }
        return .object(body)
    }

    private static func entry(_ file: UploadFile) -> JSONValue {
        guard let md5 = file.md5 else { return .string(file.name) }
        return ["filename": .string(file.name), "check": "simple", "value": ["md5sum": .string(md5)]]
    }
}
