/// A search, read from the text of the `q` parameter (`spec/rest-api.md` 1.9).
package struct SearchQuery: Sendable, Hashable {
    package let root: QueryNode

    package init(root: QueryNode) {
        self.root = root
    }

    /// Reads `text` by the grammar that stands above ``QueryParser``.
    ///
    /// - Throws: the first mistake and its position; also for a blank text and for one past ``QueryLimits``.
    package init(parsing text: String) throws(QueryError) {
        root = try QueryParser.parse(text)
    }

    package static let everything = SearchQuery(root: .everything)
}
