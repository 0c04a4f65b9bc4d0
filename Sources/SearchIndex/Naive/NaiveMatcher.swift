package import RegistryQuery

/// Decides whether a document matches a query by looking at every value: the meaning that a faster engine must have.
///
/// A string is an exact keyword unless the document's schema says that its field is read by word; what each leaf asks of
/// a value is said by ``ValueProbe``. A leaf without a field is looked for in all fields and in the words of the catch-all
/// text. Required clauses about one nested field hold in one of its objects (``Conjunction``). A boost changes no match.
/// Source of the rules: `spec/rest-api.md` 1.9, "Field semantics"; `docs/search.md`, "Arrays of objects".
package struct NaiveMatcher: Sendable {
    private indirect enum Predicate {
        case everything
        case exists(FieldPath)
        case finds(ValueProbe)
        case boolean(must: Conjunction<Predicate>, should: [Predicate], mustNot: [Predicate])
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
        return try matches(&fields, within: &budget)
    }
    /// For who asks more than one question of a document.
    func matches(
        _ fields: inout DocumentFields, within budget: inout SearchBudget
    ) throws(SearchIndexError) -> Bool {
        try Self.holds(root, in: &fields, &budget)
    }

    private static func predicate(for node: QueryNode) -> Predicate {
        if let probe = ValueProbe(node) { return .finds(probe) }
        switch node {
        case .everything: return .everything
        case .exists(let field): return .exists(field)
        case .boost(let node, _): return predicate(for: node)
        case .boolean(let clauses):
            func predicates(_ occur: QueryNode.Occur) -> [Predicate] {
                clauses.filter { $0.occur == occur }.map { predicate(for: $0.node) }
            }
            let must = clauses.filter { $0.occur == .must }.map {
                (clause: predicate(for: $0.node), subject: ClauseSubject($0.node))
            }
            return .boolean(
                must: Conjunction(must), should: predicates(.should), mustNot: predicates(.mustNot))
        case .term, .phrase, .wildcard, .range, .fuzzy, .regex:
            preconditionFailure("a leaf of a query has no probe")
        }
    }

    private static func holds(
        _ predicate: Predicate, in fields: inout DocumentFields, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> Bool {
        try budget.spend(1)
        switch predicate {
        case .everything: return true
        case .exists(let field): return try fields.hasValue(at: field, &budget)
        case .finds(let probe):
            let values =
                if let field = probe.field { try fields.values(of: field, &budget) } else { try fields.all(&budget) }
            for value in values where try value.isFound(by: probe, &budget) { return true }
            return false
        case .boolean(let must, let should, let mustNot):
            if must.clauses.isEmpty, should.isEmpty, mustNot.isEmpty { return false }
            if try !holds(must, objectsOf: fields.nested[...], in: &fields, &budget) { return false }
            for predicate in mustNot where try holds(predicate, in: &fields, &budget) { return false }
            if !must.clauses.isEmpty || should.isEmpty { return true }
            for predicate in should where try holds(predicate, in: &fields, &budget) { return true }
            return false
        }
    }

    /// Whether all of `must` hold, those about a nested field in one of its objects.
    ///
    /// - Parameter nested: the fields that are looked at for that.
    private static func holds(
        _ must: Conjunction<Predicate>, objectsOf nested: ArraySlice<FieldPath>, in fields: inout DocumentFields,
        _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> Bool {
        try budget.spend(must.clauses.count * nested.count)
        guard let split = must.split(by: nested) else {
            for predicate in must.clauses where try !holds(predicate.clause, in: &fields, &budget) { return false }
            return true
        }
        if try !holds(split.outside, objectsOf: split.rest, in: &fields, &budget) { return false }
        let objects = try fields.objects(at: split.field, &budget)
        // Where the document has none there, names with dots may still lead below the field.
        if objects.isEmpty { return try holds(split.inside, objectsOf: split.rest, in: &fields, &budget) }
        for var object in objects
        where try holds(split.inside, objectsOf: object.nested[...], in: &object, &budget) { return true }
        return false
    }
}
