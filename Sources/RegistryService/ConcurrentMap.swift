extension Sequence where Element: Sendable, Self: Sendable {
    /// Transforms the elements, at most `width` at a time; results come in the order of the elements.
    func concurrentMap<Result: Sendable>(
        width: Int, _ transform: @escaping @Sendable (Element) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results: [Int: Result] = [:]
            var count = 0
            for element in self {
                if count >= width, let (index, result) = try await group.next() { results[index] = result }
                let index = count
                group.addTask { (index, try await transform(element)) }
                count += 1
            }
            while let (index, result) = try await group.next() { results[index] = result }
            return (0..<count).compactMap { results[$0] }
        }
    }
}
