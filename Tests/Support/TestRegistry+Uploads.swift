internal import HTTPTypes
package import JSONDocument
package import RegistryCore
internal import Testing

extension TestRegistry {
    /// The path of a started upload's `member`, or nothing when it is missing.
    private static func text(_ answer: TestAnswer, _ member: String) throws -> String {
        try #require(answer[member].stringValue, "\(answer)")
    }

    /// Starts an upload of `files` and sends each of them; does not complete it.
    ///
    /// - Returns: the answer to the start.
    package func stage(
        _ project: String, _ version: String, files: [String: String], as user: String = "alice",
        roles: Set<Role> = [.uploader], expiresIn: String? = nil
    ) async throws -> TestAnswer {
        var body: JSONObject = ["filenames": .array(files.keys.sorted().map { .string($0) })]
        if let expiresIn { body["expires_in"] = .string(expiresIn) }
        let started = try await post(
            "/projects/\(project)/version/\(version)/upload", as: user, roles: roles, body: .object(body))
        try #require(started.status == 200, "\(started)")
        for (name, content) in files.sorted(by: { $0.key < $1.key }) {
            let url = try #require(started["presigned_urls"][name]?.stringValue)
            let sent = try await send(.put, url, body: Array(content.utf8))
            try #require(sent.status == 200, "\(sent)")
        }
        return started
    }

    /// Uploads a version through the real routes and indexes it.
    ///
    /// - Returns: the job's document as the uploader sees it.
    @discardableResult
    package func upload(
        _ project: String, _ version: String, files: [String: String], as user: String = "alice",
        roles: Set<Role> = [.uploader], permissions: JSONValue? = nil
    ) async throws -> JSONValue {
        let started = try await stage(project, version, files: files, as: user, roles: roles)
        let completed = try await put(
            try Self.text(started, "completion_url"), as: user, roles: roles, body: permissions)
        try #require(completed.status == 202, "\(completed)")
        try await runPendingJobs()
        return try await get(try Self.text(completed, "path"), as: user, roles: roles).json
    }
}
