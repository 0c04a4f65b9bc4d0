internal import CPostgres
internal import DequeModule
internal import EventReactor

/// One libpq connection on a reactor's thread: exchanges go out in a pipeline and their results come back in order.
actor PostgresConnection: ReactorHandler {
    enum Event: Sendable {
        case opened
        /// Nothing came back from the first place that was tried; `.lost` follows.
        case silent
        case lost(PostgresError)
        /// An exchange is sent again, because the server had forgotten a prepared statement.
        case repeated
        case notified(PostgresNotification)
    }
    enum Phase {
        case idle, connecting, open, copying, closed
    }
    /// What the next result belongs to.
    enum Reply {
        case prepare(StatementCache.Key, name: String)
        case deallocate
        case statement
        case sync
    }

    nonisolated let reactor: EventReactor
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    let configuration: PostgresConfiguration
    let tell: @Sendable (Event) -> Void
    private(set) var phase = Phase.idle
    private(set) var handle: OpaquePointer?
    private var isSecure = false
    private var watch: EventReactor.Watch?
    private var isWatchedForRoom = false
    private var watchdog: EventReactor.Deadline?
    /// When the server last said something, or was first asked after a silence.
    private var heard = ContinuousClock.now
    private var mustFlush = false
    var cache = StatementCache()
    var exchanges: Deque<Exchange> = []
    var replies: Deque<Reply> = []
    var statementNumber = 0
    var copy: CopyProgress?
    private var idlers: [@Sendable () -> Void] = []

    /// - Parameter tell: called on the reactor's thread.
    init(
        _ configuration: PostgresConfiguration, on reactor: EventReactor, tell: @escaping @Sendable (Event) -> Void
    ) {
        self.configuration = configuration
        self.reactor = reactor
        self.tell = tell
    }

    nonisolated func ready(_ readiness: Readiness) { assumeIsolated { $0.handle(readiness) } }
    nonisolated func stopped() { assumeIsolated { $0.lose(PostgresClient.stopped) } }

    private func handle(_ readiness: Readiness) {
        switch phase {
        case .connecting: poll()
        case .open, .copying:
            if readiness.contains(.writable) { flush() }
            if readiness.contains(.readable) { read() }
        case .idle, .closed: return
        }
    }
}

// MARK: - Opening and closing

extension PostgresConnection {
    /// Begins to connect; `.opened` or `.lost` follows.
    ///
    /// - Parameters:
    ///   - places: found beforehand, because libpq would look names up on this thread.
    ///   - first: which of them is tried first, counted round and round; then the others in order.
    func open(_ places: [HostAddresses.Place], first: Int = 0) {
        guard phase == .idle else { return }
        phase = .connecting
        if places.isEmpty {
            let names = configuration.hosts.map { "'\($0.name)'" }.joined(separator: ", ")
            return lose(PostgresError(.unavailable, "no address is known for \(names)"))
        }
        let start = first % places.count
        let options = configuration.options(Array(places[start...] + places[..<start]))
        handle = options.withPointers { PQconnectStartParams($0, $1, 0) }
        guard handle != nil, PQstatus(handle) != CONNECTION_BAD else { return lose(connectError()) }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)  // libpq would print them
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)  // the only way to a SQLSTATE of a refused connection
        watchdog = reactor.schedule(after: configuration.connectTimeout) { [weak self] in
            self?.assumeIsolated { connection in
                guard connection.phase == .connecting else { return }
                let patience = connection.configuration.connectTimeout
                connection.tell(.silent)
                connection.lose(PostgresError(.unavailable, "no connection was made within \(patience)"))
            }
        }
        rewatch(.writable)
    }

    private func poll() {
        // The descriptor may change from one step to the next; it is forgotten while it is still its own.
        unwatch()
        switch PQconnectPoll(handle) {
        case PGRES_POLLING_READING: rewatch(.readable)
        case PGRES_POLLING_WRITING: rewatch(.writable)
        case PGRES_POLLING_OK: opened()
        default: lose(connectError())
        }
    }

    private func opened() {
        if let watchdog { reactor.cancel(watchdog) }
        watchdog = nil
        guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else { return lose(connectError()) }
        isSecure = PQsslInUse(handle) == 1
        phase = .open
        rewatch(.readable)
        tell(.opened)
    }

    private func connectError() -> PostgresError {
        PostgresError(connecting: PQerrorMessage(handle).map { String(cString: $0) } ?? "out of memory")
    }

    /// Closes it; what is under way fails.
    func close() { lose(PostgresError(.unavailable, "the connection was closed"), isTold: false) }

    func lose(_ error: PostgresError, isTold: Bool = true) {
        if phase == .closed { return }
        phase = .closed
        if let watchdog { reactor.cancel(watchdog) }
        watchdog = nil
        unwatch()
        PQfinish(handle)
        handle = nil
        let ended = exchanges
        exchanges = []
        replies = []
        let waiting = copy?.waiting
        copy = nil
        // Before its users hear of it, so that no one who waits is given this connection when they are done with it.
        if isTold { tell(.lost(error)) }
        waiting?(.failure(error))
        // What the server said before it hung up says more than that it did.
        for exchange in ended { exchange.end(.failure(exchange.failure ?? error)) }
        tellIdlers()
    }

    func lostError() -> PostgresError {
        PostgresError(.connectionLost, "the connection to the server was lost")
    }

    private func rewatch(_ readiness: Readiness) {
        unwatch()
        isWatchedForRoom = readiness.contains(.writable)
        watch = reactor.watch(PQsocket(handle), for: readiness, self)
    }
    private func unwatch() {
        if let watch { reactor.unwatch(watch) }
        watch = nil
    }
}

