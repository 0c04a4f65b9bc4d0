package import EventReactor

/// A Redis, over hiredis and without blocking a thread: one server, whichever the sentinels name, or a cluster.
///
/// All tasks share one connection to each server; what is asked in one turn of the reactor leaves in one write, and
/// answers come in the order of the questions. The server being away, slow, frozen or full ends in a typed error within
/// ``RedisConfiguration/patience`` and ``RedisConfiguration/timeout``, never in a task that waits for good. Nothing whose
/// outcome is unknown is sent again.
package final class RedisClient: Sendable {
    private enum Topology {
        case single(RedisServer)
        case sentinel(RedisServer, SentinelSearch)
        case cluster(RedisCluster)
    }

    package let configuration: RedisConfiguration
    private let reactor: EventReactor
    private let topology: Topology

    /// Opens nothing yet.
    package init(_ configuration: RedisConfiguration, on reactor: EventReactor) {
        self.configuration = configuration
        self.reactor = reactor
        let address = configuration.address
        let bridge = address.isSecure ? SecureBridge(rootCertificate: address.rootCertificate) : nil
        switch address.arrangement {
        case .single:
            let greeting = RedisGreeting(login: address.login, database: address.database, name: configuration.name)
            topology = .single(
                Self.server(at: address.hosts[0], configuration, greeting, by: bridge, on: reactor))
        case .sentinel(let master):
            let greeting = RedisGreeting(
                login: address.login, database: address.database, name: configuration.name, mustBeMaster: true)
            let search = SentinelSearch(of: master, configuration, by: bridge, on: reactor)
            let server = RedisServer(on: reactor) {
                RedisNode(configuration, greeting: greeting, by: bridge, on: reactor) { turn, done in
                    search.assumeIsolated { $0.find(turn: turn, done) }
                }
            }
            topology = .sentinel(server, search)
        case .cluster:
            let greeting = RedisGreeting(login: address.login, name: configuration.name)
            topology = .cluster(
                RedisCluster(configuration) { host in
                    Self.server(at: host, configuration, greeting, by: bridge, on: reactor)
                })
        }
    }

    private static func server(
        at host: RedisAddress.Host, _ configuration: RedisConfiguration, _ greeting: RedisGreeting,
        by bridge: SecureBridge?, on reactor: EventReactor
    ) -> RedisServer {
        RedisServer(on: reactor) {
            RedisNode(configuration, greeting: greeting, by: bridge, on: reactor) { turn, done in
                RedisPlace.find(host, turn: turn, done)
            }
        }
    }

    /// Closes every connection; what is under way fails, and so does what comes later.
    package func close() {
        switch topology {
        case .single(let server): server.close()
        case .sentinel(let server, let search):
            server.close()
            reactor.execute { search.assumeIsolated { $0.close() } }
        case .cluster(let cluster): cluster.close()
        }
    }

    /// Runs one command.
    ///
    /// What the server did not take for now (it loads its data, it is a replica that the sentinels are about to replace,
    /// the slot has moved) is asked again within ``RedisConfiguration/patience``.
    package func run(_ command: RedisCommand) async throws(RedisError) -> RedisValue {
        try await run([command])[0].get()
    }

    /// Runs all of `commands` in one write and in their order, except that what the server did not take for now is asked
    /// again after the others; in a cluster, those of one node. One that fails keeps none of the others from running.
    ///
    /// - Returns: the answer of each.
    /// - Throws: when no answers came at all.
    package func run(_ commands: [RedisCommand]) async throws(RedisError) -> RedisAnswers {
        if commands.isEmpty { return [] }
        var answers = try await send(commands)
        var again = answers.indices.filter { mayAskAgain(answers[$0]) }
        if again.isEmpty { return answers }
        var patience = Patience(configuration.patience)
        while let pause = patience.next() {
            do { try await Task.sleep(for: pause) } catch { return answers }
            do throws(RedisError) {
                for (index, answer) in zip(again, try await send(again.map { commands[$0] })) {
                    answers[index] = answer
                }
            } catch {
                for index in again { answers[index] = .failure(error) }
            }
            again = again.filter { mayAskAgain(answers[$0]) }
            if again.isEmpty { break }
        }
        return answers
    }

    /// Runs a script, teaching it to the server first where that does not know it.
    ///
    /// - Parameter keys: all that the script touches; in a cluster, of one slot.
    package func run(
        script: RedisScript, keys: [String], arguments: [RedisArgument] = []
    ) async throws(RedisError) -> RedisValue {
        try await run(RedisCommand(script, keys: keys, arguments))
    }

    /// Waits until one of the lists has an element, and takes its first (`BLPOP`), over a connection of its own.
    ///
    /// - Parameters:
    ///   - keys: in a cluster, of one slot.
    ///   - limit: at least a millisecond.
    /// - Returns: nil when nothing came in time.
    /// - Throws: `.cancelled` as soon as the task is; an element that was on its way just then is lost, so that lists
    ///   hold what can be said again.
    package func block(
        on keys: [String], for limit: Duration
    ) async throws(RedisError) -> (key: String, element: [UInt8])? {
        let milliseconds = limit.components.seconds * 1000 + limit.components.attoseconds / 1_000_000_000_000_000
        let seconds = RedisArgument.text("\(Double(max(milliseconds, 1)) / 1000)")
        let answer = try await wait(
            RedisCommand("BLPOP", keys.map { .key($0) } + [seconds]), timeout: limit + configuration.timeout)
        if answer.isNull { return nil }
        guard let parts = answer.elements, parts.count == 2, let key = parts[0].text, let element = parts[1].bytes
        else {
            throw RedisError(.protocolViolation, "BLPOP answers something else")
        }
        return (key, element)
    }
}

// MARK: - Whom to ask, and whether again

extension RedisClient {
    private func send(_ commands: [RedisCommand]) async throws(RedisError) -> RedisAnswers {
        if Task.isCancelled { throw .cancelled }
        switch topology {
        case .single(let server), .sentinel(let server, _):
            return try await server.run(commands, timeout: configuration.timeout)
        case .cluster(let cluster): return try await cluster.run(commands)
        }
    }

    private func wait(_ command: RedisCommand, timeout: Duration) async throws(RedisError) -> RedisValue {
        var patience = Patience(configuration.patience)
        while true {
            if Task.isCancelled { throw .cancelled }
            do throws(RedisError) {
                switch topology {
                case .single(let server), .sentinel(let server, _):
                    return try await server.wait(command, timeout: timeout)
                case .cluster(let cluster): return try await cluster.wait(command, timeout: timeout)
                }
            } catch {
                guard mayAskAgain(.failure(error)), let pause = patience.next() else { throw error }
                do { try await Task.sleep(for: pause) } catch { throw .cancelled }
            }
        }
    }

    /// Whether the server said that it did nothing, and may say otherwise soon.
    private func mayAskAgain(_ answer: Result<RedisValue, RedisError>) -> Bool {
        guard case .failure(let error) = answer else { return false }
        switch (error.kind, topology) {
        case (.busy, _): return error.redirection == nil || isCluster
        case (.script, _): return error.code == "NOSCRIPT"
        // The connection has been given up for one to whom the sentinels name now.
        case (.readOnly, .sentinel): return true
        // A replica that took a master's place: the map is asked for again.
        case (.readOnly, .cluster): return true
        default: return false
        }
    }

    private var isCluster: Bool {
        if case .cluster = topology { true } else { false }
    }
}
