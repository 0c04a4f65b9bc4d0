internal import RegistryStore
internal import Synchronization

/// Runs `body` for 0, 1, … at the same time; returns, in ascending order, those that were not refused with `.conflict`.
func succeeding(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async throws -> [Int] {
    try await gathered(count) { number -> Int? in
        do {
            try await body(number)
            return number
        } catch StoreError.conflict {
            return nil
        }
    }.compactMap { $0 }
}

/// Runs `body` for 0, 1, … at the same time; returns their answers in that order.
func gathered<Answer: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Answer
) async throws -> [Answer] {
    try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
        for number in 0..<count {
            group.addTask { @concurrent in (number, try await body(number)) }
        }
        var answers: [(Int, Answer)] = []
        for try await answer in group { answers.append(answer) }
        return answers.sorted { $0.0 < $1.0 }.map(\.1)
    }
}

/// Something that one task tells others once.
final class Flag: Sendable {
    private let state = Mutex(false)

    var isRaised: Bool { state.withLock { $0 } }
    func raise() { state.withLock { $0 = true } }
}
