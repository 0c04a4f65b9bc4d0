import Catalog
import JSONDocument
import PostgresClient
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StorePostgres
import Testing

/// Slices of every size and shape that a caller may give.
@Suite("Slices in PostgreSQL", .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)))
struct SliceTests {
    @Test("one of 250 documents is staged, and again with others in their place")
    func full() async throws {
        try await withIndexing(StagedRows.sliceLimit) { fixture, upload, fence, paths in
            for text in ["a", "b"] {
                let documents = try paths.map {
                    try fixture.document($0, ["text": .string(String(repeating: text, count: 1_000))])
                }
                try await fixture.store.stage(.documents(documents), of: upload, fence: fence)
            }
            try await fixture.publish(upload, documents: paths.count)
            let page = try await fixture.store.index.search(
                SearchRequest(extent: .everything, limit: 500), readableBy: .system)
            #expect(page.documents.count == paths.count)
            #expect(page.documents.allSatisfy { $0.staged.document["text"]?.stringValue?.first == "b" })
        }
    }

    @Test("one of many large documents goes out in parts, and is published as a whole")
    func large() async throws {
        try await withIndexing(11) { fixture, upload, fence, paths in
            let text = JSONValue.string(String(repeating: "x", count: 1 << 20))
            let documents = try paths.map { try fixture.document($0, ["text": text]) }
            try await fixture.store.stage(.documents(documents), of: upload, fence: fence)
            try await fixture.publish(upload, documents: paths.count)
            #expect(try await fixture.store.index.count() == paths.count)
        }
    }

    @Test("one that names a row twice keeps the last, as one statement for each row would")
    func twice() async throws {
        try await withIndexing(2) { fixture, upload, fence, paths in
            let documents = try [1, 2, 3].map { try fixture.document(paths[$0 % 2], ["n": .number(JSONNumber($0))]) }
            try await fixture.store.stage(.documents(documents), of: upload, fence: fence)
            let files = try ["f0", "f0", "f1"].map { try fixture.file($0, in: upload) }
            try await fixture.store.stage(.placements(files), of: upload, fence: fence)
            try await fixture.publish(upload, documents: 2)
            let page = try await fixture.store.index.search(SearchRequest(extent: .everything), readableBy: .system)
            #expect(page.documents.map { $0.staged.document["n"]?.intValue } == [2, 3])
            let next = fixture.newUpload(of: upload.version)
            try await fixture.store.stage(.files([files[0], files[0]]), of: next, fence: 0)
        }
    }

    @Test("one with a file that was never declared changes nothing, and an empty one is none")
    func undeclared() async throws {
        try await withIndexing(2) { fixture, upload, fence, _ in
            let files = try ["f0", "strange"].map { try fixture.file($0, in: upload) }
            await #expect(throws: StoreError.self) {
                try await fixture.store.stage(.placements(files), of: upload, fence: fence)
            }
            let stored = try await fixture.store.catalog.files(of: upload, after: nil, limit: 10)
            #expect(stored.map(\.key) == [nil, nil])
            for rows in [StagedRows.files([]), .placements([]), .documents([])] {
                let key = if case .files = rows { fixture.newUpload(of: upload.version) } else { upload }
                try await fixture.store.stage(rows, of: key, fence: fence)
            }
            await #expect(throws: StoreError.self) {
                try await fixture.store.stage(.documents([]), of: upload, fence: fence + 1)
            }
        }
    }

    /// An upload of `count` files `f0`, `f1`, … that is being indexed.
    private func withIndexing(
        _ count: Int, _ body: (StoreFixture, UploadKey, Int, [String]) async throws -> Void
    ) async throws {
        try await TestDatabase.with(lanes: LaneCount(8)) { database in
            let fixture = StoreFixture(PostgresStore(database.client, lanes: LaneCount(8)))
            let paths = (0..<count).map { "f\($0)" }
            let upload = try await fixture.startUpload(
                of: fixture.version("1", of: try await fixture.makeProject()), files: paths)
            try await fixture.seal(upload)
            try await body(fixture, upload, try await fixture.claim(upload), paths)
        }
    }
}
