import JSONDocument

/// An upload as a client without a library does it: one request after the other, each seen.
struct RawUpload: Sendable {
    struct Refused: Error, CustomStringConvertible {
        let answer: WireAnswer
        var description: String { "\(answer.request): \(answer.status) \(answer.text)" }
    }
    var wire: Wire
    let project: String
    let version: String
    let urls: [String: String]
    let completionURL: String
    let abortURL: String

    /// Asks for upload URLs by the fully qualified route.
    ///
    /// - Throws: ``Refused`` for any other answer than 200.
    static func start(
        _ files: [SentFile], project: String, version: String, by wire: Wire, completedBy: String = "in 1 day"
    ) async throws -> RawUpload {
        let answer = try await wire.post(
            "/projects/\(project)/version/\(version)/upload",
            ["filenames": .array(files.map { .string($0.name) }), "completed_by": .string(completedBy)])
        guard answer.status == 200 else { throw Refused(answer: answer) }
        let urls = answer.json["presigned_urls"]?.objectValue?.map { ($0.key, $0.value.stringValue ?? "") } ?? []
        return RawUpload(
            wire: wire, project: project, version: version,
            urls: Dictionary(urls) { first, _ in first }, completionURL: answer.string("completion_url"),
            abortURL: answer.string("abort_url"))
    }

    func put(_ file: SentFile) async throws -> WireAnswer {
        try await wire.send("PUT", urls[file.name] ?? "", body: file.bytes)
    }

    /// Sends all of `files`, a few at a time.
    ///
    /// - Throws: ``Refused`` for an answer that is not 2xx.
    func put(_ files: [SentFile], width: Int = 8) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, file) in files.enumerated() {
                if index >= width { try await group.next() }
                group.addTask {
                    let answer = try await put(file)
                    if !(200...299).contains(answer.status) { throw Refused(answer: answer) }
                }
            }
            try await group.waitForAll()
        }
    }

    func complete(_ permissions: JSONValue? = nil) async throws -> WireAnswer {
        try await wire.put(completionURL, permissions)
    }
    func abort() async throws -> WireAnswer { try await wire.put(abortURL) }

    /// Completes, and waits for the job's end.
    ///
    /// - Throws: ``Refused`` when it was not accepted or did not succeed.
    func publish(_ permissions: JSONValue? = nil) async throws {
        let accepted = try await complete(permissions)
        guard accepted.status == 202 else { throw Refused(answer: accepted) }
        let ended = try await wire.job(accepted.string("job_id"))
        guard ended.string("status") == "SUCCESS" else { throw Refused(answer: ended) }
    }

    /// Starts, sends, completes and waits.
    @discardableResult
    static func publish(
        _ files: [SentFile], project: String, version: String, by wire: Wire, permissions: JSONValue? = nil
    ) async throws -> RawUpload {
        let upload = try await start(files, project: project, version: version, by: wire)
        try await upload.put(files)
        try await upload.publish(permissions)
        return upload
    }
}
