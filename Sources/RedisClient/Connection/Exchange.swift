/// The answers to commands that were sent together, each its own.
package typealias RedisAnswers = [Result<RedisValue, RedisError>]

/// What is sent together over one connection, nothing between it.
struct Exchange: Sendable {
    let commands: [RedisCommand]
    /// From when it is handed to the connection.
    let timeout: Duration
    /// False when nobody waits for it any more: what is not sent yet is then left.
    let isWanted: @Sendable () -> Bool
    /// Called once, on the reactor's thread.
    let end: @Sendable (Result<RedisAnswers, RedisError>) -> Void
}

/// An exchange that has been handed to a connection.
struct PendingExchange {
    let exchange: Exchange
    let deadline: ContinuousClock.Instant
    /// The place of its first byte in all that the connection ever writes.
    let start: Int
    /// Scripts that are loaded before its commands; their answers come first.
    let loads: [RedisScript]
    var answered = 0
    var answers: RedisAnswers = []
    var loadFailures: [String: RedisError] = [:]

    init(_ exchange: Exchange, start: Int, loads: [RedisScript]) {
        self.exchange = exchange
        deadline = .now + exchange.timeout
        self.start = start
        self.loads = loads
    }

    var isOver: Bool { answered == loads.count + exchange.commands.count }

    /// - Returns: the script that the server turned out not to know.
    mutating func take(_ answer: Result<RedisValue, RedisError>) -> RedisScript? {
        defer { answered += 1 }
        if answered < loads.count {
            guard case .failure(let error) = answer else { return nil }
            let script = loads[answered]
            let caller = exchange.commands.first { $0.script?.digest == script.digest }
            loadFailures[script.digest] = caller.map { error.naming($0) } ?? error
            return script
        }
        guard case .failure(let error) = answer else {
            answers.append(answer)
            return nil
        }
        let command = exchange.commands[answered - loads.count]
        if let script = command.script, error.code == "NOSCRIPT" {
            // Why it could not be loaded says more than that it is not there.
            answers.append(.failure(loadFailures[script.digest] ?? error.naming(command)))
            return script
        }
        answers.append(.failure(error.naming(command)))
        return nil
    }
}
