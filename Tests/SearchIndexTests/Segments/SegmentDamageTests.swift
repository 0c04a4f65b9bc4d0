import RegistryCore
import SearchIndex
import Testing

/// Bytes that are not what was written are found out or read as something else; they never end the process.
struct SegmentDamageTests {
    @Test func noticesEveryChangedByte() throws {
        var random = RandomDocuments(seed: 1)
        let parts = SegmentFixture.build(try random.uploads(100))
        let segment = try SegmentFixture(parts).segment
        for (number, part) in parts.enumerated() {
            for offset in stride(from: 0, to: part.count, by: 101) {
                var changed = part
                changed[offset] ^= 1 << UInt8(offset % 8)
                #expect(throws: SegmentDamage.self) { try segment.check(changed, part: number) }
            }
            #expect(throws: SegmentDamage.self) { try segment.check(Array(part.dropLast()), part: number) }
        }
    }

    @Test func readsAHeaderThatIsCutShortWithoutHarm() throws {
        var random = RandomDocuments(seed: 2)
        let part = SegmentFixture.build(try random.uploads(1, documents: 2...2))[0].dropLast(4)
        for count in 0..<part.count {
            readAll([PartChecksum.seal(Array(part.prefix(count)))])
        }
    }

    @Test(arguments: 0..<4)
    func readsChangedBytesWithoutHarm(_ round: Int) throws {
        var random = RandomDocuments(seed: UInt64(round) + 3)
        let part = Array(SegmentFixture.build(try random.uploads(1, documents: 2...2))[0].dropLast(4))
        for offset in part.indices where offset % 4 == round {
            var changed = part
            changed[offset] =
                round % 2 == 0 ? changed[offset] ^ 1 << UInt8.random(in: 0..<8, using: &random.generator) : 0xFF
            readAll([PartChecksum.seal(changed)])
        }
    }

    @Test func readsChangedPartsWithoutHarm() throws {
        var random = RandomDocuments(seed: 11)
        let parts = SegmentFixture.build(try random.uploads(40))
        #expect(parts.count > 1)
        for number in parts.indices {
            for _ in 0..<24 {
                var changed = Array(parts[number].dropLast(4))
                for _ in 0..<Int.random(in: 1...3, using: &random.generator) {
                    changed[Int.random(in: changed.indices, using: &random.generator)] =
                        UInt8.random(in: 0...255, using: &random.generator)
                }
                if Bool.random(using: &random.generator) {
                    changed.removeLast(Int.random(in: 0...changed.count, using: &random.generator))
                }
                var all = parts
                all[number] = PartChecksum.seal(changed)
                readAll(all)
            }
        }
    }

    @Test func tellsOfAPartThatMakesNoSense() throws {
        var random = RandomDocuments(seed: 12)
        var parts = SegmentFixture.build(try random.uploads(40))
        let segment = try SegmentFixture(parts).segment
        for number in parts.indices.dropFirst() { parts[number] = PartChecksum.seal([]) }
        let empty = FixtureParts(parts)
        segment.scan(field: 0, kind: .word, empty) { _, _ in true }
        #expect(segment.path(at: 0, empty) == nil)
        #expect(Set(empty.damages.map(\.segment)) == [segment.id])
    }

    /// Calls everything that reads.
    private func readAll(_ bytes: [[UInt8]]) {
        guard let segment = try? Segment(id: SegmentID(rawValue: 1), header: bytes[0]) else { return }
        let parts = FixtureParts(bytes)
        let set = DocumentSet.full(capacity: segment.documentCount)
        for position in 0..<min(segment.documentCount, 8) { _ = segment.path(at: position, parts) }
        _ = segment.lengths(parts)?[0]
        for field in 0...min(segment.fields.count, 12) {
            for kind in TermKind.allCases {
                var last: [UInt8] = []
                var count = 0
                segment.scan(field: field, kind: kind, parts) { key, entry in
                    last = Array(key)
                    count += 1
                    if count % 5 == 0 { _ = segment.documents(entry, parts)?.count }
                    if kind == .word, count % 5 == 0 {
                        _ = segment.frequencies(entry, parts)
                        if var reader = segment.positions(entry, parts) { set.forEach { _ = reader.positions(of: $0) } }
                    }
                    return count < 500
                }
                _ = segment.entry(TermKey(field: field, kind: kind, key: last), parts)
                _ = segment.key(field: field, kind: kind, ordinal: count / 2, parts)
                _ = segment.entryCountAtMost(field: field, kind: kind, from: last, through: nil)
                if let column = segment.column(field: field, kind: kind, parts) {
                    _ = column.counts(in: set)
                    column.forEachCode(in: set) { _, _ in }
                    _ = column.documents(
                        withCodesIn: 0..<max(column.valueCount / 2, 1), capacity: segment.documentCount)
                }
            }
        }
        let source = SegmentMerger.Source(segment: segment, parts: parts, keepsRun: segment.runs.map { _ in true })
        _ = try? SegmentMerger.merge([source])
    }
}
