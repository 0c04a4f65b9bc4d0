internal import EventReactor

/// Asks the sentinels, one after another, where the master is (https://redis.io/docs/reference/sentinel-clients).
actor SentinelSearch {
    nonisolated let reactor: EventReactor
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }

    /// A sentinel that does not answer keeps a failover from nobody.
    private static let patience = Duration.seconds(1)

    private let master: String
    private let sentinels: [RedisNode]

    init(
        of master: String, _ configuration: RedisConfiguration, by bridge: SecureBridge?, on reactor: EventReactor
    ) {
        self.master = master
        self.reactor = reactor
        var short = configuration
        short.timeout = min(configuration.timeout, Self.patience)
        short.patience = short.timeout
        short.connectTimeout = short.timeout
        let (settings, address) = (short, configuration.address)
        sentinels = address.hosts.map { host in
            let greeting = RedisGreeting(login: address.sentinelLogin, name: configuration.name)
            return RedisNode(settings, greeting: greeting, by: bridge, on: reactor) { turn, done in
                RedisPlace.find(host, turn: turn, done)
            }
        }
    }

    /// - Parameter turn: which sentinel is asked first, counted round and round: one that is out of date is not asked
    ///   first twice.
    func find(turn: Int, _ done: @escaping @Sendable (RedisNode.Found) -> Void) {
        ask(sentinels.indices.map { sentinels[($0 + turn) % sentinels.count] }[...], turn: turn, nil, done)
    }

    private func ask(
        _ left: ArraySlice<RedisNode>, turn: Int, _ failure: RedisError?,
        _ done: @escaping @Sendable (RedisNode.Found) -> Void
    ) {
        guard let sentinel = left.first else {
            let reason = failure?.message ?? "none is named"
            return done(.failure(RedisError(.unavailable, code: failure?.code, "no sentinel helps: \(reason)")))
        }
        let question = RedisCommand("SENTINEL", "GET-MASTER-ADDR-BY-NAME", .text(master))
        let exchange = Exchange(commands: [question], timeout: Self.patience, isWanted: { true }) { result in
            self.assumeIsolated { search in
                switch search.host(in: result) {
                case .success(let host): RedisPlace.find(host, turn: turn, done)
                case .failure(let error): search.ask(left.dropFirst(), turn: turn, error, done)
                }
            }
        }
        sentinel.assumeIsolated { $0.send(exchange) }
    }

    private func host(in result: Result<RedisAnswers, RedisError>) -> Result<RedisAddress.Host, RedisError> {
        do throws(RedisError) {
            let answer = try result.get()[0].get()
            guard let parts = answer.elements, parts.count == 2, let name = parts[0].text,
                let port = parts[1].int.flatMap({ UInt16(exactly: $0) })
            else {
                throw RedisError(.unavailable, "they know no master '\(master)'")
            }
            return .success(RedisAddress.Host(name: name, port: port))
        } catch {
            return .failure(error)
        }
    }

    func close() {
        for sentinel in sentinels { sentinel.assumeIsolated { $0.close() } }
    }
}
