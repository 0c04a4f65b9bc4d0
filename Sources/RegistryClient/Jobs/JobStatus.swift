public import JSONDocument

/// What a registry says about a job (`spec/rest-api.md` 1.14).
public struct JobStatus: Sendable, Hashable {
    /// Something wrong, or worth a look, in one file of an upload.
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        /// The file, relative to the version.
        public let path: String
        /// Where in the document, as a JSON pointer; empty for the whole of it.
        public let pointer: String
        public let message: String

        init(_ json: JSONValue) {
            path = json["path"]?.stringValue ?? ""
            pointer = json["pointer"]?.stringValue ?? ""
            message = json["message"]?.stringValue ?? json.description
        }
        /// `path: /pointer: message`, safe to show in a terminal.
        public var description: String {
            PlainText.shown([path, pointer, message].filter { !$0.isEmpty }.joined(separator: ": "), limit: 2_000)
        }
    }
    /// The whole answer.
    public let document: JSONValue
    /// The wire's word: `PENDING`, `STARTED`, `RETRY`, `RECEIVED`, `SUCCESS`, `FAILURE`, `REVOKED`.
    public let status: String

    /// - Throws: `.invalidAnswer` when there is no `status`.
    package init(_ document: JSONValue) throws(RegistryClientError) {
        guard let status = document["status"]?.stringValue else { throw .invalidAnswer("'status' is missing") }
        self.document = document
        self.status = status
    }

    /// Whether the registry knows the job: of one that it does not, or no longer, it says `PENDING` without an ID.
    public var isKnown: Bool { status != "PENDING" || document["task_id"]?.stringValue != nil }
    public var isSuccess: Bool { status == "SUCCESS" }
    public var hasEnded: Bool { ["SUCCESS", "FAILURE", "REVOKED"].contains(status) }

    /// The project and version that the job was about, as far as the result says.
    public var project: String? { document["result"]?["project_id"]?.stringValue }
    public var version: String? { document["result"]?["version"]?.stringValue }
    public var revision: String? { document["result"]?["revision"]?.stringValue }
    public var indexedCount: Int? { document["result"]?["indexed_files"]?.intValue }

    /// Everything that was wrong with the documents, for those who may read it.
    public var errors: [Problem] { (document["result"]?["errors"]?.arrayValue ?? []).map(Problem.init) }
    public var warnings: [Problem] { (document["result"]?["warnings"]?.arrayValue ?? []).map(Problem.init) }

    /// Why the job failed, in the server's words; nil when it did not.
    public var failure: String? { document["traceback"]?.stringValue }
}
