package import RegistryQuery

/// Decides whether a document matches a query by looking at every value: the meaning that a faster engine must have.
///
/// A string is an exact keyword unless the document's schema says that its field is read by word; a phrase is words in a
/// row, and so is a term of several words. Numbers compare by value and truth values with `true` and `false`; dates
/// are keywords in the form in which they are shown. A term or phrase without a field is looked for in all fields and in
/// the words of the catch-all text. Source of the rules: `spec/rest-api.md` 1.9, "Field semantics".
package struct NaiveMatcher: Sendable {
    private indirect enum Predicate {
        case everything
        case exists(FieldPath)
        case finds(FieldValueProbe, in: FieldPath?)
        case boolean(must: [Predicate], should: [Predicate], mustNot: [Predicate])
    }
    private let root: Predicate

    package init(_ query: SearchQuery) { root = Self.predicate(for: query.root) }

    /// Takes time in proportion to the size of the document times the clauses of the query, and counts it.
    ///
    /// - Throws: `.tooExpensive`, or `.unavailable` in a cancelled task.
    package func matches(
        _ document: ArtifactDocument, within budget: inout SearchBudget
    ) throws(SearchIndexError) -> Bool {
        try budget.check()
        var fields = try DocumentFields(document, &budget)
        return try Self.holds(root, in: &fields, &budget)
    }

    private static func predicate(for node: QueryNode) -> Predicate {
        switch node {
        case .everything: return .everything
        case .exists(let field): return .exists(field)
        case .term(let field, let term): return .finds(FieldValueProbe(text: term.text), in: field)
        case .phrase(let field, let text): return .finds(FieldValueProbe(text: text), in: field)
        case .wildcard(let field, let pattern): return .finds(FieldValueProbe(pattern: pattern), in: field)
        case .boolean(let clauses):
            func predicates(_ occur: QueryNode.Occur) -> [Predicate] {
                clauses.filter { $0.occur == occur }.map { predicate(for: $0.node) }
            }
            return .boolean(must: predicates(.must), should: predicates(.should), mustNot: predicates(.mustNot))
        }
    }

    private static func holds(
        _ predicate: Predicate, in fields: inout DocumentFields, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> Bool {
        try budget.spend(1)
        switch predicate {
        case .everything: return true
        case .exists(let field): return try fields.hasValue(at: field, &budget)
        case .finds(let probe, in: let field):
            let values = if let field { try fields.values(of: field, &budget) } else { try fields.all(&budget) }
            for value in values where try probe.finds(value, &budget) { return true }
            return false
        case .boolean(let must, let should, let mustNot):
            if must.isEmpty, should.isEmpty, mustNot.isEmpty { return false }
            for predicate in must where try !holds(predicate, in: &fields, &budget) { return false }
            for predicate in mustNot where try holds(predicate, in: &fields, &budget) { return false }
            if !must.isEmpty || should.isEmpty { return true }
            for predicate in should where try holds(predicate, in: &fields, &budget) { return true }
            return false
        }
    }
}
