package import CoreMetrics
package import EventReactor
internal import Synchronization

/// A PostgreSQL server, over libpq and without blocking a thread.
///
/// Statements that stand for themselves share a few connections, each a pipeline; what needs a connection for several
/// round trips takes a lease. The server being away, slow or full ends in a typed error within
/// ``PostgresConfiguration/patience`` or the statement's timeout, never in a task that waits for good.
package final class PostgresClient: Sendable {
    /// Between tries of a transaction that collided with another: from 4 ms to 250 ms.
    private static let collisions = Backoff(first: 4, most: 250)
    package let configuration: PostgresConfiguration
    let reactor: EventReactor
    let pipelines: PostgresPool
    let leases: PostgresPool
    let observer: PostgresObserver
    let listeners = Mutex<[PostgresListener]?>([])

    /// Opens nothing yet.
    ///
    /// - Parameter metrics: where it counts.
    package init(
        _ configuration: PostgresConfiguration, on reactor: EventReactor,
        metrics: any MetricsFactory = MetricsSystem.factory
    ) {
        self.configuration = configuration
        self.reactor = reactor
        observer = PostgresObserver(configuration, metrics)
        pipelines = PostgresPool(
            configuration, .init(connections: configuration.pipelines, share: 256, spread: 16), on: reactor,
            observer.metrics)
        leases = PostgresPool(
            configuration, .init(connections: configuration.leases, share: 1, spread: 1), on: reactor, observer.metrics)
    }

    /// Closes every connection; what is under way fails with `.unavailable`, and so does what comes later.
    package func close() {
        let listeners = listeners.withLock { listeners in
            defer { listeners = nil }
            return listeners ?? []
        }
        reactor.execute { [pipelines, leases] in
            pipelines.assumeIsolated { $0.close() }
            leases.assumeIsolated { $0.close() }
            for listener in listeners { listener.assumeIsolated { $0.close() } }
        }
    }

    /// Takes no more work, waits until what is under way has ended, and closes every connection.
    ///
    /// - Parameter limit: what is then still under way fails, as in ``close()``.
    package func close(draining limit: Duration) async {
        await withCheckedContinuation { continuation in
            let isHanded = reactor.execute { [reactor, pipelines, leases] in
                let deadline = reactor.schedule(after: limit) {
                    pipelines.assumeIsolated { $0.close() }
                    leases.assumeIsolated { $0.close() }
                }
                leases.assumeIsolated { $0.drain {} }
                pipelines.assumeIsolated { pool in
                    pool.drain {
                        leases.assumeIsolated { pool in
                            pool.drain {
                                reactor.cancel(deadline)
                                continuation.resume()
                            }
                        }
                    }
                }
            }
            if !isHanded { continuation.resume() }
        }
        close()
    }

    /// Runs one statement that only reads; asked again once when the connection was lost on the way.
    package func read(_ statement: PostgresStatement) async throws(PostgresError) -> PostgresRows {
        do throws(PostgresError) {
            return try await exchange([statement])[0]
        } catch {
            guard error.kind == .connectionLost else { throw error }
            observer.metrics.repeatedReads.increment()
            return try await exchange([statement])[0]
        }
    }

    /// Runs all of `statements` in order and in one transaction of one round trip, or none of them.
    ///
    /// Tried again, at most `attempts` times in all, when the server found that it collided with another transaction.
    ///
    /// - Returns: the rows of each.
    /// - Throws: with the number of the statement that failed; `.connectionLost` or `.cancelled` when it is unknown
    ///   whether they ran.
    package func write(
        _ statements: [PostgresStatement], attempts: Int = 5
    ) async throws(PostgresError) -> [PostgresRows] {
        var left = attempts
        var backoff = Self.collisions
        while true {
            left -= 1
            do throws(PostgresError) {
                return try await exchange(statements)
            } catch {
                guard error.kind == .mustRetry, left > 0 else { throw error }
                observer.metrics.collisions.increment()
                await pause(backoff.next())
            }
        }
    }

    /// Lends a connection to `body`; it is closed after use when a transaction was left open on it.
    package func withLease<Value: Sendable>(
        _ body: (PostgresLease) async throws -> Value
    ) async throws -> Value {
        let lease = PostgresLease(try await loan(), reactor, observer)
        do {
            let value = try await body(lease)
            giveBack(lease)
            return value
        } catch {
            giveBack(lease)
            throw error
        }
    }

    /// Runs `body` in a transaction; again from its beginning, at most `attempts` times, when it collided with another.
    ///
    /// `body` uses its lease alone: what it sent by the client could wait for its own locks.
    ///
    /// - Throws: what `body` throws, after a rollback; `.aborted` when `body` has ignored an error, because the server
    ///   then takes everything back; `.connectionLost` when the commit's outcome is unknown.
    package func transaction<Value: Sendable>(
        _ isolation: PostgresIsolation = .readCommitted, attempts: Int = 5,
        _ body: (PostgresLease) async throws -> Value
    ) async throws -> Value {
        var left = attempts
        var backoff = Self.collisions
        while true {
            left -= 1
            do {
                return try await withLease { lease in try await lease.transaction(isolation, body) }
            } catch let error as PostgresError where error.kind == .mustRetry && left > 0 {
                observer.metrics.collisions.increment()
                await pause(backoff.next())
            }
        }
    }

    /// A cancelled task is noticed by the next statement.
    func pause(_ duration: Duration) async { try? await Task.sleep(for: duration) }
}

/// How much of other transactions one sees.
package enum PostgresIsolation: String, Sendable {
    case readCommitted = "READ COMMITTED"
    case repeatableRead = "REPEATABLE READ"
    case serializable = "SERIALIZABLE"
}
