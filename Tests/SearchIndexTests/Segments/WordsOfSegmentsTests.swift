import Catalog
import RegistryCore
import RegistryQuery
import SearchIndex
import Testing

struct WordsOfSegmentsTests {
    @Test(arguments: [
        "", " ", "Plain ASCII words, 2 of them.", "a_b.c'd:e", "ÄÖ and ASCII", "e\u{301}t\u{301}", "名前 x", "İstanbul",
        String(repeating: "x", count: 255), String(repeating: "x", count: 256),
        String(repeating: "Y", count: 600) + " z",
        "\u{301}mark first", "tab\tnew\nline\u{0}zero", "digits 123abc 4.5",
    ])
    func areThoseOfTheAnalyzer(_ text: String) throws {
        let escaped = text.unicodeScalars.map { $0.value < 0x20 ? " " : String($0) }.joined()
        let document = try Documents.make("{\"t\":\"\(escaped)\"}", textFields: ["t"])
        let fixture = try SegmentFixture([
            FixtureUpload(
                key: UploadKey(version: document.id.versionKey, id: UploadID(RandomID())), fence: 1,
                documents: [document])
        ])
        let field = try #require(fixture.segment.field("t"))
        let tokens = TextAnalyzer.tokens(escaped)
        #expect(
            fixture.entries(field, .word).map { String(decoding: $0.0, as: UTF8.self) }
                == Set(tokens).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        var places: [UInt32: String] = [:]
        for (key, entry) in fixture.entries(field, .word) {
            var reader = try #require(fixture.segment.positions(entry, fixture.parts))
            for place in reader.positions(of: 0) { places[place] = String(decoding: key, as: UTF8.self) }
        }
        #expect(places.sorted { $0.key < $1.key }.map(\.value) == tokens)
    }

    @Test func countManyDocumentsAndPositions() throws {
        // More than a restart of positions, bits instead of gaps, large frequencies.
        let uploads = try (0..<9).map { number in
            let documents = try (0..<1_000).map { index in
                let often = index % 7 == 0 ? String(repeating: "often ", count: index % 40) : ""
                return try Documents.make(
                    "{\"t\":\"word \(often)\(index % 3 == 0 ? "third" : "other")\"}", id: "P:f\(index)@v\(number)",
                    textFields: ["t"])
            }
            return FixtureUpload(
                key: UploadKey(version: documents[0].id.versionKey, id: UploadID(RandomID())), fence: 1,
                documents: documents)
        }
        let fixture = try SegmentFixture(uploads)
        let segment = fixture.segment
        let field = try #require(segment.field("t"))
        func entry(_ word: String) throws -> TermEntry {
            try #require(segment.entry(TermKey(field: field, kind: .word, key: Array(word.utf8)), fixture.parts))
        }
        #expect(try entry("word").count == 9_000)
        let third = try entry("third")
        #expect(third.count == 9 * 334)
        let documents = try #require(segment.documents(third, fixture.parts))
        #expect(documents.count == third.count)
        let often = try entry("often")
        let frequencies = try #require(segment.frequencies(often, fixture.parts))
        #expect(frequencies.max() == 39)
        // Backwards, forwards and by leaps.
        var reader = try #require(segment.positions(third, fixture.parts))
        var list: [Int] = []
        documents.forEach { list.append($0) }
        func expected(_ document: Int) throws -> [UInt32] {
            let path = try #require(segment.path(at: document, fixture.parts))
            let index = try #require(Int(path.dropFirst()))
            return [UInt32(1 + (index % 7 == 0 ? index % 40 : 0))]
        }
        for document in list { #expect(try reader.positions(of: document) == expected(document)) }
        for document in stride(from: list.count - 1, through: 0, by: -37).map({ list[$0] }) {
            #expect(try reader.positions(of: document) == expected(document))
        }
        for document in stride(from: 0, to: list.count, by: 301).map({ list[$0] }) {
            #expect(try reader.positions(of: document) == expected(document))
        }
        #expect(fixture.parts.damages.isEmpty)
    }
}
