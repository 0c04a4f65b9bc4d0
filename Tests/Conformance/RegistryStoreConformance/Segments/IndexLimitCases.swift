internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Synchronization
internal import Testing

extension RegistryStoreCase {
    static let indexLimits: [RegistryStoreCase] = [
        .init("an upload of many bytes is cut into several segments, and stored by one exchange") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let lane = fixture.lane(of: version.project)
            let paths = try await fixture.publishMany(501, of: version)
            var limits = IndexLimits()
            limits.segmentBytes = 1
            let changes = try await fixture.expectMove(in: lane) {
                let progress = try await fixture.keeper(of: lane, limits: limits).step()
                #expect(progress == SegmentKeeper.Progress(added: 501, isDone: false))
            }
            // A slice of documents is read at a time.
            #expect(changes.segments.map(\.documents).sorted() == [1, 500])
            #expect(try await fixture.walk() == paths)
            #expect(try await fixture.keeper(of: lane, limits: limits).rebuild { _ in } == 501)
            #expect(try await fixture.rows().shown(in: lane).segments.map(\.documents).sorted() == [1, 500])
            #expect(try await fixture.walk() == paths)
        },
        .init("uploads that together are too much for a segment are stored one by one") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let lane = fixture.lane(of: project)
            for name in ["1", "2", "3"] { try await fixture.publish(try fixture.version(name, of: project), "a", "b") }
            var limits = IndexLimits()
            limits.segmentBytes = 1
            for stored in 1...3 {
                let progress = try await fixture.keeper(of: lane, limits: limits).step()
                #expect(progress == SegmentKeeper.Progress(added: 2, isDone: false))
                #expect(
                    try await fixture.rows().shown(in: lane).segments.map(\.documents)
                        == Array(repeating: 2, count: stored))
            }
            #expect(try await fixture.keeper(of: lane, limits: limits).step().isDone)
            #expect(try await fixture.walk().count == 6)
        },
        .init("a search waits for the keeper when what it would have to build is too large, and looks only once") {
            store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let lane = fixture.lane(of: version.project)
            let paths = try await fixture.publishMany(20, of: version)
            var limits = IndexLimits()
            limits.tailBytes = 1
            let rows = WatchedRows(try fixture.rows())
            let search = ChunkedSearch(rows, limits: limits)
            for _ in 0..<3 {
                do throws(SearchIndexError) {
                    _ = try await search.search(SearchRequest(), readableBy: StoreFixture.admin)
                    Issue.record("the search has an answer")
                } catch {
                    guard case .unavailable(_, let behind as IndexBehind) = error else {
                        Issue.record("\(error)")
                        continue
                    }
                    #expect(behind.documents == 20)
                }
            }
            #expect(rows.reads == 1)
            _ = try await fixture.keeper(of: lane).step()
            #expect(try await fixture.walk(in: search) == paths)
            #expect(rows.reads == 1)
        },
        .init("an upload cut in memory is found whole, whatever is published, removed and stored meanwhile") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let lane = fixture.lane(of: project)
            var limits = IndexLimits()
            limits.segmentDocuments = 3
            let search = ChunkedSearch(try fixture.rows(), limits: limits)
            var keys: [Int: UploadKey] = [:]
            var shown: Set<String> = []
            // Each shares a segment with the one before and with the one behind; one after another goes.
            for number in 1...12 {
                let version = try fixture.version("\(number)", of: project)
                keys[number] = try await fixture.publish(version, "a", "b", "c", "d")
                shown.formUnion(["a", "b", "c", "d"].map { "PRJ1:\($0)@\(number)" })
                if number.isMultiple(of: 3), let removed = keys[number / 3] {
                    try await fixture.remove(removed)
                    shown = shown.filter { !$0.hasSuffix("@\(number / 3)") }
                }
                if number == 8 { _ = try await fixture.keeper(of: lane, limits: limits).step() }
                #expect(Set(try await fixture.walk(in: search)) == shown)
                #expect(try await fixture.walk(in: search).count == shown.count)
            }
        },
        .init("a keeper leaves uploads whose documents are gone, and does what else is to do") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let lane = fixture.lane(of: project)
            for name in ["1", "2", "3", "4", "5", "6", "7", "8"] {
                try await fixture.publish(try fixture.version(name, of: project), "a")
                _ = try await fixture.keeper(of: lane).step()
            }
            #expect(try await fixture.rows().shown(in: lane).segments.count == 8)
            let gone = try await fixture.publish(try fixture.version("9", of: project), "a")
            let rows = WatchedRows(try fixture.rows(), removed: [gone])
            let progress = try await fixture.keeper(of: lane, rows: rows).step()
            #expect(progress == SegmentKeeper.Progress(merged: 8, isDone: true))
            #expect(try await fixture.keeper(of: lane, rows: rows).step() == SegmentKeeper.Progress())
            #expect(rows.reads == 2)
        },
        .init("building the index anew heals a segment that cannot be read") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let lane = fixture.lane(of: version.project)
            let paths = try await fixture.publishMany(3, of: version)
            _ = try await fixture.keeper(of: lane).step()
            let segment = try #require(try await fixture.rows().shown(in: lane).segments.first)
            let rows = WatchedRows(try fixture.rows(), damaged: [segment.id])
            await #expect(throws: SegmentDamage.self) { try await fixture.keeper(of: lane, rows: rows).step() }
            await #expect(throws: SearchIndexError.self) { try await fixture.walk(in: ChunkedSearch(rows)) }
            #expect(try await fixture.keeper(of: lane, rows: rows).rebuild { _ in } == 3)
            #expect(try await fixture.walk(in: ChunkedSearch(rows)) == paths)
        },
        .init("what is written for hours is not swept before it is shown") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let lane = fixture.lane(of: version.project)
            let paths = try await fixture.publishMany(20, of: version)
            var limits = IndexLimits()
            limits.segmentDocuments = 2
            let clock = Mutex(StoreFixture.start)
            @Sendable func time() -> Timestamp { clock.withLock { $0 } }
            @Sendable func tick() -> Timestamp {
                clock.withLock { now in
                    now = now + .seconds(1_200)
                    return now
                }
            }
            @Sendable func sweep() async throws -> Int {
                try await fixture.rows().sweepSegments(before: time() - .seconds(3_600), limit: 1_000)
            }
            for _ in 0..<2 {
                let keeper = try fixture.keeper(
                    of: lane, limits: limits,
                    interrupting: {
                        let removed = try await sweep()
                        #expect(removed == 0)
                    }, now: tick)
                #expect(try await keeper.rebuild { _ in } == 20)
                #expect(try await fixture.rows().shown(in: lane).segments.count == 10)
                #expect(try await fixture.walk() == paths)
            }
            #expect(time() == StoreFixture.start + .seconds(24_000))
            _ = try await sweep()
            #expect(try await fixture.walk() == paths)
        },
    ]
}

extension StoreFixture {
    /// Publishes documents under paths of their own.
    ///
    /// - Returns: their ids in the order of their bytes.
    fileprivate func publishMany(_ count: Int, of version: VersionKey) async throws -> [String] {
        let documents = try (0..<count).map { try document("path-\($0)", ["n": .number(JSONNumber($0))]) }
        try await publish(version, documents: documents)
        return documents.map { "\(version.project):\($0.path)@\(version.version)" }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    /// The ids of all documents, page by page.
    fileprivate func walk(in index: (any SearchIndex)? = nil) async throws -> [String] {
        var ids: [String] = []
        var request = SearchRequest(limit: 100)
        repeat {
            let page = try await (index ?? store.index).search(request, readableBy: Self.admin)
            ids += page.documents.map(\.id.description)
            request.after = page.next
        } while request.after != nil
        return ids
    }
}
