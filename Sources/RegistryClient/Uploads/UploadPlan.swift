package import JSONDocument

/// What a registry answered to the start of an upload: where each file goes, and how to end it.
public struct UploadPlan: Sendable {
    /// Where one file goes.
    public struct Target: Sendable {
        public let file: UploadFile
        package let url: String
    }
    public let project: String
    public let version: String
    /// What the revision will be if no other upload of the project is completed before; nil when the server is silent.
    public let revision: String?
    /// ISO 8601; nil when the server is silent.
    public let completeBefore: String?
    /// In the order of the request.
    public let targets: [Target]
    package let completionURL: String
    package let abortURL: String

    /// Reads either dialect (`spec/rest-api.md` 1.4): `presigned_urls` as an object or as a list.
    ///
    /// - Parameters:
    ///   - url: of the request that was answered in the end; the second dialect names project and version nowhere else.
    ///   - files: all that were declared.
    /// - Throws: `.invalidAnswer` naming the field, or a file that has no URL.
    package init(
        _ answer: JSONValue, from url: String, for files: [UploadFile], at address: RegistryAddress
    ) throws(RegistryClientError) {
        let path = (WebOrigin.split(url)?.rest ?? "").prefix { $0 != "?" && $0 != "#" }
        let segments = path.split(separator: "/").suffix(5).map { PercentEncoding.decode($0) }
        let isVersionRoute = segments.count == 5 && segments[0] == "projects" && segments[2] == "version"
        guard let project = answer["project_id"]?.stringValue ?? (isVersionRoute ? segments[1] : nil),
            let version = answer["version"]?.stringValue ?? (isVersionRoute ? segments[3] : nil)
        else { throw .invalidAnswer("it names no 'project_id' and 'version'") }
        self.project = project
        self.version = version
        revision = answer["revision"]?.stringValue
        completeBefore = answer["complete_before"]?.stringValue
        guard let completion = answer["completion_url"]?.stringValue else {
            throw .invalidAnswer("'completion_url' is missing")
        }
        guard let abort = answer["abort_url"]?.stringValue else { throw .invalidAnswer("'abort_url' is missing") }
        completionURL = try address.url(of: completion, in: "completion_url")
        abortURL = try address.url(of: abort, in: "abort_url")

        let urls = try Self.urls(answer["presigned_urls"])
        var targets: [Target] = []
        targets.reserveCapacity(files.count)
        for file in files {
            guard let url = urls[file.name] else {
                throw .invalidAnswer("'presigned_urls' has none for '\(file.name)'")
            }
            targets.append(Target(file: file, url: try address.url(of: url, in: "presigned_urls")))
        }
        self.targets = targets
    }

    /// By file name. Names are in NFC, so that equal strings are equal bytes.
    private static func urls(_ member: JSONValue?) throws(RegistryClientError) -> [String: String] {
        var urls: [String: String] = [:]
        switch member {
        case .object(let members):
            for (name, value) in members { urls[name] = value.stringValue }
        case .array(let entries):
            for entry in entries {
                guard let name = entry["filename"]?.stringValue, let url = entry["url"]?.stringValue else {
                    throw .invalidAnswer("an entry of 'presigned_urls' has no 'filename' and 'url'")
                }
                urls[name] = url
            }
        default: throw .invalidAnswer("'presigned_urls' is neither an object nor a list")
        }
        return urls
    }

    /// The completion's URL; R's way of adding the parameter needs the `?` that our servers always send.
    package func completionURL(overwritingPermissions: Bool) -> String {
        guard overwritingPermissions else { return completionURL }
        return completionURL + (completionURL.contains("?") ? "&" : "?") + "overwrite_permissions=true"
    }
}
