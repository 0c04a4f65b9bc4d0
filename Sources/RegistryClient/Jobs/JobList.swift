public import JSONDocument
internal import NIOHTTP1

/// One page of a registry's jobs, newest first.
public struct JobList: Sendable {
    /// A job as a list shows it.
    public struct Entry: Sendable {
        /// The whole entry.
        public let json: JSONValue
        public var id: String { text("job_id") }
        public var status: String { text("status") }
        public var kind: String { text("kind") }
        public var queue: String { text("queue") }
        public var project: String { text("project_id") }
        public var version: String { text("version") }
        public var createdAt: String { text("created_at") }
        /// Why the last attempt failed; empty where none did.
        public var reason: String { text("reason") }
        /// `2 of 8`: the attempts begun, and how many there may be.
        public var attempts: String {
            "\(json["attempt"]?.intValue ?? 0) of \(json["max_attempts"]?.intValue ?? 0)"
        }

        private func text(_ key: String) -> String { json[key]?.stringValue ?? "" }
    }
    public let entries: [Entry]
    /// Relative to the base; nil on the last page.
    package let next: String?

    /// - Throws: `.invalidAnswer` when there are no `results`.
    package init(_ answer: JSONValue) throws(RegistryClientError) {
        guard let results = answer["results"]?.arrayValue else { throw .invalidAnswer("'results' is missing") }
        entries = results.map { Entry(json: $0) }
        // An empty page ends every walk, whatever it promises.
        next = results.isEmpty ? nil : answer["next"]?.stringValue
    }
}

/// What jobs are asked for; what is empty restricts nothing.
public struct JobQuery: Sendable {
    /// The wire's words: `PENDING`, `STARTED`, `RETRY`, `SUCCESS`, `FAILURE`, `REVOKED`.
    public var statuses: [String] = []
    public var kind: String?
    public var queue: String?
    public var project: String?
    public var version: String?
    public var parent: String?
    public var tag: String?
    public init() {}

    fileprivate var parameters: [(name: String, value: String)] {
        let all: [(String, String?)] = [
            ("status", statuses.isEmpty ? nil : statuses.joined(separator: ",")), ("kind", kind), ("queue", queue),
            ("project", project), ("version", version), ("parent", parent), ("tag", tag),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }
}

extension RegistryClient {
    /// Lists jobs: of a project or version for those who may write it, of everything for curators.
    ///
    /// - Parameter pageSize: jobs, 1 to 500.
    public func jobs(_ query: JobQuery, pageSize: Int = 50) async throws(RegistryClientError) -> JobList {
        let size = (name: "limit", value: String(min(max(pageSize, 1), 500)))
        let url = address.url(["jobs"], query: query.parameters + [size])
        return try JobList(try await call(.GET, url, retry: .usual).json())
    }
    /// The page after `page`, or nil after the last.
    public func jobs(after page: JobList) async throws(RegistryClientError) -> JobList? {
        guard let next = page.next else { return nil }
        return try JobList(try await call(.GET, try address.url(of: next, in: "next"), retry: .usual).json())
    }

    /// Cancels a job that waits, and asks one that runs to stop.
    public func cancelJob(_ id: String) async throws(RegistryClientError) {
        _ = try await call(.DELETE, address.url(["jobs", id]), retry: .none)
    }
    /// Makes a job that failed or was cancelled run again.
    public func retryJob(_ id: String) async throws(RegistryClientError) {
        _ = try await call(.POST, address.url(["jobs", id, "retry"]), retry: .none)
    }

    /// The queues, the workers and what is stuck; for curators.
    public func queues() async throws(RegistryClientError) -> QueueReport {
        try QueueReport(try await call(.GET, address.url(["queues"]), retry: .usual).json())
    }
    /// Pauses a queue, or lets it go on; for admins.
    public func setQueue(_ name: String, paused: Bool) async throws(RegistryClientError) {
        _ = try await call(.POST, address.url(["queues", name, paused ? "pause" : "resume"]), retry: .usual)
    }
}
