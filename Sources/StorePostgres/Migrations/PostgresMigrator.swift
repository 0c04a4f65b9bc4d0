package import PostgresClient
package import RegistryCore
internal import RegistryStore

/// Why a database is not taken for a registry's.
package enum PostgresRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// It has tables, and none of them is ours.
    case foreign
    /// A newer release has migrated it.
    case newer(schema: Int, known: Int)
    /// It has to be migrated first.
    case older(schema: Int, known: Int)
    /// Its number of lanes is not one that we wrote.
    case damaged(lanes: Int)

    package var description: String {
        switch self {
        case .foreign: "the database holds tables of another program: give Vitrine a database of its own"
        case .newer(let schema, let known):
            "the database has schema \(schema) of a newer release, and this one knows \(known): update Vitrine"
        case .damaged(let lanes):
            "the database has \(lanes) lanes, and only a power of two can be: restore its table of settings"
        case .older(let schema, let known):
            "the database has schema \(schema), and this release needs \(known): run 'vitrine migrate'"
        }
    }
}

/// Brings a database's schema up to date: all steps in one transaction, by one process at a time.
package struct PostgresMigrator: Sendable {
    /// What there is, and what is to do.
    package struct Plan: Sendable, Hashable {
        /// The number of the last migration that has run; 0 for an empty database.
        package let schema: Int
        /// What `run` would do, in order: `0002_keep_rejects`.
        package let steps: [String]
        /// Of the database, when it has been made.
        package let lanes: LaneCount?
    }

    private static let lock = 7_306_082_117_524_813  // any number that no other program takes
    let client: PostgresClient
    private let migrations: [Migration]

    package init(_ client: PostgresClient) { self.init(client, migrations: Migration.all) }
    init(_ client: PostgresClient, migrations: [Migration]) {
        self.client = client
        self.migrations = migrations
    }

    /// Reads, and changes nothing.
    ///
    /// - Throws: ``PostgresRefusal`` for a foreign or a newer database.
    package func plan() async throws -> Plan {
        try await client.transaction(.repeatableRead) { lease in try await plan(lease) }
    }

    /// Runs what is missing; nothing changes the second time.
    ///
    /// - Parameter lanes: of a database that is made now.
    /// - Returns: what was to do.
    /// - Throws: ``PostgresRefusal``, or what the server says: nothing has been changed then.
    @discardableResult
    package func run(lanes: LaneCount = LaneCount(64)) async throws -> Plan {
        try await client.transaction { lease in
            _ = try await lease.run(PostgresStatement("SELECT pg_advisory_xact_lock($1)", [.int(Self.lock)]))
            let plan = try await plan(lease)
            for migration in migrations.dropFirst(plan.schema) {
                for sql in Self.statements(of: migration.sql) {
                    _ = try await lease.run(PostgresStatement(composed: sql))
                }
                try await put("schema", String(migration.number), lease)
            }
            if plan.lanes == nil {
                try await put("lanes", String(lanes.count), lease)
                _ = try await lease.run(
                    lanes.all.map { PostgresStatement(SettingQueries.insertLane, binding: ["lane": $0.number]) })
            }
            return plan
        }
    }

    /// The number of lanes of a database that is up to date.
    ///
    /// - Throws: ``PostgresRefusal``.
    package func lanes() async throws -> LaneCount {
        let plan = try await plan()
        guard plan.steps.isEmpty, let lanes = plan.lanes else {
            throw PostgresRefusal.older(schema: plan.schema, known: migrations.count)
        }
        return lanes
    }

    private func plan(_ lease: PostgresLease) async throws -> Plan {
        let tables = try await lease.run(PostgresStatement(SettingQueries.tables)).first
        var schema = 0
        var lanes: LaneCount?
        if tables?.int("ours") ?? 0 > 0 {
            guard let number = try await setting("schema", lease), number > 0 else { throw PostgresRefusal.foreign }
            schema = number
            if let count = try await setting("lanes", lease) {
                guard count > 0, count & (count - 1) == 0 else { throw PostgresRefusal.damaged(lanes: count) }
                lanes = LaneCount(count)
            }
        } else if tables?.int("tables") ?? 0 > 0 {
            throw PostgresRefusal.foreign
        }
        guard schema <= migrations.count else {
            throw PostgresRefusal.newer(schema: schema, known: migrations.count)
        }
        return Plan(schema: schema, steps: migrations.dropFirst(schema).map(\.fileName), lanes: lanes)
    }

    private func setting(_ name: String, _ lease: PostgresLease) async throws -> Int? {
        try await lease.run(PostgresStatement(SettingQueries.value, binding: ["name": name])).first?.text("value")
            .flatMap { Int($0) }
    }
    private func put(_ name: String, _ value: String, _ lease: PostgresLease) async throws {
        _ = try await lease.run(PostgresStatement(SettingQueries.put, binding: ["name": name, "value": value]))
    }

    /// The statements of a migration, which ends each of them with `;` at the end of a line.
    private static func statements(of sql: String) -> [String] {
        sql.split(separator: ";\n").map(String.init).filter { $0.contains { !$0.isWhitespace } }
    }
}

extension Migration {
    fileprivate var fileName: String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "_" + name
    }
}
