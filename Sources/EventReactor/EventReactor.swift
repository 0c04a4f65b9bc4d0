internal import CEpoll
internal import Glibc
internal import Synchronization

/// One thread that waits for file descriptors and deadlines, and the executor of the actors that own them.
///
/// It works in turns: first everything that was handed over, in order; then what asked to be called at the end of the
/// turn, so that the writes of one turn leave together; then it waits, and tells who is ready and what is due.
///
/// `@unchecked Sendable` because `watches`, `deadlines` and `endings` are touched on its own thread only, which every
/// method that does so checks; the inbox has a lock.
package final class EventReactor: SerialExecutor, @unchecked Sendable {
    /// Names a watched descriptor for as long as it is watched.
    package struct Watch: Sendable, Hashable {
        fileprivate let descriptor: Int32
        fileprivate let generation: UInt32
    }
    /// Names a deadline.
    package struct Deadline: Sendable, Hashable {
        fileprivate let id: DeadlineHeap.ID
    }

    private enum Item: Sendable {
        case job(UnownedJob)
        case work(@Sendable () -> Void)
    }
    private struct Inbox {
        var items: [Item] = []
        /// Set while the thread waits and nobody has woken it: who hands something over then has to.
        var isAsleep = false
        var isStopped = false
    }

    private let epoll: Int32
    private let signal: Int32
    private let inbox = Mutex(Inbox())
    /// 0 until the thread runs, which no thread is called.
    private let thread = Atomic<pthread_t>(0)

    private var watches: [Int32: (generation: UInt32, handler: any ReactorHandler)] = [:]
    private var generation: UInt32 = 0
    private var deadlines = DeadlineHeap()
    private var endings: [@Sendable () -> Void] = []

    /// Starts the thread.
    ///
    /// - Throws: ``ReactorError`` when the system gives no descriptor or no thread.
    package init() throws(ReactorError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw ReactorError("epoll_create1", errno) }
        signal = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard signal >= 0 else {
            let number = errno
            Glibc.close(epoll)
            throw ReactorError("eventfd", number)
        }
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: .max))
        epoll_ctl(epoll, EPOLL_CTL_ADD, signal, &event)
        try startThread()
    }

    private func startThread() throws(ReactorError) {
        var started = pthread_t()
        let box = Unmanaged.passRetained(self)
        let number = pthread_create(
            &started, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<EventReactor>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        guard number == 0 else {
            box.release()
            throw ReactorError("pthread_create", number)
        }
        thread.store(started, ordering: .releasing)
    }

    deinit {
        Glibc.close(epoll)
        Glibc.close(signal)
    }

    /// Runs `work` on the thread, after what was handed over before.
    ///
    /// - Returns: false once the reactor is stopped; `work` is then never run.
    @discardableResult
    package func execute(_ work: @escaping @Sendable () -> Void) -> Bool { hand(.work(work)) }

    /// A task that comes to an actor of this reactor after ``stop()`` waits for good.
    package func enqueue(_ job: consuming ExecutorJob) { _ = hand(.job(UnownedJob(job))) }

    package func checkIsolated() { precondition(isCurrent, "not on the reactor's thread") }

    /// Whether the caller runs on the thread.
    package var isCurrent: Bool { thread.load(ordering: .relaxed) == pthread_self() }

    /// Ends the thread after the turn that it is in, and waits for it, unless it is called on it.
    ///
    /// What was handed over before still runs, who is watched for is told, and what is scheduled is called early; what
    /// comes later is refused.
    package func stop() {
        let wasStopped = inbox.withLock { inbox in
            defer { inbox.isStopped = true }
            return inbox.isStopped
        }
        if wasStopped { return }
        wake()
        let started = thread.load(ordering: .acquiring)
        if isCurrent { pthread_detach(started) } else { pthread_join(started, nil) }
    }

    private func hand(_ item: Item) -> Bool {
        let (isTaken, mustWake) = inbox.withLock { inbox in
            if inbox.isStopped { return (false, false) }
            inbox.items.append(item)
            defer { inbox.isAsleep = false }
            return (true, inbox.isAsleep)
        }
        if mustWake { wake() }
        return isTaken
    }

    private func wake() {
        var one: UInt64 = 1
        _ = write(signal, &one, 8)
    }
}

// MARK: - On the thread

