internal import EventReactor
internal import Logging
internal import PostgresClient
internal import RegistryCore
internal import StorePostgres

extension EventReactor {
    /// - Throws: ``StartError`` when the system gives no thread or no descriptor.
    static func started() throws -> EventReactor {
        do throws(ReactorError) {
            return try EventReactor()
        } catch {
            throw StartError("connections to servers cannot be watched: \(error)")
        }
    }
}

/// The server that `VITRINE_DATABASE` names, and its replica, if there is one.
struct DatabaseServer: Sendable {
    let client: PostgresClient
    let replica: PostgresClient?
    private let configuration: PostgresConfiguration
    private let reactor: EventReactor
    private let logger: Logger

    /// - Parameter reactor: watches the connections; stopped by who made it, after `close()`.
    init(
        _ configuration: PostgresConfiguration, replica: PostgresConfiguration?, on reactor: EventReactor,
        logger: Logger
    ) {
        self.reactor = reactor
        self.configuration = configuration
        self.logger = logger
        client = PostgresClient(configuration, on: reactor)
        self.replica = replica.map { [reactor] replica in
            var replica = replica
            // The primary answers as well: a search does not wait for a replica that is away.
            replica.patience = .milliseconds(500)
            return PostgresClient(replica, on: reactor)
        }
    }

    func close() {
        client.close()
        replica?.close()
    }

    /// The number of lanes of the database; waits for a server that is not there yet.
    ///
    /// - Throws: ``StartError`` when it is still not there after `patience`, or is not one of ours.
    func lanes(migrating: Bool, patience: Duration) async throws -> LaneCount {
        try await whenReachable(within: patience) { migrator in
            if migrating { try await migrator.run() }
            return try await migrator.lanes()
        }
    }

    /// Runs `body` with the database's migrator as soon as the server answers.
    func whenReachable<Value: Sendable>(
        within patience: Duration, _ body: (PostgresMigrator) async throws -> Value
    ) async throws -> Value {
        let end = ContinuousClock.now + patience
        var hasWarned = false
        while true {
            do {
                return try await withMigrator(body)
            } catch let error as PostgresRefusal {
                throw StartError("\(error)")
            } catch let error as PostgresError {
                let isAway = error.kind == .unavailable || error.kind == .connectionLost
                guard isAway, ContinuousClock.now < end else { throw refusal(error, isAway: isAway, after: patience) }
                if !hasWarned {
                    logger.warning(
                        "the database does not answer yet",
                        metadata: ["database": "\(configuration)", "error": "\(error)"])
                }
                hasWarned = true
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    /// A step of a migration may take long, and wait for another process that is at it.
    private func withMigrator<Value: Sendable>(
        _ body: (PostgresMigrator) async throws -> Value
    ) async throws -> Value {
        var patient = configuration
        patient.statementTimeout = .seconds(24 * 3600)
        patient.lockTimeout = patient.statementTimeout
        let client = PostgresClient(patient, on: reactor)
        defer { client.close() }
        return try await body(PostgresMigrator(client))
    }

    private func refusal(_ error: PostgresError, isAway: Bool, after patience: Duration) -> StartError {
        let when = isAway ? " within \(patience.components.seconds) s (VITRINE_START_PATIENCE)" : ""
        return StartError(
            "the database \(configuration) cannot be used\(when): \(error); see to the server or set VITRINE_DATABASE")
    }
}
