public import JSONDocument

/// One page of why the latest failed upload of a version failed, document by document.
public struct VersionErrors: Sendable {
    /// A document that was refused.
    public struct Document: Sendable {
        /// The whole entry.
        public let json: JSONValue
        /// The file, relative to the version; empty for the upload as a whole.
        public let path: String
        public let problems: [Problem]
        /// Further problems of this document, which the registry did not keep.
        public let omitted: Int
    }
    /// One thing that is wrong with a document.
    public struct Problem: Sendable {
        /// Where in the document, as a JSON pointer; empty for the whole of it.
        public let pointer: String
        public let message: String
        /// A JSON Patch (RFC 6902) that makes the problem go away; nil where none is known.
        public let fix: JSONValue?
    }
    public let documents: [Document]
    /// All that are kept, and all problems of theirs.
    public let total: Int
    public let problemCount: Int
    /// Further documents that were refused, of which the registry kept nothing.
    public let omitted: Int
    /// When the upload failed, as the registry writes it; nil when none has since the version was published.
    public let failedAt: String?
    /// Relative to the base; nil on the last page.
    package let next: String?

    /// - Throws: `.invalidAnswer` when there are no `results`.
    package init(_ answer: JSONValue) throws(RegistryClientError) {
        guard let results = answer["results"]?.arrayValue else { throw .invalidAnswer("'results' is missing") }
        documents = results.map(Document.init)
        total = answer["total"]?.intValue ?? results.count
        problemCount = answer["problems"]?.intValue ?? documents.reduce(0) { $0 + $1.problems.count }
        omitted = answer["omitted"]?.intValue ?? 0
        failedAt = answer["failed_at"]?.stringValue
        // An empty page ends every walk, whatever it promises.
        next = results.isEmpty ? nil : answer["next"]?.stringValue
    }
}

extension VersionErrors.Document {
    fileprivate init(_ json: JSONValue) {
        self.json = json
        path = json["path"]?.stringValue ?? ""
        problems = (json["problems"]?.arrayValue ?? []).map(VersionErrors.Problem.init)
        omitted = json["omitted"]?.intValue ?? 0
    }
}

extension VersionErrors.Problem {
    fileprivate init(_ json: JSONValue) {
        pointer = json["pointer"]?.stringValue ?? ""
        message = json["message"]?.stringValue ?? json.description
        fix = json["fix"]
    }
    /// The fix as a person would say it, such as `set /organism to "Mus musculus"`; nil without one.
    public var fixText: String? { fix.map(PatchText.text(of:)) }
}
