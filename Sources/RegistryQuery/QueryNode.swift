/// What a search asks for, as a tree; who runs it adds who may read.
///
/// A leaf without a field is looked for in all of them and in the catch-all text. What a leaf asks of one value is said
/// once, by `ValueProbe` of the index.
package indirect enum QueryNode: Sendable {
    /// Every document: `*`, `*:*`.
    case everything
    /// Documents that have a value in `field`: `field:*`, `_exists_:field`, `field:[* TO *]`.
    case exists(field: FieldPath)
    /// A word.
    case term(field: FieldPath?, Term)
    /// Words in a row, or the exact value of a field of keywords; escapes resolved, `*` and `?` are ordinary in it.
    ///
    /// It may be empty: `field:""` asks for the empty value.
    ///
    /// - Parameter slop: how many other words may stand between its words in all, 0 to ``QueryLimits/slop``.
    case phrase(field: FieldPath?, String, slop: Int)
    /// A word with `*` or `?` in it; never `*` alone, which is ``exists(field:)`` or ``everything``.
    case wildcard(field: FieldPath?, WildcardPattern)
    /// Values between two bounds, at least one of which is there when it comes from the parser.
    case range(field: FieldPath?, QueryRange)
    /// A word that may be written differently, by up to `edits` changes: 0 to ``QueryLimits/edits``.
    case fuzzy(field: FieldPath?, Term, edits: Int)
    case regex(field: FieldPath?, RegexPattern)
    /// The same matches, their scores multiplied: greater than 0, at most ``QueryLimits/boost``.
    case boost(QueryNode, Double)
    /// Clauses by Lucene's rules: all of `must`, none of `mustNot`, and at least one `should` when there is no `must`.
    ///
    /// With `mustNot` alone it is everything except those. The parser makes no empty one; it would match nothing.
    case boolean([Clause])
}

extension QueryNode {
    /// What a clause means for the query that it is in.
    package enum Occur: Sendable, Hashable {
        /// Required (`+`, `AND`).
        case must
        /// Optional beside a required clause, else one of several to choose from.
        case should
        /// Excluded (`-`, `NOT`).
        case mustNot
    }

    /// A member of a boolean query.
    package struct Clause: Sendable, Hashable {
        package var occur: Occur
        package var node: QueryNode

        package init(_ occur: Occur, _ node: QueryNode) {
            self.occur = occur
            self.node = node
        }
    }
}
