public import JSONDocument

/// One page of metadata documents (`spec/rest-api.md` 0.5).
public struct DocumentPage: Sendable {
    public let documents: [JSONValue]
    /// All matches that the caller may see.
    public let total: Int
    /// How each score came about, one per document; empty unless it was asked for.
    public let explanations: [JSONValue]
    /// What may have been meant, when nothing was found.
    public let suggestion: String?
    /// Relative to the base; nil on the last page.
    package let next: String?
    /// The next page of a walk by cursor; nil on the last one.
    package let cursor: String?

    /// Whether there are more pages.
    public var hasMore: Bool { next != nil || cursor != nil }

    /// - Throws: `.invalidAnswer` when there are no `results`.
    package init(_ answer: JSONValue) throws(RegistryClientError) {
        guard let results = answer["results"]?.arrayValue else { throw .invalidAnswer("'results' is missing") }
        documents = results
        total = answer["total"]?.intValue ?? results.count
        // Some servers promise a page after the last one; an empty page ends every walk.
        next = results.isEmpty ? nil : answer["next"]?.stringValue
        cursor = results.isEmpty ? nil : answer["cursor"]?.stringValue
        explanations = answer["explanations"]?.arrayValue ?? []
        suggestion = answer["suggestion"]?.stringValue
    }
}
