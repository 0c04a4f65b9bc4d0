import Catalog
import JSONDocument
import RegistryCore
import RegistryQuery
import SearchIndex
import Testing

/// Compares what a segment says with what a plain model of the same documents says.
struct SegmentTests {
    @Test(arguments: 0..<8)
    func holdsWhatTheDocumentsHold(_ seed: Int) throws {
        var random = RandomDocuments(seed: UInt64(seed))
        let uploads = try random.uploads([1, 3, 20, 60][seed % 4])
        let fixture = try SegmentFixture(uploads)
        try expectSame(fixture, SegmentModel(uploads))
    }

    @Test func holdsManyDocumentsInManyParts() throws {
        var random = RandomDocuments(seed: 77)
        let uploads = try random.uploads(100)
        let fixture = try SegmentFixture(uploads)
        #expect(fixture.segment.partCount > 2)
        try expectSame(fixture, SegmentModel(uploads))
        #expect(fixture.segment.bytes == fixture.parts.parts.reduce(0) { $0 + $1.count })
    }

    @Test func doesNotDependOnTheOrderOfBuilding() throws {
        var random = RandomDocuments(seed: 5)
        let uploads = try random.uploads(12)
        let shuffled = uploads.shuffled(using: &random.generator).map { upload in
            FixtureUpload(
                key: upload.key, fence: upload.fence, documents: upload.documents.shuffled(using: &random.generator))
        }
        #expect(SegmentFixture.build(uploads) == SegmentFixture.build(shuffled))
    }

    @Test func doesNotDependOnTheSlicesInWhichAnUploadIsAdded() throws {
        var random = RandomDocuments(seed: 6)
        let uploads = try random.uploads(5, documents: 7...20)
        var builder = SegmentBuilder()
        for upload in uploads {
            var rest = upload.documents[...]
            while !rest.isEmpty {
                let before = builder.byteCount
                builder.add(Array(rest.prefix(4)), of: upload.key, fence: upload.fence)
                #expect(builder.byteCount > before)
                rest = rest.dropFirst(4)
            }
        }
        #expect(builder.finish() == SegmentFixture.build(uploads))
    }

    @Test func keepsASmallUploadInOnePart() throws {
        var random = RandomDocuments(seed: 3)
        let uploads = try random.uploads(1, documents: 5...5)
        let fixture = try SegmentFixture(uploads)
        #expect(fixture.segment.partCount == 1)
        #expect(fixture.segment.bytes < 12_000)
    }

    @Test func ofNothingIsASegmentOfNothing() throws {
        let fixture = try SegmentFixture(SegmentFixture.build([]))
        #expect(fixture.segment.documentCount == 0)
        #expect(fixture.segment.runs.isEmpty)
        #expect(fixture.segment.fields.isEmpty)
        #expect(fixture.segment.entry(TermKey(field: 0, kind: .word, key: []), fixture.parts) == nil)
        #expect(fixture.parts.damages.isEmpty)
    }

    @Test func notesEveryPartThatIsMissing() throws {
        var random = RandomDocuments(seed: 9)
        let uploads = try random.uploads(300)
        let fixture = try SegmentFixture(uploads)
        fixture.parts.missing = Set(fixture.parts.parts.indices)
        #expect(fixture.entries(0, .word).isEmpty)
        let asked = fixture.parts.asked
        fixture.parts.missing = []
        let entries = fixture.entries(0, .word)
        #expect(!entries.isEmpty)
        // All blocks of a scan are asked for at once.
        #expect(fixture.parts.asked == asked)
        fixture.parts.missing = Set(fixture.parts.parts.indices)
        for (_, entry) in entries where entry.count > 3 && entry.count < fixture.segment.documentCount {
            #expect(fixture.segment.documents(entry, fixture.parts) == nil)
        }
        #expect(fixture.segment.path(at: 0, fixture.parts) == nil)
        #expect(fixture.segment.lengths(fixture.parts) == nil)
        #expect(fixture.parts.damages.isEmpty)
    }

