package import JSONDocument
package import RegistryCore

/// One page of results, as every paged endpoint shows it (`spec/rest-api.md` 0.5).
package struct ResultPage: Sendable {
    package var results: [JSONValue]
    /// All matches that the caller may see.
    package var total: Int
    /// The walk to go on with; nil on the last page.
    package var scroll: RandomID?
    /// The same for a walk by cursor.
    package var cursor: SearchCursor?
    /// One per result, where they were asked for.
    package var highlights: [JSONValue]?
    /// One per result, where they were asked for and the order is by relevance.
    package var explanations: [JSONValue]?
    /// What may have been meant, when nothing was found.
    package var suggestion: String?

    init(results: [JSONValue] = [], total: Int = 0) {
        self.results = results
        self.total = total
    }
}
