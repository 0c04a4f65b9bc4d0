internal import EventReactor

/// A connection that only listens, and comes back whenever it is lost.
actor PostgresListener {
    /// So that a server which is gone without a word is noticed.
    private static let heartbeat = Duration.seconds(30)

    nonisolated let reactor: EventReactor
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    private let configuration: PostgresConfiguration
    private let listen: PostgresStatement
    private let signals: AsyncStream<PostgresSignal>.Continuation
    private var connection: PostgresConnection?
    private var backoff = Backoff.connecting
    private var firstPlace = 0
    private var isClosed = false

    init(
        _ configuration: PostgresConfiguration, _ channel: StaticString, on reactor: EventReactor,
        to signals: AsyncStream<PostgresSignal>.Continuation
    ) {
        self.configuration = configuration
        self.reactor = reactor
        self.signals = signals
        let name = channel.description.split(separator: "\"", omittingEmptySubsequences: false).joined(
            separator: "\"\"")
        listen = PostgresStatement(composed: "LISTEN \"\(name)\"")
    }

    func open() {
        if isClosed { return }
        let connection = PostgresConnection(configuration, on: reactor) { [weak self] event in
            self?.assumeIsolated { $0.handle(event) }
        }
        self.connection = connection
        HostAddresses.find(for: configuration.hosts) { [reactor, firstPlace] places in
            reactor.execute { connection.assumeIsolated { $0.open(places, first: firstPlace) } }
        }
    }

    func close() {
        if isClosed { return }
        isClosed = true
        connection?.assumeIsolated { $0.close() }
        connection = nil
        signals.finish()
    }

    private func handle(_ event: PostgresConnection.Event) {
        switch event {
        case .opened:
            ask(listen) { listener in
                listener.backoff.reset()
                listener.signals.yield(.mayHaveMissed)
                listener.beatLater()
            }
        case .silent: firstPlace += 1
        case .repeated: break
        case .notified(let notification):
            guard case .dropped = signals.yield(.notified(notification)) else { return }
            signals.yield(.mayHaveMissed)
        case .lost:
            connection = nil
            if !isClosed { later(backoff.next()) { $0.open() } }
        }
    }

    private func beatLater() {
        let beating = connection
        later(Self.heartbeat) { listener in
            guard let connection = listener.connection, connection === beating else { return }
            listener.ask(PostgresStatement("SELECT 1")) { $0.beatLater() }
        }
    }

    /// Where `statement` fails the connection is given up for another.
    private func ask(_ statement: PostgresStatement, _ then: @escaping @Sendable (isolated PostgresListener) -> Void) {
        guard let connection else { return }
        connection.assumeIsolated { open in
            open.send(
                Exchange([statement]) { [weak self] result in
                    self?.assumeIsolated { listener in
                        guard listener.connection === connection else { return }
                        switch result {
                        case .success: then(listener)
                        case .failure(let error): connection.assumeIsolated { $0.lose(error) }
                        }
                    }
                })
        }
    }

    private func later(_ pause: Duration, _ body: @escaping @Sendable (isolated PostgresListener) -> Void) {
        _ = reactor.schedule(after: pause) { [weak self] in self?.assumeIsolated { body($0) } }
    }
}
