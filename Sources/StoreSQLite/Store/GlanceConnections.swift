internal import Dispatch
internal import GRDB
internal import Synchronization

/// A few connections to read a few rows with on the thread that asks, which takes less time than changing to another
/// thread and back.
///
/// The thread waits for the disk where the rows are not in memory, and is not told when its task is cancelled: what reads
/// more than some rows by their keys is not for these.
final class GlanceConnections: Sendable {
    private struct State {
        var idle: [DatabaseQueue] = []
        /// With those that are taken.
        var count = 0
        var isClosed = false
    }
    private let state = Mutex(State())
    private let readCount = Atomic(0)
    /// Those that are taken.
    private let taken = DispatchGroup()
    private let path: String
    private let configuration: Configuration

    /// Each holds a cache of some MB.
    private static let maximum = 4
    private static let readsBetweenYields = 16

    /// - Parameter configuration: of the other connections to the file.
    init(path: String, _ configuration: Configuration) {
        self.path = path
        self.configuration = {
            var changed = configuration
            changed.readonly = true
            changed.busyMode = .immediateError
            return changed
        }()
    }

    /// Now and then true: tasks that do nothing else would keep all others from the threads, as no read suspends them.
    func isTimeToYield() -> Bool {
        readCount.wrappingAdd(1, ordering: .relaxed).newValue.isMultiple(of: Self.readsBetweenYields)
    }

    /// A connection that nobody else has until it is given back; nil when there is none to be had at once.
    func take() -> DatabaseQueue? {
        let (connection, mayOpen) = state.withLock { state -> (DatabaseQueue?, Bool) in
            guard !state.isClosed, !state.idle.isEmpty || state.count < Self.maximum else { return (nil, false) }
            taken.enter()
            if let connection = state.idle.popLast() { return (connection, false) }
            state.count += 1
            return (nil, true)
        }
        guard mayOpen else { return connection }
        if let opened = try? DatabaseQueue(path: path, configuration: configuration) { return opened }
        state.withLock { $0.count -= 1 }
        taken.leave()
        return nil
    }
    func giveBack(_ connection: DatabaseQueue) {
        state.withLock { $0.idle.append(connection) }
        taken.leave()
    }

    /// Waits for those that are taken, and closes all; none is given out any more.
    func close() {
        state.withLock { $0.isClosed = true }
        taken.wait()
        let idle = state.withLock { state in
            defer { state.idle = [] }
            return state.idle
        }
        for connection in idle { try? connection.close() }
    }
}
