package import RegistryCore

/// What the rejects of a version are asked for.
package struct VersionRejects: Sendable, Hashable {
    /// Nil when no upload of the version has failed since it was published last.
    package let rejection: RejectionSummary?
    /// In ascending order of path (UTF-8).
    package let rejects: [Reject]
    package let hasMore: Bool

    package init(rejection: RejectionSummary?, rejects: [Reject], hasMore: Bool) {
        self.rejection = rejection
        self.rejects = rejects
        self.hasMore = hasMore
    }
}

/// A search over the rejects of all versions that a caller may write.
package struct RejectSearch: Sendable, Hashable {
    /// How many rejects a search looks at, from the newest on: its price does not grow with the registry.
    package static let window = 10_000

    /// Looked for in path, pointers, keywords and messages, whatever the case; nil for anything.
    package var text: String?
    package var project: ProjectID?
    /// The schema's type, compared as bytes.
    package var type: String?
    /// A keyword that refused something, compared as bytes.
    package var keyword: String?
    /// Where the former page ended.
    package var after: RejectPosition?
    package var limit: Int

    package init(
        text: String? = nil, project: ProjectID? = nil, type: String? = nil, keyword: String? = nil,
        after: RejectPosition? = nil, limit: Int = Limits.pageDefault
    ) {
        self.text = text
        self.project = project
        self.type = type
        self.keyword = keyword
        self.after = after
        self.limit = limit
    }
}

/// A place in the order of found rejects: the failure's time descending, then project, version and path as bytes.
package struct RejectPosition: Sendable, Hashable, Comparable {
    package let failedAt: Timestamp
    package let version: VersionKey
    package let path: String

    package init(failedAt: Timestamp, version: VersionKey, path: String) {
        self.failedAt = failedAt
        self.version = version
        self.path = path
    }

    package static func < (left: Self, right: Self) -> Bool {
        if left.failedAt != right.failedAt { return left.failedAt > right.failedAt }
        if left.version.project != right.version.project { return left.version.project < right.version.project }
        if left.version.version != right.version.version { return left.version.version < right.version.version }
        return left.path.utf8.lexicographicallyPrecedes(right.path.utf8)
    }
}

/// A reject with where it was found.
package struct FoundReject: Sendable, Hashable {
    package let upload: UploadKey
    package let failedAt: Timestamp
    package let reject: Reject

    package init(upload: UploadKey, failedAt: Timestamp, reject: Reject) {
        self.upload = upload
        self.failedAt = failedAt
        self.reject = reject
    }
    package var position: RejectPosition {
        RejectPosition(failedAt: failedAt, version: upload.version, path: reject.path)
    }
}

package struct RejectPage: Sendable, Hashable {
    /// Newest failure first.
    package let found: [FoundReject]
    /// All documents that match, and how many problems of theirs are kept.
    package let documents: Int
    package let problems: Int
    /// False when there are, or may be, older rejects that were not looked at.
    package let isComplete: Bool
    package let next: RejectPosition?

    package init(found: [FoundReject], documents: Int, problems: Int, isComplete: Bool, next: RejectPosition?) {
        self.found = found
        self.documents = documents
        self.problems = problems
        self.isComplete = isComplete
        self.next = next
    }
}
