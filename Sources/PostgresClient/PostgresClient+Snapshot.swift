internal import CoreMetrics

extension PostgresClient {
    /// Reads all of `statements` at one moment of the database, in one round trip; asked again once when the connection
    /// was lost on the way or a replica had to give up.
    package func snapshot(_ statements: [PostgresStatement]) async throws(PostgresError) -> [PostgresRows] {
        do throws(PostgresError) {
            return try await snapshotOnce(statements)
        } catch {
            switch error.kind {
            case .connectionLost: observer.metrics.repeatedReads.increment()
            case .mustRetry: observer.metrics.collisions.increment()
            default: throw error
            }
            return try await snapshotOnce(statements)
        }
    }

    private func snapshotOnce(_ statements: [PostgresStatement]) async throws(PostgresError) -> [PostgresRows] {
        let lease = PostgresLease(try await loan(), reactor, observer)
        do throws(PostgresError) {
            let rows = try await lease.run([Self.begin] + statements + [Self.commit])
            giveBack(lease)
            return Array(rows.dropFirst().dropLast())
        } catch {
            lease.rollBack()
            giveBack(lease)
            var error = error
            error.statement = error.statement.map { min(max($0 - 1, 0), statements.count - 1) }
            throw error
        }
    }

    private static let begin = PostgresStatement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    private static let commit = PostgresStatement("COMMIT")
}