extension EventReactor {
    /// Watches `descriptor` until ``unwatch(_:)``; the handler is kept that long.
    package func watch(_ descriptor: Int32, for readiness: Readiness, _ handler: any ReactorHandler) -> Watch {
        checkIsolated()
        generation &+= 1
        let watch = Watch(descriptor: descriptor, generation: generation)
        watches[descriptor] = (generation, handler)
        if !control(EPOLL_CTL_ADD, watch, readiness) {
            // The system watches no more of them, or none of this kind: the owner finds out by trying.
            _ = schedule(after: .milliseconds(100)) { [weak handler] in handler?.ready([.readable, .writable]) }
        }
        return watch
    }
    /// Changes what is watched for.
    package func change(_ watch: Watch, to readiness: Readiness) {
        checkIsolated()
        if watches[watch.descriptor]?.generation == watch.generation { control(EPOLL_CTL_MOD, watch, readiness) }
    }
    /// Forgets the descriptor; call it before the descriptor is closed.
    package func unwatch(_ watch: Watch) {
        checkIsolated()
        guard watches[watch.descriptor]?.generation == watch.generation else { return }
        watches[watch.descriptor] = nil
        control(EPOLL_CTL_DEL, watch, [])
    }

    /// Calls `body` on the thread when `duration` has passed.
    package func schedule(after duration: Duration, _ body: @escaping @Sendable () -> Void) -> Deadline {
        checkIsolated()
        return Deadline(id: deadlines.add(at: .now + duration, body))
    }
    /// Calls off a deadline; nothing happens for one that is over.
    package func cancel(_ deadline: Deadline) {
        checkIsolated()
        deadlines.remove(deadline.id)
    }

    /// Calls `body` once, when everything that was handed over for this turn has run.
    package func atEndOfTurn(_ body: @escaping @Sendable () -> Void) {
        checkIsolated()
        endings.append(body)
    }

    @discardableResult
    private func control(_ operation: Int32, _ watch: Watch, _ readiness: Readiness) -> Bool {
        var events: UInt32 = 0
        if readiness.contains(.readable) { events |= EPOLLIN.rawValue }
        if readiness.contains(.writable) { events |= EPOLLOUT.rawValue }
        let name = UInt64(watch.generation) << 32 | UInt64(UInt32(bitPattern: watch.descriptor))
        var event = epoll_event(events: events, data: epoll_data_t(u64: name))
        return epoll_ctl(epoll, operation, watch.descriptor, &event) == 0
    }

    private func run() {
        // The starter may still be on its way to say which thread this is.
        thread.store(pthread_self(), ordering: .releasing)
        var ready = [epoll_event](repeating: epoll_event(), count: 64)
        var items: [Item] = []
        while true {
            items.removeAll(keepingCapacity: true)
            let isStopped = inbox.withLock { inbox in
                swap(&items, &inbox.items)
                return inbox.isStopped
            }
            for item in items {
                switch item {
                case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
                case .work(let work): work()
                }
            }
            while !endings.isEmpty {
                let bodies = endings
                endings.removeAll(keepingCapacity: true)
                for body in bodies { body() }
            }
            if isStopped { return end() }
            let mayWait = inbox.withLock { inbox in
                inbox.isAsleep = inbox.items.isEmpty && !inbox.isStopped
                return inbox.isAsleep
            }
            let count = epoll_wait(epoll, &ready, Int32(ready.count), mayWait ? timeout() : 0)
            if mayWait { inbox.withLock { $0.isAsleep = false } }
            for event in ready.prefix(max(Int(count), 0)) { dispatch(event) }
            let now = ContinuousClock.now
            while let body = deadlines.take(at: now) { body() }
        }
    }

    /// Tells whoever still waits for something that it will not come, so that they can tell those who wait for them.
    private func end() {
        let left = watches.values.map(\.handler)
        watches = [:]
        for handler in left { handler.stopped() }
        for body in deadlines.takeAll() { body() }
        endings = []
    }

    /// In milliseconds, as `epoll_wait` wants it; -1 is forever.
    private func timeout() -> Int32 {
        guard let due = deadlines.next() else { return -1 }
        let (seconds, attoseconds) = (due - .now).components
        if seconds < 0 || attoseconds < 0 { return 0 }
        if seconds > 3600 { return 3_600_000 }
        return Int32(seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)  // not before it is due
    }

    private func dispatch(_ event: epoll_event) {
        let name = event.data.u64
        if name == .max {
            var count: UInt64 = 0
            _ = read(signal, &count, 8)
            return
        }
        let descriptor = Int32(bitPattern: UInt32(truncatingIfNeeded: name))
        // A descriptor that an earlier handler of this turn closed, and perhaps another took over.
        guard let watched = watches[descriptor], watched.generation == UInt32(name >> 32) else { return }
        var readiness: Readiness = []
        if event.events & (EPOLLIN.rawValue | EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 {
            readiness.insert(.readable)
        }
        if event.events & (EPOLLOUT.rawValue | EPOLLERR.rawValue) != 0 { readiness.insert(.writable) }
        watched.handler.ready(readiness)
    }
}
