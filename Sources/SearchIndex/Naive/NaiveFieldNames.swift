internal import RegistryQuery

/// The names of fields over documents that are given one by one (see ``SearchIndex/fields(beginningWith:limit:readableBy:)``).
package struct NaiveFieldNames {
    private let prefix: String
    private var budget: SearchBudget
    private var counts: [FieldPath: Int] = [:]

    /// - Parameter budget: for all of the documents; its clock is running.
    package init(beginningWith prefix: String, budget: SearchBudget = SearchBudget()) {
        self.prefix = prefix
        self.budget = budget
    }

    /// - Throws: `.tooExpensive`, or `.unavailable` in a cancelled task.
    package mutating func consider(_ document: ArtifactDocument) throws(SearchIndexError) {
        try budget.check()
        for path in try NaiveTerms(document, &budget).paths where path.description.utf8.starts(with: prefix.utf8) {
            counts[path, default: 0] += 1
        }
    }

    /// The most frequent `limit` of them first, ties by the name's bytes.
    package consuming func names(limit: Int) -> [FieldCount] {
        counts.map { FieldCount(field: $0.key, count: $0.value) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.field < $1.field }
            .prefix(max(limit, 0)).map { $0 }
    }
}
