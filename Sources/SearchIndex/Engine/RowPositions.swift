/// Where the words of a row stand in one document; what several words of the row have in common is there once.
struct RowPositions {
    /// Of each different word, or choice of words, ascending.
    var lists: [[UInt32]]
    /// For each word of the row its list.
    let places: [Int]

    /// Steps between two looks at the budget.
    private static let interval = 1 << 14

    /// Whether one position can be taken for each word so that they ascend with at most `slop` others between them.
    ///
    /// - Throws: what ``SearchBudget/spend(_:)`` does.
    func occurs(slop: Int, _ budget: inout SearchBudget) throws(SearchIndexError) -> Bool {
        guard let first = places.first else { return false }
        if places.count == 2 { return Self.isFollowed(lists[first], by: lists[places[1]], slop: slop) }
        var next = places.map { _ in 0 }
        var steps = 0
        for start in lists[first] {
            // From each beginning the nearest word each time: none ends earlier.
            var last = start
            var isRow = true
            for index in places.indices.dropFirst() {
                let list = lists[places[index]]
                let before = next[index]
                while next[index] < list.count, list[next[index]] <= last { next[index] += 1 }
                steps += 1 + next[index] - before
                guard next[index] < list.count else { return false }
                last = list[next[index]]
                isRow = Int(last) - Int(start) - index <= slop
                if !isRow { break }
            }
            if isRow { return true }
            if steps >= Self.interval {
                try budget.spend(steps)
                steps = 0
            }
        }
        try budget.spend(steps)
        return false
    }

    private static func isFollowed(_ ones: [UInt32], by others: [UInt32], slop: Int) -> Bool {
        var next = 0
        for start in ones {
            while next < others.count, others[next] <= start { next += 1 }
            if next == others.count { return false }
            if Int(others[next]) - Int(start) - 1 <= slop { return true }
        }
        return false
    }
}
