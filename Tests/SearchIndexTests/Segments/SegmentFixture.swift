import Catalog
import RegistryCore
import SearchIndex

/// A segment with all of its parts at hand, or with those that a test lets it have.
final class FixtureParts: SegmentParts {
    let parts: [[UInt8]]
    /// Not at hand.
    var missing: Set<Int> = []
    private(set) var asked: Set<Int> = []
    private(set) var damages: [SegmentDamage] = []

    init(_ parts: [[UInt8]]) { self.parts = parts }

    func part(_ number: Int, of segment: Segment) -> [UInt8]? {
        asked.insert(number)
        return missing.contains(number) || !parts.indices.contains(number) ? nil : parts[number]
    }
    func found(_ damage: SegmentDamage) { damages.append(damage) }
}

/// The documents of one upload.
struct FixtureUpload {
    let key: UploadKey
    let fence: Int
    let documents: [ArtifactDocument]
}

struct SegmentFixture {
    let segment: Segment
    let parts: FixtureParts

    init(_ parts: [[UInt8]], id: Int64 = 1) throws {
        segment = try Segment(id: SegmentID(rawValue: id), header: parts[0])
        self.parts = FixtureParts(parts)
        for (number, part) in parts.enumerated() { try segment.check(part, part: number) }
    }
    init(_ uploads: [FixtureUpload], id: Int64 = 1) throws {
        try self.init(Self.build(uploads), id: id)
    }

    static func build(_ uploads: [FixtureUpload]) -> [[UInt8]] {
        var builder = SegmentBuilder()
        for upload in uploads { builder.add(upload.documents, of: upload.key, fence: upload.fence) }
        return builder.finish()
    }

    /// All entries of a field and kind.
    func entries(_ field: Int, _ kind: TermKind, from: [UInt8]? = nil, through: [UInt8]? = nil) -> [(
        [UInt8], TermEntry
    )] {
        var entries: [([UInt8], TermEntry)] = []
        segment.scan(field: field, kind: kind, from: from, through: through, parts) { key, entry in
            entries.append((Array(key), entry))
            return true
        }
        return entries
    }
}

extension PositionReader {
    mutating func positions(of document: Int) -> [UInt32] {
        var positions: [UInt32] = []
        read(document, into: &positions)
        return positions
    }
}

/// Made documents that have much in common.
struct RandomDocuments {
    var generator: SplitMix

    init(seed: UInt64) { generator = SplitMix(state: seed) }

    /// Uploads of one document or a few, some sealed at the same moment.
    mutating func uploads(_ count: Int, documents: ClosedRange<Int> = 1...6) throws -> [FixtureUpload] {
        try (0..<count).map { number in
            let project = "PRJ\(Int.random(in: 1...3, using: &generator))"
            let version = "v\(number)"
            let sealedAt = Documents.sealed + .seconds(Int.random(in: 0...3, using: &generator))
            let paths = Set((0..<Int.random(in: documents, using: &generator)).map { _ in path() })
            let texts = ["title", "notes", "nested.name", "samples.note", "rows.note"].filter { _ in
                Int.random(in: 0...3, using: &generator) > 0
            }
            let nested = ["rows", "rows.sub", "samples", "nested"].filter { _ in
                Int.random(in: 0...2, using: &generator) > 0
            }
            let documents = try paths.sorted().shuffled(using: &generator).map { path in
                try Documents.make(
                    object(depth: 0), id: "\(project):\(path)@\(version)", revision: number + 1, textFields: texts,
                    nestedFields: nested, schema: Bool.random(using: &generator) ? "sample/v1.json" : nil,
                    type: ["", "sample", "Sequencing Run"].randomElement(using: &generator),
                    fileSize: Bool.random(using: &generator) ? Int64.random(in: 0...5, using: &generator) : nil,
                    sealedAt: sealedAt)
            }
            let id = UploadID(RandomID(using: &generator))
            return FixtureUpload(
                key: UploadKey(version: documents[0].id.versionKey, id: id),
                fence: Int.random(in: 0...3, using: &generator), documents: documents)
        }
    }
    private mutating func path() -> String {
        let names = ["a", "a.b", "reads", "run 1/b", "é/ü", "a@1", "sample_1.fastq.gz"]
        return names.randomElement(using: &generator)! + "\(Int.random(in: 0...40, using: &generator))"
    }
    private mutating func object(depth: Int) -> String {
        let keys = [
            "title", "notes", "n", "when", "ok", "tags", "nested", "samples", "name", "note", "_extra", "_extra.id", "",
            "a.b", "nested.name", "x", "_extraordinary", "rows", "rows", "rows.x",
        ]
        let members = Set(
            (0..<Int.random(in: 0...8, using: &generator)).map { _ in keys.randomElement(using: &generator)! })
        let texts = members.sorted().map { "\"\($0)\":\($0 == "rows" ? rows(4) : value(depth: depth + 1))" }
        return "{" + texts.joined(separator: ",") + "}"
    }
    /// Small objects that are alike, some of them with others within.
    private mutating func rows(_ count: Int) -> String {
        let texts = (0..<Int.random(in: 1...count, using: &generator)).map { _ in
            let x = Int.random(in: 0...2, using: &generator)
            var members = ["\"x\":\(x)"]
            let words = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                ["lung", "Lung", "human", "tumor"].randomElement(using: &generator)!
            }
            members.append("\"note\":\"\(words.joined(separator: " "))\"")
            if Bool.random(using: &generator) { members.append("\"when\":\"2026-0\(x + 1)-01\"") }
            if count > 2 { members.append("\"sub\":\(rows(2))") }
            if Int.random(in: 0...9, using: &generator) == 0 { members.append("\"sub.x\":1") }
            return Int.random(in: 0...9, using: &generator) == 0
                ? "{}" : "{" + members.shuffled(using: &generator).joined(separator: ",") + "}"
        }
        return texts.count == 1 ? texts[0] : "[" + texts.joined(separator: ",") + "]"
    }
    private mutating func hex(_ count: Int) -> String {
        (0..<count).map { _ in String(Int.random(in: 0..<16, using: &generator), radix: 16) }.joined()
    }
    private mutating func value(depth: Int) -> String {
        switch Int.random(in: depth > 3 ? 2...9 : 0...9, using: &generator) {
        case 0: return object(depth: depth)
        case 1:
            return "["
                + (0..<Int.random(in: 0...4, using: &generator)).map { _ in value(depth: depth + 1) }
                .joined(separator: ",") + "]"
        case 2: return ["true", "false", "null"].randomElement(using: &generator)!
        case 3:
            let numbers = ["0", "-0", "1", "1.0", "1e0", "-2.50", "1e400", "-1E-400", "12345678901234567890", "3.25"]
            return numbers.randomElement(using: &generator)!
        case 4:
            let dates = ["2026-01-02", "2026-01", "2026-01-02T03:04:05+02:00", "2025-12-31 23:00", "2026-13-01"]
            return "\"" + dates.randomElement(using: &generator)! + "\""
        case 5: return "\"\(hex(Int.random(in: 14...40, using: &generator)))\""
        default:
            let words = ["", "Lung", "lung", "human", "RNA-seq", "été", "!!", "tumor", "e\u{301}t", "x", "a b a", "名前"]
            let count = Int.random(in: 1...4, using: &generator)
            return "\"" + (0..<count).map { _ in words.randomElement(using: &generator)! }.joined(separator: " ") + "\""
        }
    }
}

/// Numbers that are the same in every run (Steele, Lea and Flood, 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
