import Catalog
import EventReactor
import PostgresClient
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StorePostgres
import Testing

/// A standby that follows by streaming, and stands still when the test says so.
@Suite(
    "A streaming standby as the read replica",
    .enabled(if: PrivateServer.isInstalled, "PostgreSQL's server is not installed: run scripts/system-packages"))
struct StandbyTests {
    /// A store whose primary has one lease, so that who holds it learns what the replica alone answers.
    private struct Reader {
        let client: PostgresClient
        let store: PostgresStore
        let fixture: StoreFixture
        let project: ProjectID

        func found() async throws -> Int {
            let request = SearchRequest(extent: .project(project))
            return try await store.index.search(request, readableBy: Identity(user: "carl")).total
        }

        /// The documents that a version serves, by key.
        func keys(_ version: VersionKey, _ paths: String...) async throws -> [ShownDocumentKey] {
            let rows = try #require(store.segments)
            let shown = try await rows.shown(in: fixture.lane(of: version.project)).uploads
            let upload = try #require(shown.first { $0.key.version == version })
            return try paths.map { ShownDocumentKey(upload: upload, path: try ArtifactPath(parsing: $0)) }
        }
        /// Nil when the replica alone does not have them all, or is away.
        func readOnReplica(_ keys: [ShownDocumentKey]) async throws -> [ArtifactDocument?]? {
            let rows = try #require(store.segments)
            return try await client.withLease { _ in try? await rows.documents(keys, upTo: .max) }
        }
    }

    @Test("gives what it has; what was published since and what was closed are in force however far it is behind")
    func reads() async throws {
        try await Self.withReader { reader, standby in
            let first = try reader.fixture.version("1", of: reader.project)
            try await reader.fixture.publish(first, "a", "b")
            let old = try await reader.keys(first, "a", "b")
            try await eventually("the replica answers") { try await reader.readOnReplica(old)?.count == 2 }

            try await standby.configuration.tell("SELECT pg_wal_replay_pause()")
            try await standby.configuration.awaiting("SELECT pg_get_wal_replay_pause_state() = 'paused'")
            let second = try reader.fixture.version("2", of: reader.project)
            try await reader.fixture.publish(second, "c")
            let new = try await reader.keys(second, "c")
            #expect(try await reader.found() == 3)
            #expect(try await reader.readOnReplica(old)?.count == 2)
            #expect(try await reader.readOnReplica(old + new) == nil)
            try await reader.fixture.put(StoreFixture.closed, of: reader.project)
            #expect(try await reader.found() == 0)

            try await standby.configuration.tell("SELECT pg_wal_replay_resume()")
            try await eventually("the replica has the rest") { try await reader.readOnReplica(old + new)?.count == 3 }
        }
    }

    @Test("is never behind what a client has just done, and one that is killed is not missed")
    func keepsPace() async throws {
        try await Self.withReader { reader, standby in
            var wrong: [String] = []
            for number in 1...20 {
                let isOpen = number % 2 == 0
                try await reader.fixture.publish(reader.fixture.version("\(number)", of: reader.project), "a")
                try await reader.fixture.put(
                    isOpen ? StoreFixture.open : StoreFixture.closed, of: reader.project)
                let found = try await reader.found()
                if found != (isOpen ? number : 0) { wrong.append("\(found) after change \(number)") }
            }
            #expect(wrong == [])
            try await standby.kill()
            #expect(try await reader.found() == 20)
            try await reader.fixture.put(StoreFixture.closed, of: reader.project)
            #expect(try await reader.found() == 0)
        }
    }

    private static func withReader(_ body: (Reader, PrivateServer) async throws -> Void) async throws {
        try await PrivateServer.with("fsync=off") { primary in
            try await primary.withStandby { standby in
                let reactor = try EventReactor()
                defer { reactor.stop() }
                var configuration = primary.configuration
                configuration.leases = 1
                configuration.patience = .seconds(1)
                let client = PostgresClient(configuration, on: reactor)
                defer { client.close() }
                try await PostgresMigrator(client).run(lanes: LaneCount(8))
                configuration.hosts = standby.configuration.hosts
                configuration.target = .any
                configuration.leases = 2
                let replica = PostgresClient(configuration, on: reactor)
                defer { replica.close() }
                let store = PostgresStore(client, replica: replica, lanes: LaneCount(8))
                let fixture = StoreFixture(store)
                let project = try await fixture.makeProject()
                try await body(Reader(client: client, store: store, fixture: fixture, project: project), standby)
            }
        }
    }
}
