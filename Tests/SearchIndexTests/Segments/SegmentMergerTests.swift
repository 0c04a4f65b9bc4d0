import Catalog
import RegistryCore
import SearchIndex
import Testing

struct SegmentMergerTests {
    @Test(arguments: 0..<8)
    func makesWhatTheBuilderMakes(_ seed: Int) throws {
        var random = RandomDocuments(seed: UInt64(seed) + 1_000)
        let uploads = try random.uploads([2, 5, 12, 40][seed % 4])
        var groups: [[FixtureUpload]] = [[], [], []]
        for upload in uploads {
            groups[Int.random(in: 0...seed % 3, using: &random.generator)].append(upload)
        }
        let parts = try SegmentMerger.merge(groups.map { try source($0) { _ in true } })
        #expect(parts == SegmentFixture.build(uploads))
    }

    @Test(arguments: 0..<8)
    func leavesOutTheRunsThatAreNotKept(_ seed: Int) throws {
        var random = RandomDocuments(seed: UInt64(seed) + 2_000)
        let uploads = try random.uploads([2, 5, 12, 40][seed % 4])
        let kept = Set(uploads.map(\.key).filter { _ in Bool.random(using: &random.generator) })
        let half = uploads.count / 2
        let sources = try [uploads[..<half], uploads[half...]].map { try source(Array($0), kept.contains) }
        let parts = try SegmentMerger.merge(sources)
        #expect(parts == SegmentFixture.build(uploads.filter { kept.contains($0.key) }))
    }

    @Test func mergesLargeSegmentsMoreThanOnce() throws {
        var random = RandomDocuments(seed: 4)
        let uploads = try random.uploads(240).shuffled(using: &random.generator)
        let thirds = [uploads[..<80], uploads[80..<160], uploads[160...]].map(Array.init)
        let firstTwo = try SegmentMerger.merge([source(thirds[0]) { _ in true }, source(thirds[1]) { _ in true }])
        let merged = try SegmentFixture(firstTwo)
        let all = try SegmentMerger.merge([
            source(thirds[2]) { _ in true },
            SegmentMerger.Source(
                segment: merged.segment, parts: merged.parts, keepsRun: merged.segment.runs.map { _ in true }),
        ])
        #expect(all == SegmentFixture.build(uploads))
    }

    @Test func joinsThePiecesOfAnUpload() throws {
        var random = RandomDocuments(seed: 6)
        let uploads = try random.uploads(2, documents: 20...20)
        let sorted = uploads[0].documents.sorted { $0.id < $1.id }
        var pieces = [sorted[..<7], sorted[7...]].map {
            FixtureUpload(key: uploads[0].key, fence: 2, documents: Array($0))
        }
        pieces.insert(uploads[1], at: 1)
        let parts = try SegmentMerger.merge(pieces.reversed().map { try source([$0]) { _ in true } })
        #expect(parts == SegmentFixture.build(pieces), "the bytes differ")
        let runs = try SegmentFixture(parts).segment.runs.filter { $0.upload == uploads[0].key }
        #expect(runs.map(\.count) == [7, sorted.count - 7])
    }

    @Test func ofNothingThatIsKeptIsEmpty() throws {
        var random = RandomDocuments(seed: 8)
        let parts = try SegmentMerger.merge([try source(random.uploads(3)) { _ in false }])
        #expect(parts == SegmentFixture.build([]))
        #expect(try SegmentMerger.merge([]) == parts)
    }

    @Test func saysWhatItCannotRead() throws {
        var random = RandomDocuments(seed: 10)
        let uploads = try random.uploads(60)
        let whole = try SegmentFixture(uploads)
        for missing in 1..<whole.segment.partCount {
            whole.parts.missing = [missing]
            let source = SegmentMerger.Source(
                segment: whole.segment, parts: whole.parts, keepsRun: whole.segment.runs.map { _ in true })
            #expect(throws: SegmentDamage.self) { try SegmentMerger.merge([source]) }
        }
    }

    private func source(_ uploads: [FixtureUpload], _ keeps: (UploadKey) -> Bool) throws -> SegmentMerger.Source {
        let fixture = try SegmentFixture(uploads)
        return SegmentMerger.Source(
            segment: fixture.segment, parts: fixture.parts, keepsRun: fixture.segment.runs.map { keeps($0.upload) })
    }
}
