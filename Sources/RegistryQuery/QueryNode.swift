/// What a search asks for, as a tree; who runs it adds who may read.
package indirect enum QueryNode: Sendable {
    /// Every document: `*`, `*:*`.
    case everything
    /// Documents that have a value in `field`: `field:*`, `_exists_:field`.
    case exists(field: FieldPath)
    /// A word; without a field it is looked for in all of them and in the catch-all text.
    case term(field: FieldPath?, Term)
    /// Words in a row, or the exact value of a field of keywords; escapes resolved, `*` and `?` are ordinary in it.
    ///
    /// It may be empty: `field:""` asks for the empty value.
    case phrase(field: FieldPath?, String)
    /// A word with `*` or `?` in it; never `*` alone, which is ``exists(field:)`` or ``everything``.
    case wildcard(field: FieldPath?, WildcardPattern)
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

extension QueryNode: Hashable {
    // Written out because a phrase is compared by bytes.
    package static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.everything, .everything): true
        case (.exists(let one), .exists(let other)): one == other
        case (.term(let field, let one), .term(let otherField, let other)): field == otherField && one == other
        case (.phrase(let field, let one), .phrase(let otherField, let other)):
            field == otherField && one.hasSameBytes(as: other)
        case (.wildcard(let field, let one), .wildcard(let otherField, let other)): field == otherField && one == other
        case (.boolean(let clauses), .boolean(let others)): clauses == others
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .everything: hasher.combine(0)
        case .exists(let field):
            hasher.combine(1)
            hasher.combine(field)
        case .term(let field, let term):
            hasher.combine(2)
            hasher.combine(field)
            hasher.combine(term)
        case .phrase(let field, let text):
            hasher.combine(3)
            hasher.combine(field)
            text.hashBytes(into: &hasher)
        case .wildcard(let field, let pattern):
            hasher.combine(4)
            hasher.combine(field)
            hasher.combine(pattern)
        case .boolean(let clauses):
            hasher.combine(5)
            hasher.combine(clauses)
        }
    }
}