    @Test func readsLongKeysDeepNestingAndManyFields() throws {
        let long = String(repeating: "k", count: 300_000)
        let depth = 60
        let nested = String(repeating: "{\"d\":", count: depth) + "1" + String(repeating: "}", count: depth)
        let many = (0..<DocumentTerms.fieldMaximum).map { "\"f\($0)\":\($0)" }.joined(separator: ",")
        let tall = "{\"\(String(repeating: "p", count: 2_000))\":{\"below\":\"found\"}}"
        let json =
            "{\"long\":\"\(long)\",\"longer\":\"\(long)x\",\"nested\":\(nested),\"tall\":\(tall),\"many\":{\(many)}}"
        let document = try Documents.make(json)
        let upload = FixtureUpload(
            key: UploadKey(version: document.id.versionKey, id: UploadID(RandomID())), fence: 1, documents: [document])
        let fixture = try SegmentFixture([upload])
        let segment = fixture.segment
        for (path, key) in [("long", long), ("longer", long + "x")] {
            let name = try #require(FieldPath(path))
            let field = try #require(segment.field(name))
            #expect(segment.entry(TermKey(field: field, kind: .keyword, key: Array(key.utf8)), fixture.parts) != nil)
            #expect(segment.key(field: field, kind: .keyword, ordinal: 0, fixture.parts) == Array(key.utf8))
        }
        let deep = try #require(FieldPath("nested" + String(repeating: ".d", count: depth)))
        #expect(segment.field(deep) != nil)
        // Where no name can be given, the values are found without one.
        #expect(segment.entry(TermKey(field: 0, kind: .keyword, key: Array("found".utf8)), fixture.parts) != nil)
        let last = TermKey.number(JSONNumber(DocumentTerms.fieldMaximum - 1))
        #expect(segment.entry(TermKey(field: 0, kind: .number, key: last), fixture.parts) != nil)
        #expect(segment.field("many.f1") != nil)
        #expect(segment.fields.count <= DocumentTerms.fieldMaximum)
        #expect(fixture.parts.damages.isEmpty)
    }

    @Test func namesNoMoreFieldsThanADocumentPaysFor() throws {
        // Short keys below a long one: each path is long.
        let below = (0..<5_000).map { "\"k\($0)\":\"v\($0)\"" }.joined(separator: ",")
        let parent = String(repeating: "p", count: 1_000)
        let document = try Documents.make("{\"\(parent)\":{\(below)},\"after\":1}")
        let upload = FixtureUpload(
            key: UploadKey(version: document.id.versionKey, id: UploadID(RandomID())), fence: 1, documents: [document])
        let fixture = try SegmentFixture([upload])
        let names = fixture.segment.fields.map(\.path.description)
        #expect(names.reduce(0) { $0 + $1.utf8.count } < DocumentTerms.pathShare * 30_000)
        #expect(names.contains("_extra.id"))
        for value in ["v0", "v4999"] {
            let key = TermKey(field: 0, kind: .keyword, key: Array(value.utf8))
            #expect(fixture.segment.entry(key, fixture.parts) != nil)
        }
    }

