package import JSONDocument
package import RegistryCore

/// One thing that is wrong with a document of a failed upload.
package struct RejectProblem: Sendable, Hashable {
    /// Where in the document, as a JSON pointer (RFC 6901); empty for the whole of it.
    package let pointer: String
    /// The way through the schema to the keyword, when the schema is what was broken.
    package let schemaPointer: String?
    package let keyword: String?
    /// One sentence: what was expected, what was found.
    package let message: String
    /// Where the keyword stands: `<URI of the schema>#<pointer>`.
    package let location: String?
    /// A JSON Patch (RFC 6902) that makes this problem go away.
    package let fix: JSONValue?

    package init(
        pointer: String = "", schemaPointer: String? = nil, keyword: String? = nil, message: String,
        location: String? = nil, fix: JSONValue? = nil
    ) {
        self.pointer = pointer
        self.schemaPointer = schemaPointer
        self.keyword = keyword
        self.message = message
        self.location = location
        self.fix = fix
    }
}

/// A document, or another file, that made its upload fail, and why.
package struct Reject: Sendable, Hashable {
    /// The file, relative to the version; empty for the upload as a whole.
    package let path: String
    /// What the document's `$schema` names, such as `report/v1.json`.
    package let schema: String?
    /// The schema's type, such as `report`.
    package let type: String?
    /// At least one.
    package let problems: [RejectProblem]
    /// Further problems that were found and not kept.
    package let omitted: Int

    package init(path: String, schema: String? = nil, type: String? = nil, problems: [RejectProblem], omitted: Int = 0)
    {
        self.path = path
        self.schema = schema
        self.type = type
        self.problems = problems
        self.omitted = omitted
    }

    /// The keywords that refused something, each once, in the order of first appearance.
    package var keywords: [String] { problems.compactMap(\.keyword).uniqued() }

    /// What a search for words looks at: path, pointers, keywords and messages, in lower case, one to a line.
    package var searchedText: String {
        ([path] + problems.flatMap { [$0.pointer, $0.keyword, $0.message].compactMap(\.self) })
            .joined(separator: "\n").lowercased()
    }
}

/// Why the latest failed upload of a version failed: its rejects, kept until the version is published or deleted.
package struct Rejection: Sendable, Hashable {
    package let upload: UploadKey
    /// Who started the upload: may read this whatever the policy says.
    package let startedBy: String?
    package let failedAt: Timestamp
    /// In ascending order of path (UTF-8), each path once.
    package let rejects: [Reject]
    /// Further documents that are wrong and were not kept.
    package let omitted: Int

    package init(upload: UploadKey, startedBy: String?, failedAt: Timestamp, rejects: [Reject], omitted: Int = 0) {
        self.upload = upload
        self.startedBy = startedBy
        self.failedAt = failedAt
        self.rejects = rejects
        self.omitted = omitted
    }

    package var summary: RejectionSummary {
        RejectionSummary(
            upload: upload, failedAt: failedAt, documents: rejects.count,
            problems: rejects.reduce(0) { $0 + $1.problems.count }, omitted: omitted)
    }
}

/// A rejection without its rejects.
package struct RejectionSummary: Sendable, Hashable {
    package let upload: UploadKey
    package let failedAt: Timestamp
    /// How many are kept.
    package let documents: Int
    package let problems: Int
    /// Documents that are wrong and were not kept.
    package let omitted: Int

    package init(upload: UploadKey, failedAt: Timestamp, documents: Int, problems: Int, omitted: Int) {
        self.upload = upload
        self.failedAt = failedAt
        self.documents = documents
        self.problems = problems
        self.omitted = omitted
    }
}
