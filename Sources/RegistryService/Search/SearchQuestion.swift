/// What a client searches for: the same on every page of a walk.
package struct SearchQuestion: Sendable, Hashable {
    /// In the query language of `spec/rest-api.md` 1.9.
    package var text: String
    /// Dotted names of the members that are answered, at most ``FieldSelection/maxNames``; empty for whole documents.
    package var fields: [String]
    /// Names of fields, the first sorts first, `-` before one for descending; `_score` alone is relevance. Empty for
    /// relevance when a word of the query stands without a field, else for the newest first.
    package var sort: [String]
    /// Keeps, per project, the highest revision among the matches that the caller may read.
    package var latestOnly: Bool

    package init(_ text: String, fields: [String] = [], sort: [String] = [], latestOnly: Bool = false) {
        self.text = text
        self.fields = fields
        self.sort = sort
        self.latestOnly = latestOnly
    }
}

/// How a page of results is shown; may be another on every page of a walk.
package struct SearchView: Sendable, Hashable {
    /// 0 to 500; 0 only counts.
    package var size: Int
    /// Whether each score is explained; nothing is unless the order is by relevance.
    package var explains: Bool
    /// Whether it is shown where in the texts the words were found.
    package var highlights: Bool

    package init(size: Int, explains: Bool = false, highlights: Bool = false) {
        self.size = size
        self.explains = explains
        self.highlights = highlights
    }
}