    /// Compares everything that can be read.
    private func expectSame(_ fixture: SegmentFixture, _ model: SegmentModel) throws {
        let segment = fixture.segment
        #expect(segment.documentCount == model.documents.count)
        #expect(
            segment.fields.map(\.path.description) == model.fields.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        )
        var numbers: [String?: Int] = [nil: 0]
        for (number, path) in segment.fields {
            #expect(segment.field(path) == number)
            numbers[path.description] = number
        }
        #expect(segment.field("no such field") == nil)
        try expectSamePlaces(fixture, model)
        var groups: [SegmentModel.Key: [[UInt8]]] = [:]
        for key in model.entries.keys {
            groups[SegmentModel.Key(field: key.field, kind: key.kind, key: []), default: []].append(key.key)
        }
        for (field, number) in numbers {
            for kind in TermKind.allCases {
                let keys = (groups[SegmentModel.Key(field: field, kind: kind, key: [])] ?? []).sorted {
                    $0.lexicographicallyPrecedes($1)
                }
                try expectSameGroup(fixture, model, field, number, kind, keys)
            }
        }
        #expect(fixture.parts.damages.isEmpty)
    }
    private func expectSamePlaces(_ fixture: SegmentFixture, _ model: SegmentModel) throws {
        let segment = fixture.segment
        let lengths = try #require(segment.lengths(fixture.parts))
        #expect(model.lengths.indices.map { lengths[$0] } == model.lengths)
        #expect(lengths[-1] == 0 && lengths[model.lengths.count] == 0)
        for (position, document) in model.documents.enumerated() {
            #expect(segment.path(at: position, fixture.parts) == document.id.path.description)
        }
        #expect(segment.path(at: -1, fixture.parts) == nil)
        #expect(segment.path(at: segment.documentCount, fixture.parts) == nil)
        for run in segment.runs {
            let documents = model.documents[run.positions]
            #expect(documents.allSatisfy { $0.id.versionKey == run.upload.version && $0.sealedAt == run.sealedAt })
            #expect(documents.allSatisfy { $0.revision == run.revision })
            #expect(model.lengths[run.positions].reduce(0, +) == run.words)
        }
        #expect(segment.runs.map(\.count).reduce(0, +) == segment.documentCount)
    }
    private func expectSameGroup(
        _ fixture: SegmentFixture, _ model: SegmentModel, _ field: String?, _ number: Int, _ kind: TermKind,
        _ keys: [[UInt8]]
    ) throws {
        let segment = fixture.segment
        let entries = fixture.entries(number, kind)
        #expect(entries.map(\.0) == keys)
        #expect(segment.entryCount(field: number, kind: kind) == keys.count)
        #expect(segment.entryCountAtMost(field: number, kind: kind, from: nil, through: nil) == keys.count)
        var codes = [[UInt32]](repeating: [], count: segment.documentCount)
        for (ordinal, (key, entry)) in entries.enumerated() {
            let postings = model.entries[SegmentModel.Key(field: field, kind: kind, key: key)] ?? [:]
            let documents = postings.keys.sorted()
            #expect(entry.ordinal == ordinal)
            #expect(entry.count == documents.count)
            #expect(segment.entry(TermKey(field: number, kind: kind, key: key), fixture.parts) == entry)
            #expect(segment.key(field: number, kind: kind, ordinal: ordinal, fixture.parts) == key)
            let set = try #require(segment.documents(entry, fixture.parts))
            #expect(set == DocumentSet(capacity: segment.documentCount, sorted: documents.map { UInt16($0) }))
            for document in documents { codes[document].append(UInt32(ordinal)) }
            guard kind.hasPositions else { continue }
            let frequencies = try #require(segment.frequencies(entry, fixture.parts))
            #expect(frequencies.map(Int.init) == documents.map { postings[$0]?.frequency })
            var reader = try #require(segment.positions(entry, fixture.parts))
            let read = (0..<segment.documentCount).map { reader.positions(of: $0) }
            #expect(read == (0..<segment.documentCount).map { postings[$0]?.positions ?? [] })
            #expect(reader.positions(of: documents[0]) == postings[documents[0]]?.positions)
        }
        // Bounds that are keys, and ones that lie between.
        for index in stride(from: 0, to: keys.count, by: 7) {
            let upper = keys[min(index + 3, keys.count - 1)]
            let found = fixture.entries(number, kind, from: keys[index], through: upper).map(\.0)
            #expect(found == Array(keys[index...min(index + 3, keys.count - 1)]))
            let after = fixture.entries(number, kind, from: keys[index] + [0], through: upper + [0]).map(\.0)
            #expect(after == Array(keys[index...min(index + 3, keys.count - 1)].dropFirst()))
            #expect(
                segment.entryCountAtMost(field: number, kind: kind, from: keys[index], through: upper) >= found.count)
        }
        let hasColumn = number > 0 && [.bool, .number, .date, .keyword].contains(kind) && !keys.isEmpty
        let column = segment.column(field: number, kind: kind, fixture.parts)
        #expect((column != nil) == hasColumn)
        if let column { expectSame(column, codes, keys.count) }
    }
    private func expectSame(_ column: Column, _ codes: [[UInt32]], _ values: Int) {
        #expect(column.valueCount == values)
        #expect(column.isSingle == codes.allSatisfy { $0.count <= 1 })
        let full = DocumentSet.full(capacity: codes.count)
        let some = DocumentSet(
            capacity: codes.count, sorted: (0..<codes.count).filter { $0 % 3 != 1 }.map { UInt16($0) })
        for set in [full, some] {
            var counts = [UInt32](repeating: 0, count: values)
            var expected: [[UInt32]] = []
            set.forEach { position in
                for code in codes[position] {
                    counts[Int(code)] += 1
                    expected.append([UInt32(position), code])
                }
            }
            #expect(column.counts(in: set) == counts)
            var found: [[UInt32]] = []
            column.forEachCode(in: set) { found.append([UInt32($0), $1]) }
            #expect(found == expected)
        }
        for range in [0..<values, 0..<1, values / 2..<values, values / 3..<values / 2 + 1, values..<values + 5] {
            let expected = codes.indices.filter { codes[$0].contains { range.contains(Int($0)) } }
            #expect(
                column.documents(withCodesIn: range, capacity: codes.count)
                    == DocumentSet(capacity: codes.count, sorted: expected.map { UInt16($0) }))
        }
    }
}
