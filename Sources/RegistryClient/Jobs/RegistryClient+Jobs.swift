internal import JSONDocument
internal import NIOHTTP1

extension RegistryClient {
    /// Asks what became of a job.
    public func job(_ id: String) async throws(RegistryClientError) -> JobStatus {
        try JobStatus(try await call(.GET, address.url(["jobs", id]), retry: .patient).json())
    }

    /// Asks again and again, first after 200 ms, later every 2 s, until the job has ended.
    ///
    /// - Parameters:
    ///   - timeout: after which the last answer is returned, whatever it is; nil for as long as it takes.
    ///   - patience: how long an unknown job is waited for; then its answer is returned. Nil for as long as it takes.
    ///   - onChange: is told of each new status.
    public func waitForJob(
        _ id: String, timeout: Duration? = nil, patience: Duration? = nil,
        onChange: (JobStatus) -> Void = { _ in }
    ) async throws(RegistryClientError) -> JobStatus {
        let start = ContinuousClock.now
        var pause = Duration.milliseconds(200)
        var last: String?
        while true {
            let status = try await job(id)
            if status.status != last { onChange(status) }
            last = status.status
            let waited = ContinuousClock.now - start
            if status.hasEnded { return status }
            if let timeout, waited >= timeout { return status }
            if let patience, !status.isKnown, waited >= patience { return status }
            try await RetryRule.wait(timeout.map { min(pause, max($0 - waited, .zero)) } ?? pause)
            pause = min(pause * 1.5, .seconds(2))
        }
    }
}

extension RegistryClient {
    /// Has the index built anew beside the one that serves; for admins.
    ///
    /// - Parameter projects: at most 500, whose parts are built; nil for all.
    /// - Returns: the ID of the job to wait for.
    public func rebuildIndex(of projects: [String]? = nil) async throws(RegistryClientError) -> String {
        // Not `? nil :`, which would be JSON's null.
        let body: JSONValue? = projects.map { ["project_ids": .array($0.map { .string($0) })] }
        return try await call(.PUT, address.url(["index", "build"]), body: body, retry: .none).jobID()
    }
}

extension Answer {
    /// The ID of the job that a registry began.
    ///
    /// - Throws: `.invalidAnswer` when there is none.
    func jobID() throws(RegistryClientError) -> String {
        let id = try json()["job_id"]
        guard let id = id?.stringValue ?? id?.numberValue?.text else { throw .invalidAnswer("'job_id' is missing") }
        return id
    }
}
