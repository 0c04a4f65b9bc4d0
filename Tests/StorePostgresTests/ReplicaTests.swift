import Catalog
import EventReactor
import JSONDocument
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
    @Test("gives parts and documents that it has; what it lacks is the primary's")
    func reads() async throws {
        try await TestDatabase.with(lanes: LaneCount(8)) { primary in
            try await TestDatabase.with(lanes: LaneCount(8)) { copy in
                let store = PostgresStore(primary.client, replica: copy.client, lanes: LaneCount(8))
                let rows = try #require(store.segments)
                let other = try #require(PostgresStore(copy.client, lanes: LaneCount(8)).segments)
                let segment = SegmentID(rawValue: 7)
                let keys = (0..<4).map { SegmentPartKey(lane: Lane(3), segment: segment, part: $0) }
                try await rows.write(
                    [0: [1], 1: [1], 2: [1]], of: segment, in: Lane(3), at: StoreFixture.start)
                // What only the copy says shows who answered.
                try await other.write([1: [2]], of: segment, in: Lane(3), at: StoreFixture.start)
                #expect(try await rows.parts(keys) == [keys[0]: [1], keys[1]: [2], keys[2]: [1]])

                let fixture = StoreFixture(store)
                let version = try fixture.version("1", of: try await fixture.makeProject())
                try await fixture.publish(version, "a", "b")
                let lane = fixture.lane(of: version.project)
                let upload = try #require(try await rows.shown(in: lane).uploads.first)
                _ = try await copy.client.write([
                    PostgresStatement(
                        """
                        INSERT INTO docs (lane, upload, fence, path, metapath, document, text_fields, meta_uploaded)
                        VALUES ($1, $2, $3, 'a', 'a.json', '{"from":"the copy"}', '[]', 0)
                        """, [.int(lane.number), .text(upload.key.id.description), .int(upload.fence)])
                ])
                let documents = try await rows.documents(
                    ["a", "b", "c"].map { ShownDocumentKey(upload: upload, path: try ArtifactPath(parsing: $0)) },
                    upTo: .max)
                #expect(documents[0]?.staged.document["from"] == "the copy")
                #expect(documents[1]?.id.path.description == "b")
                #expect(documents[2] == nil)
            }
        }
    }

    @Test("is never asked what is shown, nor to whom")
    func views() async throws {
        try await TestDatabase.with(lanes: LaneCount(8)) { primary in
            try await TestDatabase.with(lanes: LaneCount(8)) { copy in
                let store = PostgresStore(primary.client, replica: copy.client, lanes: LaneCount(8))
                let fixture = StoreFixture(store)
                let version = try fixture.version("1", of: try await fixture.makeProject())
                let lane = fixture.lane(of: version.project)
                let rows = try #require(store.segments)
                let before = try await rows.shown(in: lane)
                try await fixture.publish(version, "a", "b")
                let after = try await rows.shown(in: lane)
                #expect(after.generation > before.generation)
                #expect(after.uploads.count == 1)
                #expect(try await rows.generations(in: lane) == [lane: after.generation])
                #expect(try await rows.changes(in: lane, after: before.generation)?.versions.count == 1)
                let carl = Identity(user: "carl")
                let artifact = try fixture.artifact("a", of: version)
                #expect(try await rows.document(artifact, readableBy: carl) != nil)
                #expect(try await store.index.search(SearchRequest(), readableBy: carl).total == 2)
                try await fixture.put(StoreFixture.closed, of: version.project)
                #expect(try await rows.document(artifact, readableBy: carl) == nil)
                #expect(try await store.index.search(SearchRequest(), readableBy: carl).total == 0)
                copy.client.close()
                #expect(try await store.index.search(SearchRequest(), readableBy: .system).total == 2)
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
