internal import Catalog
internal import RegistryCore

/// Part 0, read: what is in a segment and where.
struct SegmentHeader: Sendable {
    /// The entries of one field and kind: neighbours in the dictionary.
    struct Group: Sendable {
        let field: Int
        let kind: TermKind
        /// The number of the first entry in the whole dictionary.
        let first: Int
        let count: Int
        /// Of kind ``TermKind/objects``: objects of all documents; else 0.
        let objects: Int
        /// Of its column within the stream of columns; empty without one.
        let column: Range<Int>

        var entries: Range<Int> { first..<first + count }
    }
    /// Some entries of the dictionary that are read together.
    struct Block: Sendable {
        let entries: Range<Int>
        let bytes: Range<Int>
        /// Where the blobs of its entries begin in their streams.
        let postings: Int
        let frequencies: Int
        let positions: Int
        /// In ``keys``: greater than every key before the block, not greater than its first key, where both are of one
        /// group.
        let key: Range<Int>
    }

    static let magic: [UInt8] = Array("VSG1".utf8)
    /// Documents whose paths are one blob.
    static let pathsPerBlob = 64

    let documentCount: Int
    let runs: [SegmentRun]
    let names: FieldNames
    let groups: [Group]
    let blocks: [Block]
    let keys: [UInt8]
    let layout: SegmentLayout
    let lengths: Range<Int>
    let paths: [Range<Int>]
    /// Bytes of the header itself; chunks of part 0 follow.
    let end: Int

    /// - Returns: nil for bytes that make no sense.
    init?(_ bytes: [UInt8]) {
        let header = bytes.withUnsafeBytes { bytes -> SegmentHeader? in
            guard bytes.count >= PartChecksum.size else { return nil }
            var reader = ByteReader(bytes, in: 0..<bytes.count - PartChecksum.size)
            guard reader.take(Self.magic.count).elementsEqual(Self.magic) else { return nil }
            return SegmentHeader(&reader)
        }
        guard let header else { return nil }
        self = header
    }

    private init?(_ reader: inout ByteReader) {
        documentCount = reader.number()
        guard documentCount <= DocumentSet.capacityMaximum, let runs = Self.runs(&reader, documents: documentCount),
            let names = FieldNames(&reader), let groups = Self.groups(&reader, fields: names.count)
        else { return nil }
        self.runs = runs
        self.names = names
        var keys: [UInt8] = []
        guard let blocks = Self.blocks(&reader, entries: groups.last?.entries.upperBound ?? 0, &keys),
            let layout = SegmentLayout(&reader)
        else { return nil }
        self.blocks = blocks
        self.keys = keys
        self.layout = layout
        var offset = 0
        func blob(_ reader: inout ByteReader) -> Range<Int> {
            let start = offset
            offset += reader.number()
            return start..<offset
        }
        self.groups = groups.map { group in
            guard group.field > 0, group.kind.hasColumn else { return group }
            return Group(
                field: group.field, kind: group.kind, first: group.first, count: group.count, objects: group.objects,
                column: blob(&reader))
        }
        lengths = blob(&reader)
        offset = 0
        paths = (0..<(documentCount + Self.pathsPerBlob - 1) / Self.pathsPerBlob).map { _ in blob(&reader) }
        end = reader.position
        if reader.isDamaged { return nil }
    }

    private static func runs(_ reader: inout ByteReader, documents: Int) -> [SegmentRun]? {
        var runs: [SegmentRun] = []
        var first = 0
        for _ in 0..<reader.count(ofSize: 8) {
            guard let project = try? ProjectID(parsing: reader.text()),
                let version = try? VersionID(parsing: reader.text()), let upload = UploadID(reader.text())
            else { return nil }
            let run = SegmentRun(
                upload: UploadKey(version: VersionKey(project: project, version: version), id: upload),
                fence: Int(reader.signed()), revision: Revision(Int(reader.signed())),
                sealedAt: Timestamp(milliseconds: reader.signed()), first: first, count: reader.number(),
                words: reader.number())
            guard !reader.isDamaged, run.count > 0, run.count <= documents - first else { return nil }
            runs.append(run)
            first += run.count
        }
        return first == documents && !reader.isDamaged ? runs : nil
    }

    private static func groups(_ reader: inout ByteReader, fields: Int) -> [Group]? {
        var groups: [Group] = []
        var field = 0
        var first = 0
        for _ in 0..<reader.count(ofSize: 3) {
            field += reader.number()
            guard field <= fields, let kind = TermKind(rawValue: reader.byte()) else { return nil }
            if let last = groups.last, (last.field, last.kind) >= (field, kind) { return nil }
            let count = reader.number()
            if count == 0 { return nil }
            let objects = kind == .objects ? reader.number() : 0
            groups.append(
                Group(field: field, kind: kind, first: first, count: count, objects: objects, column: 0..<0))
            first += count
        }
        return reader.isDamaged ? nil : groups
    }

    private static func blocks(_ reader: inout ByteReader, entries: Int, _ keys: inout [UInt8]) -> [Block]? {
        var blocks: [Block] = []
        var (first, start, postings, frequencies, positions) = (0, 0, 0, 0, 0)
        for _ in 0..<reader.count(ofSize: 6) {
            let count = reader.number()
            let size = reader.number()
            let sizes = (reader.number(), reader.number(), reader.number())
            let key = reader.take(reader.number())
            guard count > 0, !reader.isDamaged else { return nil }
            let keyStart = keys.count
            keys.append(contentsOf: key)
            blocks.append(
                Block(
                    entries: first..<first + count, bytes: start..<start + size, postings: postings,
                    frequencies: frequencies, positions: positions, key: keyStart..<keys.count))
            first += count
            start += size
            postings += sizes.0
            frequencies += sizes.1
            positions += sizes.2
        }
        return first == entries ? blocks : nil
    }
}
