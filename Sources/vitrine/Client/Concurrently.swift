/// Runs `work` for each of `items`, at most `width` at a time; the outcomes are in the order of the items.
///
/// The first error cancels the rest.
func concurrently<Item: Sendable, Outcome: Sendable>(
    _ items: [Item], width: Int, _ work: @escaping @Sendable (Item) async throws -> Outcome
) async throws -> [Outcome] {
    try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
        var outcomes = [Outcome?](repeating: nil, count: items.count)
        var next = 0
        func addNext() {
            guard next < items.count else { return }
            let (index, item) = (next, items[next])
            next += 1
            group.addTask { (index, try await work(item)) }
        }
        for _ in 0..<max(1, width) { addNext() }
        while let (index, outcome) = try await group.next() {
            outcomes[index] = outcome
            addNext()
        }
        return outcomes.compactMap(\.self)
    }
}
