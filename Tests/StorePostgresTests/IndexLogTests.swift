import Catalog
import PostgresClient
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StorePostgres
import Testing

@Suite(
    "The log of what a lane shows, in PostgreSQL",
    .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)))
struct IndexLogTests {
    @Test("keeps what is younger than an hour, whole commits")
    func age() async throws {
        try await TestDatabase.with(lanes: LaneCount(8)) { database in
            func store(after duration: Duration) -> PostgresStore {
                let now = StoreFixture.start + duration
                return PostgresStore(database.client, lanes: LaneCount(8), ambient: Ambient(now: { now }))
            }
            let fixture = StoreFixture(store(after: .zero))
            let rows = try #require(fixture.store.segments)
            let version = try fixture.version("1", of: try await fixture.makeProject(policy: nil))
            let lane = fixture.lane(of: version.project)
            var generations = [try #require(try await rows.generations(in: lane)[lane])]
            for number in 0..<3 {
                try await StoreFixture(store(after: .seconds(1_800 * number))).publish(version, "a")
                generations.append(try #require(try await rows.generations(in: lane)[lane]))
            }
            for (seconds, known) in [(5_400, 1), (5_401, 2), (86_400, 3)] {
                while try await store(after: .seconds(seconds)).sweep(before: StoreFixture.start, limit: 1) > 0 {}
                for (number, generation) in generations.enumerated() {
                    let changes = try await rows.changes(in: lane, after: generation)
                    #expect((changes != nil) == (number >= known), "\(number) after \(seconds) s")
                }
            }
        }
    }

    @Test("does not lead on from a generation that was lost with a former primary")
    func lost() async throws {
        try await TestDatabase.with(lanes: LaneCount(1)) { database in
            let fixture = StoreFixture(PostgresStore(database.client, lanes: LaneCount(1)))
            let rows = try #require(fixture.store.segments)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let before = try await database.client.read(PostgresStatement("SELECT * FROM lane_heads"))
            try await fixture.put(StoreFixture.closed, of: version.project)
            let lost = try #require(try await rows.generations(in: nil)[Lane(0)])
            // As a standby that had not received the last commit.
            _ = try await database.client.write([
                PostgresStatement("DELETE FROM index_log WHERE gen = $1", [.int(lost)]),
                PostgresStatement(
                    "UPDATE lane_heads SET index_gen = $1, index_before = $2",
                    [.int(before[0].int("index_gen")), .int(before[0].int("index_before"))]),
            ])
            #expect(try await rows.changes(in: Lane(0), after: lost) == nil)
            try await fixture.publish(version, "a")
            try await fixture.put(StoreFixture.open, of: version.project)
            #expect(try await rows.changes(in: Lane(0), after: lost) == nil)
            let known = try #require(before[0].int("index_gen"))
            #expect(try await rows.changes(in: Lane(0), after: known)?.versions.count == 1)
        }
    }

    @Test("leaves no note behind of a commit that was refused, nor under a mark")
    func marks() async throws {
        try await TestDatabase.with(lanes: LaneCount(8)) { database in
            let store = PostgresStore(database.client, lanes: LaneCount(8))
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            for _ in 0..<3 { try await fixture.publish(version, "a") }
            try await fixture.put(StoreFixture.closed, of: version)
            let marked = PostgresStatement("SELECT count(*) AS n FROM index_log WHERE gen <= 1 OR previous <= 0")
            #expect(try await database.client.read(marked).first?.int("n") == 0)
        }
    }
}
