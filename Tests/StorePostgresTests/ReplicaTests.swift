import EventReactor
import PostgresClient
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StorePostgres
import Testing

/// A second database stands for a replica: the same changes are made in it when the test says so.
@Suite("A read replica", .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)))
struct ReplicaTests {
    @Test("answers searches while it has what the primary has, and none when it is behind or away")
    func reads() async throws {
        try await TestDatabase.with(lanes: LaneCount(8)) { primary in
            try await TestDatabase.with(lanes: LaneCount(8)) { copy in
                let first = StoreFixture(PostgresStore(primary.client, lanes: LaneCount(8)))
                let second = StoreFixture(PostgresStore(copy.client, lanes: LaneCount(8)))
                let project = try await first.makeProject()
                try await second.makeProject()
                for fixture in [first, second] {
                    try await fixture.publish(fixture.version("1", of: project), "a", "b")
                }
                let store = PostgresStore(primary.client, replica: copy.client, lanes: LaneCount(8))
                let anybody = Identity(user: "carl")
                func count() async throws -> Int {
                    try await store.index.search(SearchRequest(extent: .project(project)), readableBy: anybody).total
                }
                #expect(try await count() == 2)
                // What only the copy says shows who answered.
                _ = try await copy.client.write([PostgresStatement("UPDATE uploads SET shown_documents = 7")])
                #expect(try await count() == 7)

                // A change of the policy is in force at once, although the replica does not know it yet.
                try await first.put(StoreFixture.closed, of: project)
                #expect(try await count() == 0)
                try await second.put(StoreFixture.closed, of: project)
                #expect(try await count() == 0)
                for fixture in [first, second] { try await fixture.put(StoreFixture.open, of: project) }
                #expect(try await count() == 7)

                // So is a publication, also one of which no event tells.
                try await first.publish(first.version("2", of: project), "c")
                #expect(try await count() == 3)
                try await second.publish(second.version("2", of: project), "c")
                #expect(try await count() == 8)

                copy.client.close()
                #expect(try await count() == 3)
            }
        }
    }

    @Test("that is away delays one search, not each of them")
    func away() async throws {
        try await TestDatabase.with(lanes: LaneCount(8)) { primary in
            let reactor = try EventReactor()
            defer { reactor.stop() }
            var nowhere = PostgresConfiguration(host: "127.0.0.1", port: 1, user: "nobody", database: "none")
            nowhere.patience = .seconds(5)
            let replica = PostgresClient(nowhere, on: reactor)
            let store = PostgresStore(primary.client, replica: replica, lanes: LaneCount(8))
            let fixture = StoreFixture(store)
            try await fixture.publish(fixture.version("1", of: fixture.makeProject()), "a")
            let request = SearchRequest(extent: .everything)
            #expect(try await store.index.search(request, readableBy: .system).total == 1)
            let time = try await ContinuousClock().measure {
                for _ in 0..<3 { _ = try await store.index.search(request, readableBy: .system) }
            }
            #expect(time < .seconds(5))
            replica.close()
        }
    }
}
