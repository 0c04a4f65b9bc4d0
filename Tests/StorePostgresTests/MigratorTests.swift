import PostgresClient
import RegistryCore
import StorePostgres
import Testing

@Suite("Migrations in PostgreSQL", .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)))
struct MigratorTests {
    @Test("a plan of an empty database lists every step and makes no table")
    func plans() async throws {
        try await TestDatabase.withEmpty { database in
            let plan = try await PostgresMigrator(database.client).plan()
            #expect(plan.schema == 0)
            #expect(
                plan.steps == ["0001_create_registry", "0002_keep_rejects", "0003_widen_jobs", "0004_index_segments"])
            #expect(plan.lanes == nil)
            #expect(try await tables(database.client) == 0)
        }
    }

    @Test("a second run changes nothing")
    func repeats() async throws {
        try await TestDatabase.withEmpty { database in
            let migrator = PostgresMigrator(database.client)
            #expect(try await migrator.run(lanes: LaneCount(8)).steps.count == 4)
            let made = try await tables(database.client)
            #expect(made > 10)
            #expect(try await migrator.run(lanes: LaneCount(64)).steps.isEmpty)
            #expect(try await migrator.lanes() == LaneCount(8))
            #expect(try await tables(database.client) == made)
        }
    }

    @Test("many that migrate at once make one schema")
    func excludes() async throws {
        try await TestDatabase.withEmpty(leases: 6) { database in
            let migrator = PostgresMigrator(database.client)
            let steps = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 { group.addTask { try await migrator.run(lanes: LaneCount(4)).steps.count } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(steps.sorted() == [0, 0, 0, 0, 0, 4])
        }
    }

    @Test("a database of another program is left alone")
    func refusesForeign() async throws {
        try await TestDatabase.withEmpty { database in
            _ = try await database.client.write([PostgresStatement("CREATE TABLE theirs (n int)")])
            await #expect(throws: PostgresRefusal.foreign) { try await PostgresMigrator(database.client).run() }
            #expect(try await tables(database.client) == 1)
        }
    }

    @Test("a database of a newer release is refused, an older one names the command")
    func refusesOtherReleases() async throws {
        try await TestDatabase.with(lanes: LaneCount(1)) { database in
            let migrator = PostgresMigrator(database.client)
            _ = try await database.client.write([
                PostgresStatement("UPDATE settings SET value = '99' WHERE name = 'schema'")
            ])
            await #expect(throws: PostgresRefusal.newer(schema: 99, known: 4)) { try await migrator.run() }
            _ = try await database.client.write([
                PostgresStatement("UPDATE settings SET value = '1' WHERE name = 'schema'")
            ])
            let refusal = await #expect(throws: PostgresRefusal.self) { try await migrator.lanes() }
            #expect(refusal == .older(schema: 1, known: 4))
            #expect(refusal?.description.contains("vitrine migrate") == true)
        }
    }

    @Test("views and what extensions bring are no tables of another program; a table of settings that is not ours is")
    func tellsTables() async throws {
        try await TestDatabase.withEmpty { database in
            _ = try await database.client.write([PostgresStatement("CREATE VIEW statistics AS SELECT 1 AS n")])
            #expect(try await PostgresMigrator(database.client).plan().steps.count == 4)
            _ = try await database.client.write([PostgresStatement("CREATE TABLE settings (name text, number int)")])
            await #expect(throws: PostgresRefusal.foreign) { try await PostgresMigrator(database.client).plan() }
        }
    }

    @Test("a number of lanes that nobody wrote is refused, and stops no process")
    func refusesDamage() async throws {
        try await TestDatabase.with(lanes: LaneCount(1)) { database in
            for lanes in [0, -4, 12] {
                _ = try await database.client.write([
                    PostgresStatement("UPDATE settings SET value = $1::text WHERE name = 'lanes'", [.text("\(lanes)")])
                ])
                await #expect(throws: PostgresRefusal.damaged(lanes: lanes)) {
                    try await PostgresMigrator(database.client).lanes()
                }
            }
        }
    }

    @Test("a server without Citus is told so, and every table is on the list of those to distribute")
    func distributes() async throws {
        try await TestDatabase.with(lanes: LaneCount(1)) { database in
            #expect(try await PostgresMigrator(database.client).distribute() == nil)
            let names = try await database.client.read(
                PostgresStatement(
                    """
                    SELECT table_name::text AS name FROM information_schema.tables
                    WHERE table_schema = 'public' AND table_name <> 'settings'
                    """
                )
            ).compactMap { $0.text("name") }
            #expect(Set(names) == Set(PostgresMigrator.tables))
            #expect(PostgresMigrator.distribution.count == names.count + 1)
        }
    }

    private func tables(_ client: PostgresClient) async throws -> Int {
        let count = PostgresStatement("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
        return try await client.read(count)[0].int(0) ?? -1
    }
}
