/// Which connections there are, who uses them and who waits: decisions only, acted upon by ``PostgresPool``.
///
/// A connection is used by up to `share` at a time. Another is opened when every open one has `spread` users or more,
/// and there are fewer than `connections`.
package struct PoolState {
    package typealias ConnectionID = Int
    package typealias WaiterID = UInt64

    package struct Limits: Sendable {
        package var connections: Int
        package var share: Int
        package var spread: Int
        /// How many may wait; who comes after them is refused at once.
        package var waiters = 10_000

        package init(connections: Int, share: Int, spread: Int) {
            self.connections = connections
            self.share = share
            self.spread = spread
        }
    }
    package enum Action: Equatable {
        case open(ConnectionID)
        /// Open another one, when the backoff allows.
        case openLater(ConnectionID)
        case assign(WaiterID, ConnectionID)
        case refuse(WaiterID, PostgresError)
        case close(ConnectionID)
    }
    private enum Entry {
        case opening
        case pausing  // between two tries
        case open(users: Int)
    }

    private let limits: Limits
    private var entries: [ConnectionID: Entry] = [:]
    private var waiters: [WaiterID] = []  // in the order they came
    private var lastID = 0
    private var isDraining = false
    private var lastError: PostgresError?

    package init(_ limits: Limits) { self.limits = limits }

    /// Someone needs a connection, and nobody waits for one: the usual case.
    ///
    /// - Returns: nil when there is none with room; then ``request(_:)`` it.
    package mutating func takeAtOnce() -> (id: ConnectionID, actions: [Action])? {
        guard !isDraining, waiters.isEmpty, let id = leastUsed(), case .open(let users)? = entries[id] else {
            return nil
        }
        entries[id] = .open(users: users + 1)
        return (id, users + 1 < limits.spread ? [] : grow())
    }

    /// Someone needs a connection.
    package mutating func request(_ waiter: WaiterID) -> [Action] {
        if isDraining { return [.refuse(waiter, Self.closed)] }
        if waiters.isEmpty, let id = leastUsed() { return [assign(waiter, id)] + grow() }
        guard waiters.count < limits.waiters else {
            return [.refuse(waiter, PostgresError(.unavailable, "\(limits.waiters) already wait for a connection"))]
        }
        waiters.append(waiter)
        return grow()
    }

    /// Someone waits no longer; nothing happens for one that has its connection.
    package mutating func giveUp(_ waiter: WaiterID, after patience: String) -> [Action] {
        guard let index = waiters.firstIndex(of: waiter) else { return [] }
        waiters.remove(at: index)
        let reason = lastError.map { "; the last try: \($0.message)" } ?? ""
        return [.refuse(waiter, PostgresError(.unavailable, "no connection within \(patience)\(reason)"))]
    }

    package mutating func opened(_ id: ConnectionID) -> [Action] {
        guard entries[id] != nil else { return [.close(id)] }
        lastError = nil
        entries[id] = .open(users: 0)
        return serve() + (waiters.isEmpty ? [] : grow())
    }

    /// It could not be opened. Who waits goes on waiting, unless the server will never have us.
    package mutating func failedToOpen(_ id: ConnectionID, _ error: PostgresError) -> [Action] {
        guard entries[id] != nil else { return [] }
        lastError = error
        entries[id] = nil
        var actions: [Action] = []
        if error.kind == .refused, !hasOpen {
            actions = waiters.map { .refuse($0, error) }
            waiters = []
        }
        return actions + growLater()
    }

    /// The pause is over.
    package mutating func mayOpen(_ id: ConnectionID) -> [Action] {
        guard case .pausing? = entries[id] else { return [] }
        if waiters.isEmpty {
            entries[id] = nil
            return []
        }
        entries[id] = .opening
        return [.open(id)]
    }

    /// An open one was lost. Its users hear of it after this, and what they then say of it changes nothing.
    package mutating func lost(_ id: ConnectionID) -> [Action] {
        guard entries.removeValue(forKey: id) != nil else { return [] }
        return waiters.isEmpty ? [] : growLater()
    }

    /// One user is done with it.
    ///
    /// - Parameter isSound: false closes it: a transaction was left open, or it is not what it was.
    package mutating func finished(_ id: ConnectionID, isSound: Bool = true) -> [Action] {
        guard case .open(let users)? = entries[id] else { return [] }
        guard isSound else {
            entries[id] = nil
            return [.close(id)] + (waiters.isEmpty ? [] : grow())
        }
        precondition(users > 0, "connection \(id) has no user")
        entries[id] = .open(users: users - 1)
        return isDraining ? drained() : serve()
    }

    /// Takes no more requests, refuses who waits, and closes what nobody uses; the rest when its users are done.
    package mutating func drain() -> [Action] {
        isDraining = true
        let refused = waiters
        waiters = []
        return refused.map { .refuse($0, Self.closed) } + drained()
    }

    /// Closes everything, in use or not.
    package mutating func close() -> [Action] {
        let actions = drain()
        let ids = entries.keys.sorted()
        entries = [:]
        return actions + ids.map { .close($0) }
    }

    /// Whether it is closed, and nothing is left.
    package var isDrained: Bool { isDraining && entries.isEmpty }

    private mutating func drained() -> [Action] {
        let idle = entries.filter { if case .open(let users) = $0.value { users == 0 } else { true } }.keys.sorted()
        for id in idle { entries[id] = nil }
        return idle.map { .close($0) }
    }

    private static let closed = PostgresError(.unavailable, "the client is closed")

    private var hasOpen: Bool { entries.values.contains { if case .open = $0 { true } else { false } } }

    private func leastUsed() -> ConnectionID? {
        var best: (id: ConnectionID, users: Int)?
        for (id, entry) in entries {
            guard case .open(let users) = entry, users < limits.share else { continue }
            if let found = best, (found.users, found.id) < (users, id) { continue }
            best = (id, users)
        }
        return best?.id
    }

    private mutating func assign(_ waiter: WaiterID, _ id: ConnectionID) -> Action {
        if case .open(let users)? = entries[id] { entries[id] = .open(users: users + 1) }
        return .assign(waiter, id)
    }

    private mutating func serve() -> [Action] {
        var actions: [Action] = []
        var served = 0
        while served < waiters.count, let id = leastUsed() {
            actions.append(assign(waiters[served], id))
            served += 1
        }
        waiters.removeFirst(served)
        return actions
    }

    /// One more connection, where there is need and room and none is on its way.
    private mutating func grow() -> [Action] {
        guard mayGrow else { return [] }
        lastID += 1
        entries[lastID] = .opening
        return [.open(lastID)]
    }
    private mutating func growLater() -> [Action] {
        guard !waiters.isEmpty, mayGrow else { return [] }
        lastID += 1
        entries[lastID] = .pausing
        return [.openLater(lastID)]
    }
    private var mayGrow: Bool {
        guard !isDraining, entries.count < limits.connections else { return false }
        var coming = 0
        for entry in entries.values {
            switch entry {
            case .pausing: return false
            case .opening: coming += 1
            case .open(let users): if users < limits.spread { return false }
            }
        }
        return coming < max(1, (waiters.count + limits.spread - 1) / limits.spread)
    }
}