// MARK: - Writing and reading

extension PostgresConnection {
    /// Sends what is buffered when this turn ends, together with what else the turn brings.
    func flushLater() {
        if mustFlush { return }
        mustFlush = true
        reactor.atEndOfTurn { [weak self] in self?.assumeIsolated { $0.flush() } }
    }

    private func flush() {
        mustFlush = false
        guard phase == .open || phase == .copying else { return }
        switch PQflush(handle) {
        case 0:
            watchForRoom(false)
            if phase == .copying {
                heard = .now  // it takes what we send
                copyHasRoom()
                // What came while the copy went on was taken in, and could not be read before its end.
                if copy?.hasEnded == true { readCopy() }
            }
        case 1: watchForRoom(true)
        default: lose(lostError())
        }
    }

    private func watchForRoom(_ isWanted: Bool) {
        guard let watch, isWanted != isWatchedForRoom else { return }
        isWatchedForRoom = isWanted
        reactor.change(watch, to: isWanted ? [.readable, .writable] : .readable)
    }

    private func read() {
        repeat {
            guard PQconsumeInput(handle) == 1 else { return lose(lostError()) }
            heard = .now
            if phase == .copying {
                readCopy()
            } else {
                while phase == .open, let reply = replies.first, PQisBusy(handle) == 0 {
                    take(reply, PQgetResult(handle))
                }
            }
        } while phase != .closed && isSecure && SecureBuffer.isFilled(handle)
        while phase != .closed, let notification = PQnotifies(handle) {
            let channel = String(cString: notification.pointee.relname)
            let payload = String(cString: notification.pointee.extra)
            PQfreemem(notification)
            tell(.notified(PostgresNotification(channel: channel, payload: payload)))
        }
    }

    /// A server that is frozen, or a network that swallows, answers nothing: every statement has a timeout on the
    /// server, so where nothing has come for 5 s longer than that, nothing will.
    func watchOver() {
        if watchdog != nil || (phase != .open && phase != .copying) { return }
        heard = .now
        watchLater()
    }
    private func watchLater() {
        watchdog = reactor.schedule(after: .seconds(1)) { [weak self] in self?.assumeIsolated { $0.look() } }
    }
    private func look() {
        watchdog = nil
        let isWaiting = phase == .copying ? copy?.waiting != nil : phase == .open && !exchanges.isEmpty
        guard isWaiting else { return }
        if ContinuousClock.now - heard > configuration.statementTimeout + .seconds(5) {
            return lose(PostgresError(.connectionLost, "the server does not answer"))
        }
        watchLater()
    }
}

// MARK: - For those who hold the connection alone

extension PostgresConnection {
    /// Leaves the pipeline for a `COPY`, or comes back from it; nothing may be under way.
    func setCopying(_ isCopying: Bool) -> Bool {
        guard phase == (isCopying ? .open : .copying), replies.isEmpty else { return false }
        guard (isCopying ? PQexitPipelineMode(handle) : PQenterPipelineMode(handle)) == 1 else { return false }
        phase = isCopying ? .copying : .open
        return true
    }

    /// Calls `body` once nothing is under way, at once where that is so.
    func whenIdle(_ body: @escaping @Sendable () -> Void) {
        idlers.append(body)
        tellIdlers()
    }
    func tellIdlers() {
        guard exchanges.isEmpty, !idlers.isEmpty else { return }
        let told = idlers
        idlers = []
        for body in told { body() }
    }

    /// Whether something runs on the server that could be cancelled.
    var isBusy: Bool { !exchanges.isEmpty || copy?.waiting != nil }

    /// Whether it can be lent to another: open, and nothing under way, no transaction either.
    var isClean: Bool { phase == .open && exchanges.isEmpty && PQtransactionStatus(handle) == PQTRANS_IDLE }

    /// What asks the server to end the running statement; made here, used on a thread that may block.
    var canceller: StatementCanceller? { PQgetCancel(handle).map { StatementCanceller($0) } }
}
