internal import CHiredis
internal import DequeModule
internal import EventReactor
internal import Glibc

/// One connection on a reactor's thread: exchanges go out in a pipeline and their answers come back in order.
///
/// hiredis reads and parses. We connect (``ClientSocket``) and write: hiredis would by `write`, and a server that has gone
/// away then ends a process that does not ignore SIGPIPE.
actor RedisConnection: ReactorHandler {
    enum Event: Sendable {
        case opened
        /// There may be room for more again.
        case room
        /// What should be a master says that it is none.
        case demoted
        case lost(RedisError)
    }
    private enum Phase {
        case idle, connecting, greeting, open, closed
    }

    nonisolated let reactor: EventReactor
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    private let configuration: RedisConfiguration
    private let greeting: RedisGreeting
    private let tell: @Sendable (Event) -> Void
    private var phase = Phase.idle
    private var context: UnsafeMutablePointer<redisContext>?
    private var watch: EventReactor.Watch?
    private var isWatchedForRoom = false
    private var isRetiring = false
    private var watchdog: EventReactor.Deadline?

    private var output = OutputBuffer()
    private var mustFlush = false
    private var pending: Deque<PendingExchange> = []
    private var commandsUnderWay = 0
    /// What this server has been taught over this connection.
    private var scripts: Set<String> = []

    /// - Parameter tell: called on the reactor's thread.
    init(
        _ configuration: RedisConfiguration, greeting: RedisGreeting, on reactor: EventReactor,
        tell: @escaping @Sendable (Event) -> Void
    ) {
        self.configuration = configuration
        self.greeting = greeting
        self.reactor = reactor
        self.tell = tell
    }

    nonisolated func ready(_ readiness: Readiness) { assumeIsolated { $0.handle(readiness) } }
    nonisolated func stopped() { assumeIsolated { $0.lose(.stopped) } }

    private func handle(_ readiness: Readiness) {
        switch phase {
        case .connecting: connected()
        case .greeting, .open:
            if readiness.contains(.writable) { flush() }
            if readiness.contains(.readable) { read() }
        case .idle, .closed: return
        }
    }
}

// MARK: - Opening and closing

extension RedisConnection {
    /// Begins to connect; `.opened` or `.lost` follows.
    func open(_ place: RedisPlace, by bridge: SecureBridge?) {
        guard phase == .idle else { return }
        phase = .connecting
        watchdog = reactor.schedule(after: configuration.connectTimeout) { [weak self] in
            self?.assumeIsolated { connection in
                let patience = connection.configuration.connectTimeout
                connection.lose(RedisError(.unavailable, "\(place.host) did not answer within \(patience)"))
            }
        }
        guard let bridge else { return adopt(ClientSocket.open(to: place)) }
        bridge.connect(to: place, within: configuration.connectTimeout) { [reactor] result in
            let isHanded = reactor.execute { self.assumeIsolated { $0.adopt(result) } }
            if !isHanded, case .success(let descriptor) = result { Glibc.close(descriptor) }
        }
    }

    private func adopt(_ result: Result<Int32, RedisError>) {
        switch result {
        case .failure(let error): lose(error)
        case .success(let descriptor):
            guard phase == .connecting, let context = redisConnectFd(descriptor) else {
                Glibc.close(descriptor)
                return lose(RedisError(.unavailable, "out of memory"))
            }
            context.pointee.flags &= ~REDIS_BLOCK  // the descriptor does not block
            redisEnableKeepAlive(context)
            context.pointee.err = 0  // a bridge's socket has no such thing
            self.context = context
            isWatchedForRoom = true
            watch = reactor.watch(descriptor, for: .writable, self)
        }
    }

    private func connected() {
        guard let context, let watch else { return }
        var number: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(context.pointee.fd, SOL_SOCKET, SO_ERROR, &number, &size)
        if number != 0 {
            return lose(RedisError(.unavailable, "no connection: \(String(cString: strerror(number)))"))
        }
        phase = .greeting
        isWatchedForRoom = false
        reactor.change(watch, to: .readable)
        put(
            Exchange(commands: greeting.commands, timeout: configuration.connectTimeout, isWanted: { true }) {
                [weak self] result in self?.assumeIsolated { $0.greeted(result) }
            })
    }

    private func greeted(_ result: Result<RedisAnswers, RedisError>) {
        guard phase == .greeting, case .success(let answers) = result else { return }
        if let objection = greeting.objection(to: answers) { return lose(objection) }
        phase = .open
        if let watchdog { reactor.cancel(watchdog) }
        watchdog = nil
        tell(.opened)
    }

    /// Closes it; what is under way fails.
    func close() { lose(.stopped, isTold: false) }

    /// Takes nothing more, and closes it once all answers have come.
    func retire() {
        isRetiring = true
        if pending.isEmpty { close() }
    }

