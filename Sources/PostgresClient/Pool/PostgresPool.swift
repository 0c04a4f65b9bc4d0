internal import CoreMetrics
internal import EventReactor

/// Connections of one kind on a reactor's thread; does what ``PoolState`` decides.
actor PostgresPool {
    typealias Use = @Sendable (Result<Loan, PostgresError>) -> Void

    /// A connection, and its number in the pool.
    struct Loan: Sendable {
        let connection: PostgresConnection
        let id: PoolState.ConnectionID
    }
    private struct Waiting {
        let use: Use
        let since: ContinuousClock.Instant
        let patience: EventReactor.Deadline
    }

    nonisolated let reactor: EventReactor
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    private let configuration: PostgresConfiguration
    private let metrics: PostgresMetrics
    private var state: PoolState
    private var connections: [PoolState.ConnectionID: PostgresConnection] = [:]
    private var opened: Set<PoolState.ConnectionID> = []
    private var waiting: [PoolState.WaiterID: Waiting] = [:]
    private var lastWaiter: PoolState.WaiterID = 0
    private var backoff = Backoff.connecting
    /// Moves on when one did not answer at all, so that another has its turn within the time to connect.
    private var firstPlace = 0
    private var whenDrained: [@Sendable () -> Void] = []

    init(
        _ configuration: PostgresConfiguration, _ limits: PoolState.Limits, on reactor: EventReactor,
        _ metrics: PostgresMetrics
    ) {
        self.configuration = configuration
        self.metrics = metrics
        self.reactor = reactor
        state = PoolState(limits)
    }

    /// Calls `use` with a connection once there is one, or with the reason why there is none.
    func request(_ use: @escaping Use) {
        if let (id, actions) = state.takeAtOnce(), let connection = connections[id] {
            use(.success(Loan(connection: connection, id: id)))
            return act(actions)
        }
        lastWaiter += 1
        let id = lastWaiter
        let patience = reactor.schedule(after: configuration.patience) { [weak self] in
            self?.assumeIsolated { $0.giveUp(id) }
        }
        waiting[id] = Waiting(use: use, since: .now, patience: patience)
        act(state.request(id))
    }

    private func giveUp(_ waiter: PoolState.WaiterID) { act(state.giveUp(waiter, after: "\(configuration.patience)")) }

    func finished(_ id: PoolState.ConnectionID, isSound: Bool = true) { act(state.finished(id, isSound: isSound)) }

    func close() { act(state.close()) }

    /// Takes no more requests; calls `done` when every connection is back and closed.
    func drain(_ done: @escaping @Sendable () -> Void) {
        whenDrained.append(done)
        act(state.drain())
    }

    private func act(_ actions: [PoolState.Action]) {
        for action in actions {
            switch action {
            case .open(let id): open(id)
            case .openLater(let id):
                _ = reactor.schedule(after: backoff.next()) { [weak self] in
                    self?.assumeIsolated { $0.act($0.state.mayOpen(id)) }
                }
            case .assign(let waiter, let id):
                // One who was served just before has lost it by what they sent: who comes behind them waits again.
                guard let connection = connections[id] else {
                    act(state.request(waiter))
                    continue
                }
                take(waiter)?.use(.success(Loan(connection: connection, id: id)))
            case .refuse(let waiter, let error): take(waiter)?.use(.failure(error))
            case .close(let id):
                opened.remove(id)
                connections.removeValue(forKey: id)?.assumeIsolated { $0.close() }
            }
        }
        guard state.isDrained, !whenDrained.isEmpty else { return }
        let done = whenDrained
        whenDrained = []
        for done in done { done() }
    }

    private func take(_ waiter: PoolState.WaiterID) -> Waiting? {
        guard let waiting = waiting.removeValue(forKey: waiter) else { return nil }
        reactor.cancel(waiting.patience)
        metrics.waits.record(since: waiting.since)
        return waiting
    }

    private func open(_ id: PoolState.ConnectionID) {
        let connection = PostgresConnection(configuration, on: reactor) { [weak self] event in
            self?.assumeIsolated { $0.handle(event, of: id) }
        }
        connections[id] = connection
        HostAddresses.find(for: configuration.hosts) { [reactor, firstPlace] places in
            reactor.execute {
                connection.assumeIsolated { $0.open(places, first: firstPlace) }
            }
        }
    }

    private func handle(_ event: PostgresConnection.Event, of id: PoolState.ConnectionID) {
        switch event {
        case .opened:
            backoff.reset()
            opened.insert(id)
            metrics.opened.increment()
            act(state.opened(id))
        case .silent: firstPlace += 1
        case .repeated: metrics.forgottenStatements.increment()
        case .notified: break
        case .lost(let error):
            connections[id] = nil
            let wasOpen = opened.remove(id) != nil
            (wasOpen ? metrics.lost : metrics.failedToOpen).increment()
            act(wasOpen ? state.lost(id) : state.failedToOpen(id, error))
        }
    }
}
