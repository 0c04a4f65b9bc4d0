internal import EventReactor

extension PostgresClient {
    /// Sends `statements` over a shared pipeline and waits for what they give.
    func exchange(_ statements: [PostgresStatement]) async throws(PostgresError) -> [PostgresRows] {
        if Task.isCancelled { throw Self.cancelled }
        return try await observer.observe(statements) { () async throws(PostgresError) in
            try await unobserved(statements)
        }
    }

    private func unobserved(_ statements: [PostgresStatement]) async throws(PostgresError) -> [PostgresRows] {
        let waiter = Waiter<[PostgresRows]>()
        let isHanded = reactor.execute { [pipelines] in
            pipelines.assumeIsolated { pool in
                pool.request { loan in
                    switch loan {
                    case .failure(let error): waiter.answer(.failure(error))
                    case .success(let loan): Self.send(statements, over: loan, of: pipelines, to: waiter)
                    }
                }
            }
        }
        if !isHanded { throw Self.stopped }
        // What was sent goes on; its timeout ends it, and its result is dropped.
        return try await waiter.value { waiter.answer(.failure(Self.cancelled)) }
    }

    private static func send(
        _ statements: [PostgresStatement], over loan: PostgresPool.Loan, of pool: PostgresPool,
        to waiter: Waiter<[PostgresRows]>
    ) {
        // Of a task that was cancelled while it waited for a connection nothing is sent.
        if waiter.isOver { return pool.assumeIsolated { $0.finished(loan.id) } }
        loan.connection.assumeIsolated { connection in
            connection.send(
                Exchange(statements) { result in
                    pool.assumeIsolated { $0.finished(loan.id) }
                    waiter.answer(result)
                })
        }
    }

    /// Waits for a connection of one's own; to be given back.
    func loan() async throws(PostgresError) -> PostgresPool.Loan {
        if Task.isCancelled { throw Self.cancelled }
        let waiter = Waiter<PostgresPool.Loan>()
        let isHanded = reactor.execute { [leases] in
            leases.assumeIsolated { pool in
                pool.request { result in
                    // A task that was cancelled meanwhile takes nothing.
                    guard !waiter.answer(result), case .success(let loan) = result else { return }
                    leases.assumeIsolated { $0.finished(loan.id) }
                }
            }
        }
        if !isHanded { throw Self.stopped }
        return try await waiter.value { waiter.answer(.failure(Self.cancelled)) }
    }

    /// Gives it back once what was sent on it has ended.
    func giveBack(_ lease: PostgresLease) {
        let connection = lease.loan.connection
        let id = lease.loan.id
        reactor.execute { [leases] in
            connection.assumeIsolated { connection in
                connection.whenIdle {
                    let isSound = connection.assumeIsolated { $0.isClean }
                    leases.assumeIsolated { $0.finished(id, isSound: isSound) }
                }
            }
        }
    }

    static let cancelled = PostgresError(.cancelled, "the task was cancelled")
    static let stopped = PostgresError(.unavailable, "the client's reactor is stopped")
}
