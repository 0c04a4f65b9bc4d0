internal import Catalog
internal import RegistryCore

/// Puts the bytes of a segment together, from entries in the order of the dictionary; builder and merger share it.
struct SegmentWriter {
    private let runs: [SegmentRun]
    private let names: [[UInt8]]
    private let documentCount: Int
    private var dictionary: DictionaryWriter
    private var columns = SegmentStreamWriter(.columns)
    private var columnSizes: [Int] = []
    private var groups: [(field: Int, kind: TermKind, count: Int, objects: Int)] = []
    private var column = ColumnWriter()

    /// - Parameters:
    ///   - runs: in the order of positions.
    ///   - names: the paths of the fields by their bytes; the first is field 1.
    init(runs: [SegmentRun], names: [[UInt8]]) {
        self.runs = runs
        self.names = names
        documentCount = runs.reduce(0) { $0 + $1.count }
        dictionary = DictionaryWriter(documentCount: documentCount)
    }

    /// Adds an entry; they come by field, kind and key.
    ///
    /// - Parameter buffer: not empty.
    mutating func add(
        field: Int, kind: TermKind, key: UnsafeRawBufferPointer, _ buffer: borrowing PostingBuffer
    ) {
        let last = groups.count - 1
        let startsGroup = last < 0 || groups[last].field != field || groups[last].kind != kind
        if startsGroup {
            endColumn()
            // Each object has two positions.
            groups.append((field, kind, 1, kind == .objects ? buffer.positionCount / 2 : 0))
        } else {
            groups[last].count += 1
        }
        if field > 0, kind.hasColumn { column.add(buffer.documents, code: groups[groups.count - 1].count - 1) }
        dictionary.add(key, startsGroup: startsGroup, hasPositions: kind.hasPositions, buffer)
    }
    private mutating func endColumn() {
        guard !column.isEmpty, let group = groups.last else { return }
        let bytes = column.finish(documentCount: documentCount, valueCount: group.count)
        columnSizes.append(bytes.count)
        columns.append(bytes)
    }

    /// The parts, from the header on.
    ///
    /// - Parameters:
    ///   - lengths: words of each document, by position.
    ///   - paths: of each document, by position.
    consuming func finish(lengths: [UInt32], paths: [[UInt8]]) -> [[UInt8]] {
        endColumn()
        var blob = ByteWriter()
        let width = ByteWriter.width(for: Int(lengths.max() ?? 0))
        blob.append(UInt8(width))
        for length in lengths { blob.append(Int(length), width: width) }
        columns.append(blob.bytes)
        columnSizes.append(blob.count)
        var pathStream = SegmentStreamWriter(.paths)
        let pathBlobs = stride(from: 0, to: paths.count, by: SegmentHeader.pathsPerBlob).map { start in
            PathBlob.write(paths[start..<min(start + SegmentHeader.pathsPerBlob, paths.count)])
        }
        for blob in pathBlobs { pathStream.append(blob) }
        let streams = dictionary.finish() + [columns.finish(), pathStream.finish()]

        var header = ByteWriter()
        header.append(SegmentHeader.magic)
        header.append(number: documentCount)
        write(runs, to: &header)
        FieldNames.write(names, to: &header)
        header.append(number: groups.count)
        var field = 0
        for group in groups {
            header.append(number: group.field - field)
            header.append(group.kind.rawValue)
            header.append(number: group.count)
            if group.kind == .objects { header.append(number: group.objects) }
            field = group.field
        }
        header.append(number: dictionary.blocks.count)
        for block in dictionary.blocks {
            for number in [block.count, block.size, block.postings, block.frequencies, block.positions] {
                header.append(number: number)
            }
            header.append(number: block.key.count)
            header.append(block.key)
        }
        var parts = SegmentLayout.write(streams, to: &header)
        for size in columnSizes { header.append(number: size) }
        for blob in pathBlobs { header.append(number: blob.count) }
        parts[0] = header.bytes + parts[0]
        return parts.map(PartChecksum.seal)
    }
    private func write(_ runs: [SegmentRun], to header: inout ByteWriter) {
        header.append(number: runs.count)
        for run in runs {
            header.append(text: run.upload.project.description)
            header.append(text: run.upload.version.version.description)
            header.append(text: run.upload.id.description)
            header.append(signed: Int64(run.fence))
            header.append(signed: Int64(run.revision.number))
            header.append(signed: run.sealedAt.milliseconds)
            header.append(number: run.count)
            header.append(number: run.words)
        }
    }
}

extension SegmentRun {
    /// The order of runs by their positions.
    ///
    /// - Parameters:
    ///   - path: of this run's first document, and of the other's.
    func precedes(_ other: SegmentRun, path: [UInt8], otherPath: [UInt8]) -> Bool {
        if sealedAt != other.sealedAt { return sealedAt > other.sealedAt }
        let (one, two) = (upload.id.description.utf8, other.upload.id.description.utf8)
        if !one.elementsEqual(two) { return one.lexicographicallyPrecedes(two) }
        return fence != other.fence ? fence < other.fence : path.lexicographicallyPrecedes(otherPath)
    }
    func moved(to first: Int) -> SegmentRun {
        SegmentRun(
            upload: upload, fence: fence, revision: revision, sealedAt: sealedAt, first: first, count: count,
            words: words)
    }
}
