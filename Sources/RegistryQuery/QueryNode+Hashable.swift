extension QueryNode: Hashable {
    // Written out because a phrase is compared by bytes.
    package static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.everything, .everything): true
        case (.exists(let one), .exists(let other)): one == other
        case (.term(let field, let one), .term(let otherField, let other)): field == otherField && one == other
        case (.phrase(let field, let one, let slop), .phrase(let otherField, let other, let otherSlop)):
            field == otherField && slop == otherSlop && one.hasSameBytes(as: other)
        case (.wildcard(let field, let one), .wildcard(let otherField, let other)): field == otherField && one == other
        case (.range(let field, let one), .range(let otherField, let other)): field == otherField && one == other
        case (.fuzzy(let field, let one, let edits), .fuzzy(let otherField, let other, let otherEdits)):
            field == otherField && edits == otherEdits && one == other
        case (.regex(let field, let one), .regex(let otherField, let other)): field == otherField && one == other
        case (.boost(let node, let factor), .boost(let other, let otherFactor)): factor == otherFactor && node == other
        case (.boolean(let clauses), .boolean(let others)): clauses == others
        default: false
        }
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .everything: hasher.combine(0)
        case .exists(let field): hash(1, field, into: &hasher)
        case .term(let field, let term):
            hash(2, field, into: &hasher)
            hasher.combine(term)
        case .phrase(let field, let text, let slop):
            hash(3, field, into: &hasher)
            text.hashBytes(into: &hasher)
            hasher.combine(slop)
        case .wildcard(let field, let pattern):
            hash(4, field, into: &hasher)
            hasher.combine(pattern)
        case .range(let field, let range):
            hash(5, field, into: &hasher)
            hasher.combine(range)
        case .fuzzy(let field, let term, let edits):
            hash(6, field, into: &hasher)
            hasher.combine(term)
            hasher.combine(edits)
        case .regex(let field, let pattern):
            hash(7, field, into: &hasher)
            hasher.combine(pattern)
        case .boost(let node, let factor):
            hasher.combine(8)
            hasher.combine(node)
            hasher.combine(factor)
        case .boolean(let clauses):
            hasher.combine(9)
            hasher.combine(clauses)
        }
    }
    private func hash(_ kind: Int, _ field: FieldPath?, into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(field)
    }
}