    private func lose(_ error: RedisError, isTold: Bool = true) {
        if phase == .closed { return }
        let wasOpen = phase == .open
        phase = .closed
        if let watchdog { reactor.cancel(watchdog) }
        watchdog = nil
        if let watch { reactor.unwatch(watch) }
        watch = nil
        redisFree(context)
        context = nil
        let ended = pending
        pending = []
        // Before its users hear of it, so that no one who waits is given this connection when they are done with it.
        if isTold, !isRetiring { tell(.lost(error)) }
        let now = ContinuousClock.now
        for pending in ended where wasOpen { pending.exchange.end(.failure(verdict(error, on: pending, at: now))) }
    }

    /// Of what never left nothing can have happened.
    private func verdict(_ error: RedisError, on pending: PendingExchange, at now: ContinuousClock.Instant)
        -> RedisError
    {
        if pending.start >= output.sent { return RedisError(.unavailable, code: error.code, error.message) }
        if pending.deadline <= now {
            return RedisError(.timedOut, "no answer within \(pending.exchange.timeout)")
        }
        return RedisError(.unknownOutcome, code: error.code, "the connection ended under way: \(error.message)")
    }
}

// MARK: - Writing and reading

extension RedisConnection {
    /// Whether it takes an exchange now.
    var hasRoom: Bool {
        phase == .open && !isRetiring && commandsUnderWay < configuration.inFlight
            && output.unsent < configuration.unsentBytes
    }

    /// Sends it when this turn ends, together with what else the turn brings; only while there is room.
    func send(_ exchange: Exchange) {
        put(exchange)
        watchOver()
    }

    private func put(_ exchange: Exchange) {
        var loads: [RedisScript] = []
        for command in exchange.commands {
            if let script = command.script, scripts.insert(script.digest).inserted { loads.append(script) }
        }
        pending.append(PendingExchange(exchange, start: output.end, loads: loads))
        for script in loads { output.append(script.load.bytes) }
        for command in exchange.commands { output.append(command.bytes) }
        commandsUnderWay += exchange.commands.count
        if mustFlush { return }
        mustFlush = true
        reactor.atEndOfTurn { [weak self] in self?.assumeIsolated { $0.flush() } }
    }

    private func flush() {
        mustFlush = false
        guard let context, phase == .greeting || phase == .open else { return }
        switch output.write(to: context.pointee.fd) {
        case .all:
            let wasFull = isWatchedForRoom
            watchForRoom(false)
            if wasFull { tell(.room) }
        case .some: watchForRoom(true)
        case .failed(let number): lose(RedisError(.unavailable, String(cString: strerror(number))))
        }
    }

    private func watchForRoom(_ isWanted: Bool) {
        guard let watch, isWanted != isWatchedForRoom else { return }
        isWatchedForRoom = isWanted
        reactor.change(watch, to: isWanted ? [.readable, .writable] : .readable)
    }

    private func read() {
        let isAlive = redisBufferRead(context) == REDIS_OK
        while phase != .closed {
            var reply: UnsafeMutableRawPointer?
            guard let context, redisGetReplyFromReader(context, &reply) == REDIS_OK else {
                // After a failed read, too, though all that came before it has been taken.
                let isForeign = context?.pointee.err == REDIS_ERR_PROTOCOL
                return lose(isForeign ? RedisError(.protocolViolation, "not Redis' protocol") : gone())
            }
            guard let reply else { break }
            defer { freeReplyObject(reply) }
            take(RedisReply.answer(reply))
        }
        if phase == .closed { return }
        if !isAlive { return lose(gone()) }
        tell(.room)
    }

    /// What it said before it hung up says more than that it did.
    private func gone() -> RedisError {
        if phase == .greeting, case .failure(let error) = pending.first?.answers.last { return error }
        return RedisError(.unavailable, "Redis closed the connection")
    }

    private func take(_ answer: Result<RedisValue, RedisError>) {
        guard !pending.isEmpty else {
            // What it says unasked is why it hangs up.
            if case .failure(let error) = answer { return lose(error) }
            return lose(RedisError(.protocolViolation, "Redis answered what was not asked"))
        }
        if case .failure(let error) = answer, error.kind == .readOnly, greeting.mustBeMaster { tell(.demoted) }
        if let unknown = pending[0].take(answer) { scripts.remove(unknown.digest) }
        guard pending[0].isOver else { return }
        let done = pending.removeFirst()
        commandsUnderWay -= done.exchange.commands.count
        done.exchange.end(.success(done.answers))
        if isRetiring, pending.isEmpty { close() }
    }

    /// Answers come in order, so that one deadline, that of the oldest, is enough. When it passes, those behind it would
    /// wait as long: the connection is given up.
    private func watchOver() {
        guard watchdog == nil, phase == .open, let oldest = pending.first else { return }
        watchdog = reactor.schedule(after: oldest.deadline - .now) { [weak self] in
            self?.assumeIsolated { connection in
                connection.watchdog = nil
                guard let oldest = connection.pending.first else { return }
                guard oldest.deadline <= .now else { return connection.watchOver() }
                connection.lose(RedisError(.unavailable, "Redis does not answer"))
            }
        }
    }
}
