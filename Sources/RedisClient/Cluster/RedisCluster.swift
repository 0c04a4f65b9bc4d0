internal import EventReactor
internal import Synchronization

/// The nodes of a cluster, each with a connection of its own, and who serves which slot.
final class RedisCluster: Sendable {
    private struct State {
        var map: SlotMap?
        var servers: [RedisAddress.Host: RedisServer] = [:]
        var lookup: Task<SlotMap?, Never>?
        var isClosed = false
    }

    private let configuration: RedisConfiguration
    private let make: @Sendable (RedisAddress.Host) -> RedisServer
    private let state = Mutex(State())

    init(_ configuration: RedisConfiguration, _ make: @escaping @Sendable (RedisAddress.Host) -> RedisServer) {
        self.configuration = configuration
        self.make = make
    }

    /// Sends each command to the node of its keys; those of one node leave together and in order.
    func run(_ commands: [RedisCommand]) async throws(RedisError) -> RedisAnswers {
        var answers = RedisAnswers(repeating: .failure(Self.noNode), count: commands.count)
        var groups: [RedisAddress.Host: [Int]] = [:]
        let map = try await knownMap()
        for (index, command) in commands.enumerated() {
            switch Self.host(for: command, in: map) {
            case .success(let host): groups[host, default: []].append(index)
            case .failure(let error): answers[index] = .failure(error.naming(command))
            }
        }
        var started: [(host: RedisAddress.Host, indices: [Int], waiter: Waiter<RedisAnswers>)] = []
        for (host, indices) in groups {
            let waiter = try server(at: host).start(indices.map { commands[$0] }, timeout: configuration.timeout)
            started.append((host, indices, waiter))
        }
        for (host, indices, waiter) in started {
            do throws(RedisError) {
                let some = try await waiter.value { waiter.answer(.failure(.cancelled)) }
                for (index, answer) in zip(indices, some) {
                    answers[index] = await follow(answer, of: commands[index], from: host)
                }
            } catch {
                if error.kind != .cancelled { lookAgain() }
                for index in indices { answers[index] = .failure(error) }
            }
        }
        if answers.contains(where: { $0.isFailure(.busy) }) { lookAgain() }
        return answers
    }

    /// Runs a command that waits at the node of its keys.
    func wait(_ command: RedisCommand, timeout: Duration) async throws(RedisError) -> RedisValue {
        let host = try Self.host(for: command, in: try await knownMap()).get()
        do throws(RedisError) {
            return try await server(at: host).wait(command, timeout: timeout)
        } catch {
            _ = await follow(.failure(error), of: command, from: host, asking: false)
            if error.kind != .cancelled { lookAgain() }
            throw error
        }
    }

    func close() {
        let (servers, lookup) = state.withLock { state in
            defer { state = State(isClosed: true) }
            return (state.servers, state.lookup)
        }
        lookup?.cancel()
        for server in servers.values { server.close() }
    }
}

// MARK: - Who serves what

extension RedisCluster {
    private static let noNode = RedisError(.busy, "no node of the Redis cluster serves the slot")

    private static func host(for command: RedisCommand, in map: SlotMap) -> Result<RedisAddress.Host, RedisError> {
        let host: RedisAddress.Host?
        switch command.slots {
        case .several: return .failure(RedisError(.crossSlot, "the keys live in several slots of the Redis cluster"))
        case .one(let slot): host = map.host(of: slot)
        case .none: host = map.hosts.first
        }
        return host.map { .success($0) } ?? .failure(noNode)
    }

    /// Notes a slot that has moved, for the next try; asks where the slot is on its way, at once.
    private func follow(
        _ answer: Result<RedisValue, RedisError>, of command: RedisCommand, from host: RedisAddress.Host,
        asking: Bool = true
    ) async -> Result<RedisValue, RedisError> {
        guard case .failure(let error) = answer, let redirection = error.redirection else { return answer }
        let name = redirection.host.isEmpty ? host.name : redirection.host
        let target = RedisAddress.Host(name: name, port: redirection.port)
        if redirection.isForGood {
            state.withLock { $0.map?.set(redirection.slot, to: target) }
            return answer
        }
        guard asking else { return answer }
        do throws(RedisError) {
            let both = [RedisCommand("ASKING"), command]
            return try await server(at: target).run(both, timeout: configuration.timeout)[1]
        } catch {
            return .failure(error)
        }
    }

    private func server(at host: RedisAddress.Host) throws(RedisError) -> RedisServer {
        try state.withLock { state throws(RedisError) in
            if state.isClosed { throw .stopped }
            if let server = state.servers[host] { return server }
            let server = make(host)
            state.servers[host] = server
            return server
        }
    }

    private func knownMap() async throws(RedisError) -> SlotMap {
        if let map = state.withLock({ $0.map }) { return map }
        let lookup = lookAgain()
        guard let map = await lookup?.value else {
            throw RedisError(.unavailable, "no node of the Redis cluster says who serves what")
        }
        return map
    }

    /// Asks the cluster who serves what, unless somebody is asking already.
    @discardableResult
    private func lookAgain() -> Task<SlotMap?, Never>? {
        state.withLock { state in
            if state.isClosed { return nil }
            if let lookup = state.lookup { return lookup }
            let lookup = Task { await look() }
            state.lookup = lookup
            return lookup
        }
    }

    private func look() async -> SlotMap? {
        let known = state.withLock { Set($0.map?.hosts ?? []) }.union(configuration.address.hosts)
        let found = await withTaskGroup(of: SlotMap?.self, returning: SlotMap?.self) { group in
            for host in known {
                group.addTask {
                    guard let server = try? self.server(at: host),
                        let answers = try? await server.run(
                            [RedisCommand("CLUSTER", "SLOTS")], timeout: self.configuration.timeout),
                        let answer = try? answers[0].get()
                    else { return nil }
                    return SlotMap(answer, from: host)
                }
            }
            // The first who knows will do: who has an old map sends on by MOVED.
            for await map in group {
                if let map {
                    group.cancelAll()
                    return map
                }
            }
            return nil
        }
        let gone: [RedisServer] = state.withLock { state in
            state.lookup = nil
            guard let found, !state.isClosed else { return [] }
            state.map = found
            let left = state.servers.filter { !found.hosts.contains($0.key) }
            for host in left.keys { state.servers[host] = nil }
            return Array(left.values)
        }
        for server in gone { server.retire() }
        return found
    }
}

extension Result where Failure == RedisError {
    func isFailure(_ kind: RedisError.Kind) -> Bool {
        if case .failure(let error) = self { error.kind == kind } else { false }
    }
}
