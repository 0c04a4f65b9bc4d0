internal import EventReactor
internal import Synchronization

/// One server, or whichever the sentinels name: a connection that all share, and others that wait.
final class RedisServer: Sendable {
    /// Waiting connections that are kept while nobody waits.
    private static let mostIdle = 32

    private struct Others {
        var idle: [RedisNode] = []
        var waiting: [ObjectIdentifier: RedisNode] = [:]
        var isClosed = false
    }

    private let reactor: EventReactor
    private let shared: RedisNode
    private let make: @Sendable () -> RedisNode
    private let others = Mutex(Others())

    /// - Parameter make: makes a node of this server, not connected yet.
    init(on reactor: EventReactor, _ make: @escaping @Sendable () -> RedisNode) {
        self.reactor = reactor
        self.make = make
        shared = make()
    }

    /// Sends `commands` over the shared connection, nothing between them; the waiter gets the answers.
    func start(_ commands: [RedisCommand], timeout: Duration) -> Waiter<RedisAnswers> {
        let waiter = Waiter<RedisAnswers>()
        let isHanded = reactor.execute { [shared] in
            shared.assumeIsolated { node in
                node.send(
                    Exchange(commands: commands, timeout: timeout, isWanted: { !waiter.isOver }) { waiter.answer($0) })
            }
        }
        if !isHanded { waiter.answer(.failure(.stopped)) }
        return waiter
    }

    /// What was sent goes on when the task is cancelled; its answer is dropped.
    func run(_ commands: [RedisCommand], timeout: Duration) async throws(RedisError) -> RedisAnswers {
        let waiter = start(commands, timeout: timeout)
        return try await waiter.value { waiter.answer(.failure(.cancelled)) }
    }

    /// Runs a command that waits, over a connection of its own; a cancelled task's connection is closed.
    func wait(_ command: RedisCommand, timeout: Duration) async throws(RedisError) -> RedisValue {
        guard let node = take() else { throw .stopped }
        defer { giveBack(node) }
        let waiter = Waiter<RedisAnswers>()
        let isHanded = reactor.execute {
            node.assumeIsolated { node in
                node.send(
                    Exchange(commands: [command], timeout: timeout, isWanted: { !waiter.isOver }) { waiter.answer($0) })
            }
        }
        if !isHanded { throw .stopped }
        let answers: RedisAnswers
        do throws(RedisError) {
            answers = try await waiter.value { waiter.answer(.failure(.cancelled)) }
        } catch {
            // It may still wait there.
            reactor.execute { node.assumeIsolated { $0.abandon() } }
            throw error
        }
        return try answers[0].get()
    }

    private func take() -> RedisNode? {
        others.withLock { others in
            if others.isClosed { return nil }
            let node = others.idle.popLast() ?? make()
            others.waiting[ObjectIdentifier(node)] = node
            return node
        }
    }

    private func giveBack(_ node: RedisNode) {
        let isKept = others.withLock { others in
            others.waiting[ObjectIdentifier(node)] = nil
            guard !others.isClosed, others.idle.count < Self.mostIdle else { return false }
            others.idle.append(node)
            return true
        }
        if !isKept { reactor.execute { node.assumeIsolated { $0.close() } } }
    }

    /// The server is no longer the one to ask: new connections go to whoever is.
    func retire() {
        let nodes = others.withLock { $0.idle } + [shared]
        reactor.execute {
            for node in nodes { node.assumeIsolated { $0.retire() } }
        }
    }

    func close() {
        let nodes = others.withLock { others in
            defer { others = Others(isClosed: true) }
            return others.idle + Array(others.waiting.values)
        }
        reactor.execute { [shared] in
            for node in nodes + [shared] { node.assumeIsolated { $0.close() } }
        }
    }
}
