internal import DequeModule
internal import EventReactor

/// One connection to one server, made when it is needed and made again when it was lost; who asks meanwhile waits, at
/// most the stated patience.
actor RedisNode {
    typealias Found = Result<RedisPlace, RedisError>
    /// Finds where to connect; called before each connection, with a number that counts them.
    typealias Locate = @Sendable (_ turn: Int, _ done: @escaping @Sendable (Found) -> Void) -> Void

    private enum State {
        case idle
        case opening
        case open
        /// After a failure, until the next try.
        case pausing
        case closed
    }
    private struct Waiting {
        let exchange: Exchange
        let until: ContinuousClock.Instant
    }

    nonisolated let reactor: EventReactor
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    private let configuration: RedisConfiguration
    private let greeting: RedisGreeting
    private let bridge: SecureBridge?
    private let locate: Locate

    private var state = State.idle
    private var connection: RedisConnection?
    private var turn = 0
    private var backoff = Backoff.connecting
    private var lastFailure: RedisError?
    private var waiting: Deque<Waiting> = []
    private var patienceEnds: EventReactor.Deadline?

    init(
        _ configuration: RedisConfiguration, greeting: RedisGreeting, by bridge: SecureBridge?,
        on reactor: EventReactor,
        locate: @escaping Locate
    ) {
        self.configuration = configuration
        self.greeting = greeting
        self.bridge = bridge
        self.reactor = reactor
        self.locate = locate
    }

    /// Sends it now, or when there is a connection and room.
    func send(_ exchange: Exchange) {
        switch state {
        case .closed: return exchange.end(.failure(.stopped))
        case .open where waiting.isEmpty:
            if let connection, connection.assumeIsolated({ $0.hasRoom }) {
                return connection.assumeIsolated { $0.send(exchange) }
            }
        case .pausing:
            // It will not know us any better for waiting.
            if let lastFailure, lastFailure.kind == .refused { return exchange.end(.failure(lastFailure)) }
        case .open, .idle, .opening: break
        }
        waiting.append(Waiting(exchange: exchange, until: .now + configuration.patience))
        watchPatience()
        openIfNeeded()
    }

    /// Lets the connection end what is under way, and makes another for what comes later.
    func retire() {
        guard state == .open else { return }
        connection?.assumeIsolated { $0.retire() }
        connection = nil
        state = .idle
        openIfNeeded()
    }

    /// Gives the connection up with what is under way; another is made when it is needed.
    func abandon() {
        guard state == .open || state == .opening else { return }
        connection?.assumeIsolated { $0.close() }
        connection = nil
        turn += 1
        state = .idle
        openIfNeeded()
    }

    func close() {
        if state == .closed { return }
        state = .closed
        connection?.assumeIsolated { $0.close() }
        connection = nil
        refuse(.stopped)
    }
}

// MARK: - The connection

extension RedisNode {
    private func openIfNeeded() {
        guard state == .idle, !waiting.isEmpty else { return }
        state = .opening
        turn += 1
        let mine = turn
        locate(mine) { [reactor] found in
            reactor.execute { self.assumeIsolated { $0.located(found, turn: mine) } }
        }
    }

    private func located(_ found: Found, turn mine: Int) {
        guard state == .opening, turn == mine, connection == nil else { return }
        switch found {
        case .failure(let error): failed(error)
        case .success(let place):
            let connection = RedisConnection(configuration, greeting: greeting, on: reactor) { [weak self] event in
                self?.assumeIsolated { node in
                    if node.turn == mine { node.handle(event) }
                }
            }
            self.connection = connection
            connection.assumeIsolated { $0.open(place, by: bridge) }
        }
    }

    private func handle(_ event: RedisConnection.Event) {
        switch (event, state) {
        case (.opened, .opening):
            state = .open
            backoff.reset()
            lastFailure = nil
            sendWaiting()
        case (.room, .open): sendWaiting()
        case (.demoted, .open): retire()
        case (.lost(let error), .open), (.lost(let error), .opening): failed(error)
        default: break
        }
    }

    private func failed(_ error: RedisError) {
        connection = nil
        lastFailure = error
        state = .pausing
        if error.kind == .refused { refuse(error) }
        _ = reactor.schedule(after: backoff.next()) { [weak self] in
            self?.assumeIsolated { node in
                guard node.state == .pausing else { return }
                node.state = .idle
                node.openIfNeeded()
            }
        }
    }
}

// MARK: - Those who wait

extension RedisNode {
    private func sendWaiting() {
        guard let connection else { return }
        while state == .open, !waiting.isEmpty, connection.assumeIsolated({ $0.hasRoom }) {
            let next = waiting.removeFirst().exchange
            // Of a task that was cancelled while it waited nothing is sent.
            guard next.isWanted() else {
                next.end(.failure(.cancelled))
                continue
            }
            connection.assumeIsolated { $0.send(next) }
        }
    }

    private func refuse(_ error: RedisError) {
        let refused = waiting
        waiting = []
        for waiting in refused { waiting.exchange.end(.failure(error)) }
    }

    /// All have the same patience, so that the first who came is the first to leave.
    private func watchPatience() {
        guard patienceEnds == nil, let first = waiting.first else { return }
        patienceEnds = reactor.schedule(after: first.until - .now) { [weak self] in
            self?.assumeIsolated { node in
                node.patienceEnds = nil
                let now = ContinuousClock.now
                while let first = node.waiting.first, first.until <= now {
                    node.waiting.removeFirst()
                    first.exchange.end(.failure(node.impatience))
                }
                node.watchPatience()
            }
        }
    }

    private var impatience: RedisError {
        if state == .open {
            return RedisError(
                .unavailable, "\(configuration.inFlight) commands are under way on the connection already")
        }
        return RedisError(
            .unavailable, code: lastFailure?.code,
            lastFailure?.message ?? "no connection to Redis within \(configuration.patience)")
    }
}
