internal import CPostgres
internal import EventReactor
internal import Synchronization

/// Asks the server to end what a connection runs, over a connection of its own: that blocks, on a thread apart.
///
/// `@unchecked Sendable` because libpq documents `PQcancel` as safe from any thread, and the pointer is freed once.
final class StatementCanceller: @unchecked Sendable {
    /// A frozen server keeps a thread for each.
    private static let most = 8
    private static let running = Atomic<Int>(0)

    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }
    deinit { PQfreeCancel(pointer) }

    /// - Parameter done: called on any thread once the server has passed the request on; never while it is frozen.
    /// - Returns: false when too many are under way; `done` is then never called.
    func cancel(_ done: @escaping @Sendable () -> Void) -> Bool {
        guard Self.running.add(1, ordering: .relaxed).newValue <= Self.most else {
            Self.running.subtract(1, ordering: .relaxed)
            return false
        }
        BlockingThread.run {
            var text = [CChar](repeating: 0, count: 256)
            PQcancel(self.pointer, &text, Int32(text.count))
            Self.running.subtract(1, ordering: .relaxed)
            done()
        }
        return true
    }
}
