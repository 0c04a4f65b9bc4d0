internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery

/// The facets of one request over candidates that are given one by one.
///
/// The candidates are published documents that the caller may read, each once and in any order.
package struct NaiveFacets {
    /// A document that matches the query and all of the selections but, perhaps, one.
    private struct Match {
        let project: ProjectID
        let revision: Revision
        /// The one selected field of whose values it has none; nil where it has what is selected.
        let missing: FieldPath?
        let values: FacetTally.Values
    }
    private let request: FacetsRequest
    private let matcher: NaiveMatcher
    private let selected: [FieldPath: Set<SortValue>]
    private let fields: Set<FieldPath>
    private var budget: SearchBudget
    private var matches: [Match] = []

    /// - Parameter budget: for all of the candidates; its clock is running.
    package init(_ request: FacetsRequest, budget: SearchBudget = SearchBudget()) {
        self.request = request
        self.budget = budget
        matcher = NaiveMatcher(request.query)
        selected = request.selected.filter { !$0.value.isEmpty }.mapValues { Set($0.flatMap(Self.selection)) }
        fields = Set(request.facets.flatMap { [$0.field] + $0.nested.map(\.field) })
    }

    /// - Throws: `.tooExpensive`, or `.unavailable` in a cancelled task; the search has ended then.
    package mutating func consider(_ document: ArtifactDocument) throws(SearchIndexError) {
        try budget.check()
        guard request.extent.contains(document.id) else { return }
        var subject = try DocumentFields(document, &budget)
        guard try matcher.matches(&subject, within: &budget) else { return }
        var missing: FieldPath?
        for (field, wanted) in selected {
            let values = try subject.values(of: field, &budget)
            try budget.spend(values.count)
            if values.contains(where: { $0.exact.map { wanted.contains($0) } ?? false }) { continue }
            guard missing == nil else { return }
            missing = field
        }
        var values: FacetTally.Values = [:]
        for field in fields { values[field] = try subject.values(of: field, &budget) }
        matches.append(
            Match(project: document.id.project, revision: document.revision, missing: missing, values: values))
    }

    /// The answer, once all candidates have been considered.
    ///
    /// - Throws: as ``consider(_:)`` does.
    package consuming func answer() throws(SearchIndexError) -> FacetsAnswer {
        var facets: [FacetAnswer] = []
        for facet in request.facets {
            try budget.check()
            facets.append(try FacetTally(facet, over: values(ignoring: facet.field)).answer())
        }
        return FacetsAnswer(total: values(ignoring: nil).count, facets: facets)
    }

    package static func answer(
        documents: some Sequence<ArtifactDocument>, request: FacetsRequest
    ) throws(SearchIndexError) -> FacetsAnswer {
        var facets = NaiveFacets(request)
        for document in documents { try facets.consider(document) }
        return try facets.answer()
    }

    /// What is counted where the selection in `field` does not narrow: the latest of those, when only these are wanted.
    private func values(ignoring field: FieldPath?) -> [FacetTally.Values] {
        var kept = matches.filter { $0.missing == nil || $0.missing == field }
        if request.latestOnly {
            let latest = Dictionary(kept.map { ($0.project, $0.revision) }, uniquingKeysWith: max)
            kept.removeAll { $0.revision != latest[$0.project] }
        }
        return kept.map(\.values)
    }

    /// The values that a selected text stands for.
    private static func selection(_ text: String) -> [SortValue] {
        var values: [SortValue] = [.text(text)]
        if let number = JSONNumber(text: text) { values.append(.number(number)) }
        if text.utf8.elementsEqual("true".utf8) { values.append(.bool(true)) }
        if text.utf8.elementsEqual("false".utf8) { values.append(.bool(false)) }
        return values
    }
}
