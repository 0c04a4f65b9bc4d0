public import JSONDocument

/// One page of metadata documents (`spec/rest-api.md` 0.5).
public struct DocumentPage: Sendable {
    public let documents: [JSONValue]
    /// All matches that the caller may see.
    public let total: Int
    /// Relative to the base; nil on the last page.
    package let next: String?

    /// Whether there are more pages.
    public var hasMore: Bool { next != nil }

    /// - Throws: `.invalidAnswer` when there are no `results`.
    package init(_ answer: JSONValue) throws(RegistryClientError) {
        guard let results = answer["results"]?.arrayValue else { throw .invalidAnswer("'results' is missing") }
        documents = results
        total = answer["total"]?.intValue ?? results.count
        // Some servers promise a page after the last one; an empty page ends every walk.
        next = results.isEmpty ? nil : answer["next"]?.stringValue
    }
}
