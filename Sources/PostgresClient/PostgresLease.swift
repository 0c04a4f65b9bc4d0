internal import EventReactor
internal import Synchronization

/// A connection that is one task's own for a while.
package struct PostgresLease: Sendable {
    let loan: PostgresPool.Loan
    let reactor: EventReactor
    private let observer: PostgresObserver

    init(_ loan: PostgresPool.Loan, _ reactor: EventReactor, _ observer: PostgresObserver) {
        self.loan = loan
        self.reactor = reactor
        self.observer = observer
    }

    /// Runs one statement.
    ///
    /// When the task is cancelled the server is asked to end the statement, and this throws `.cancelled`.
    package func run(_ statement: PostgresStatement) async throws(PostgresError) -> PostgresRows {
        try await run([statement])[0]
    }

    /// Runs statements in one round trip: one transaction of their own outside of ``PostgresClient/transaction``.
    package func run(_ statements: [PostgresStatement]) async throws(PostgresError) -> [PostgresRows] {
        try await observer.observe(statements) { () async throws(PostgresError) in
            try await answer { connection, answer in connection.send(Exchange(statements, end: answer)) }
        }
    }

    /// Begins `step` on the connection and waits for its answer; when the task is cancelled the server is asked to end
    /// what it runs.
    func answer<Value: Sendable>(
        _ step:
            @escaping @Sendable (
                isolated PostgresConnection, @escaping @Sendable (Result<Value, PostgresError>) -> Void
            ) -> Void
    ) async throws(PostgresError) -> Value {
        if Task.isCancelled { throw PostgresClient.cancelled }
        let waiter = Waiter<Value>()
        let cancellation = Waiter<Bool>()
        let isCancelled = Mutex(false)
        let connection = loan.connection
        let isHanded = reactor.execute {
            connection.assumeIsolated { connection in step(connection) { waiter.answer($0) } }
        }
        if !isHanded { throw PostgresClient.stopped }
        let result: Result<Value, PostgresError>
        do throws(PostgresError) {
            result = .success(
                try await waiter.value {
                    isCancelled.withLock { $0 = true }
                    cancel(answering: cancellation)
                })
        } catch {
            result = .failure(error)
        }
        // A request to cancel that is still on its way would end the next statement instead: of this task or another.
        let wasCancelled = isCancelled.withLock { $0 }
        if wasCancelled { _ = try await cancellation.value() }
        do throws(PostgresError) {
            return try result.get()
        } catch {
            guard error.kind == .timeout, wasCancelled else { throw error }
            throw PostgresError(.cancelled, state: error.state, "the statement was cancelled")
        }
    }

    private func cancel(answering cancellation: Waiter<Bool>) {
        let connection = loan.connection
        let isHanded = reactor.execute { [reactor] in
            let canceller = connection.assumeIsolated { $0.isBusy ? $0.canceller : nil }
            guard let canceller else { return _ = cancellation.answer(.success(false)) }
            let isAsked = canceller.cancel { cancellation.answer(.success(true)) }
            // One that hears no such request hears nothing else.
            let patience = isAsked ? Duration.seconds(5) : .zero
            _ = reactor.schedule(after: patience) {
                guard cancellation.answer(.success(false)) else { return }
                connection.assumeIsolated {
                    $0.lose(PostgresError(.connectionLost, "the statement cannot be cancelled"))
                }
            }
        }
        if !isHanded { cancellation.answer(.success(false)) }
    }

    /// Runs `body` between `BEGIN` and `COMMIT`, or takes back what it did when it throws.
    func transaction<Value: Sendable>(
        _ isolation: PostgresIsolation, _ body: (PostgresLease) async throws -> Value
    ) async throws -> Value {
        _ = try await run(Self.begin(isolation))
        let value: Value
        do {
            value = try await body(self)
        } catch {
            rollBack()
            throw error
        }
        let end = try await run(Self.commit)
        guard end.command == "COMMIT" else {
            throw PostgresError(.aborted, "an error in the transaction was ignored, and the server took it back")
        }
        return value
    }

    /// Sends a rollback without waiting for it, also when the task is cancelled; where that fails the connection does
    /// not go back to the pool.
    func rollBack() {
        reactor.execute { [connection = loan.connection] in
            connection.assumeIsolated { if $0.phase == .open { $0.send(Exchange([Self.rollback]) { _ in }) } }
        }
    }

    private static func begin(_ isolation: PostgresIsolation) -> PostgresStatement {
        switch isolation {
        case .readCommitted: PostgresStatement("BEGIN ISOLATION LEVEL READ COMMITTED")
        case .repeatableRead: PostgresStatement("BEGIN ISOLATION LEVEL REPEATABLE READ")
        case .serializable: PostgresStatement("BEGIN ISOLATION LEVEL SERIALIZABLE")
        }
    }
    private static let commit = PostgresStatement("COMMIT")
    private static let rollback = PostgresStatement("ROLLBACK")
}
