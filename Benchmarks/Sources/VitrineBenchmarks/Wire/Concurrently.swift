internal import Foundation
internal import Synchronization

/// Runs `body` once for each number below `count` on `width` threads of their own, which may block.
///
/// - Parameter prepare: makes what one thread keeps for itself, such as a connection.
/// - Throws: the first error; the other threads stop before their next number.
func concurrently<Own>(
    _ count: Int, width: Int, prepare: @escaping @Sendable () throws -> Own,
    _ body: @escaping @Sendable (Own, Int) throws -> Void
) throws {
    let next = Counter()
    let failure = FirstFailure()
    let group = DispatchGroup()
    for _ in 0..<width {
        group.enter()
        Thread.detachNewThread {
            defer { group.leave() }
            do {
                let own = try prepare()
                while failure.error == nil {
                    let index = next.next()
                    if index >= count { return }
                    try body(own, index)
                }
            } catch { failure.note(error) }
        }
    }
    group.wait()
    if let error = failure.error { throw error }
}

private final class FirstFailure: Sendable {
    private let first = Mutex<(any Error)?>(nil)
    var error: (any Error)? { first.withLock(\.self) }
    func note(_ error: any Error) { first.withLock { $0 = $0 ?? error } }
}

/// 0, 1, 2, … each once.
private final class Counter: Sendable {
    private let value = Atomic(0)
    func next() -> Int { value.add(1, ordering: .relaxed).oldValue }
}
