internal import GRDB
internal import Synchronization

/// A few connections to read a few rows with on the thread that asks, which takes less time than changing to another
/// thread and back.
final class GlanceConnections: Sendable {
    private struct State {
        var idle: [DatabaseQueue] = []
        /// With those that are taken.
        var count = 0
        var isClosed = false
    }
    private let state = Mutex(State())
    private let readCount = Atomic(0)
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
    func mustYield() -> Bool {
        readCount.wrappingAdd(1, ordering: .relaxed).newValue.isMultiple(of: Self.readsBetweenYields)
    }

    /// A connection that nobody else has until it is given back; nil when there is none to be had at once.
    func take() -> DatabaseQueue? {
        let (connection, mayOpen) = state.withLock { state -> (DatabaseQueue?, Bool) in
            if let connection = state.idle.popLast() { return (connection, false) }
            guard !state.isClosed, state.count < Self.maximum else { return (nil, false) }
            state.count += 1
            return (nil, true)
        }
        guard mayOpen else { return connection }
        if let opened = try? DatabaseQueue(path: path, configuration: configuration) { return opened }
        state.withLock { $0.count -= 1 }
        return nil
    }
    func giveBack(_ connection: DatabaseQueue) {
        let isKept = state.withLock { state in
            if !state.isClosed { state.idle.append(connection) }
            return !state.isClosed
        }
        if !isKept { try? connection.close() }
    }

    /// Closes those that are idle, and each other one when it is given back; none is given out any more.
    func close() {
        let idle = state.withLock { state in
            defer { state.idle = [] }
            state.isClosed = true
            return state.idle
        }
        for connection in idle { try? connection.close() }
    }
}
