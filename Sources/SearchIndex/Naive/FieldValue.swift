internal import JSONDocument

/// One value of a field, as a query sees it.
enum FieldValue: Sendable {
    case keyword(String)
    /// A string that is read by word, and its words.
    case text(String, words: [String])
    case number(JSONNumber)
    case bool(Bool)
}

extension FieldValue {
    /// Whether `probe` finds it.
    ///
    /// - Throws: what ``SearchBudget/spend(_:)`` does.
    func isFound(by probe: ValueProbe, _ budget: inout SearchBudget) throws(SearchIndexError) -> Bool {
        var steps = 1
        switch self {
        case .keyword(let text):
            let isFound = probe.findsKeyword(text, steps: &steps)
            try budget.spend(steps)
            return isFound
        case .number(let number):
            let isFound = probe.findsNumber(number, steps: &steps)
            try budget.spend(steps)
            return isFound
        case .bool(let value):
            try budget.spend(steps)
            return probe.findsBool(value)
        case .text(let whole, words: let words):
            try budget.spend(steps)
            if whole.isEmpty { return probe.findsEmptyText }
            guard words.count >= probe.places else { return false }
            steps = probe.places
            var row = WordRow(probe)
            for word in words {
                let isFound = row.ends(with: word, steps: &steps)
                try budget.spend(steps)
                if isFound { return true }
                steps = 1
            }
            return false
        }
    }
}
