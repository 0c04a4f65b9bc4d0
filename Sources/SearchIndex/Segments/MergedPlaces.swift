/// Where the documents of several segments are in the one that is made of them.
struct MergedPlaces {
    private(set) var runs: [SegmentRun] = []
    private(set) var lengths: [UInt32] = []
    private(set) var paths: [[UInt8]] = []
    /// By source, then by position there: the position in the merged segment, or -1.
    private(set) var positions: [[Int]] = []

    init(_ sources: [SegmentMerger.Source]) throws(SegmentDamage) {
        var kept: [(source: Int, run: SegmentRun)] = []
        var allPaths: [[[UInt8]]] = []
        var allLengths: [DocumentLengths] = []
        for (index, source) in sources.enumerated() {
            for (number, run) in source.segment.runs.enumerated() where source.keeps(number) {
                kept.append((index, run))
            }
            allPaths.append(try source.segment.allPaths(source.parts))
            guard let lengths = source.segment.lengths(source.parts) else {
                throw SegmentDamage(segment: source.segment.id, part: 0, reason: "its lengths cannot be read")
            }
            allLengths.append(lengths)
            positions.append([Int](repeating: -1, count: source.segment.documentCount))
        }
        let count = kept.reduce(0) { $0 + $1.run.count }
        precondition(count <= SegmentBuilder.documentMaximum, "\(count) documents do not fit into one segment")
        kept.sort { one, other in
            one.run.precedes(
                other.run, path: allPaths[one.source][one.run.first],
                otherPath: allPaths[other.source][other.run.first])
        }
        for (source, run) in kept {
            runs.append(run.moved(to: paths.count))
            for position in run.positions {
                positions[source][position] = paths.count
                paths.append(allPaths[source][position])
                lengths.append(UInt32(truncatingIfNeeded: allLengths[source][position]))
            }
        }
    }
}

/// The fields of several segments in the one that is made of them: those that a kept document has.
struct MergedFields {
    /// The first is field 1.
    let names: [[UInt8]]
    /// By source, then by number there: the number in the merged segment, or -1. Field 0 stays what it is.
    let numbers: [[Int]]

    init(_ sources: [SegmentMerger.Source], _ places: MergedPlaces) throws(SegmentDamage) {
        var names: [[UInt8]] = []
        var kept: [[Bool]] = []
        for (index, source) in sources.enumerated() {
            let segment = source.segment
            let keepsAll = !places.positions[index].contains(-1)
            var keeps = [true]
            for field in stride(from: 1, through: segment.header.names.count, by: 1) {
                let isKept =
                    if keepsAll { true } else {
                        try segment.hasDocument(of: field, source.parts) { places.positions[index][$0] >= 0 }
                    }
                keeps.append(isKept)
                if isKept { names.append(Array(segment.header.names.bytes(of: field))) }
            }
            kept.append(keeps)
        }
        names.sort { $0.order(against: $1) < 0 }
        var unique: [[UInt8]] = []
        for name in names where unique.last != name { unique.append(name) }
        self.names = unique
        var numbers: [[Int]] = []
        for (source, keeps) in zip(sources, kept) {
            var next = 0
            var own = [0]
            for field in stride(from: 1, to: keeps.count, by: 1) {
                guard keeps[field] else {
                    own.append(-1)
                    continue
                }
                // Both lists are in order.
                let name = source.segment.header.names.bytes(of: field)
                while !unique[next].elementsEqual(name) { next += 1 }
                own.append(next + 1)
            }
            numbers.append(own)
        }
        self.numbers = numbers
    }
}

extension Segment {
    /// The paths of all documents, by position.
    fileprivate func allPaths(_ parts: any SegmentParts) throws(SegmentDamage) -> [[UInt8]] {
        var all: [[UInt8]] = []
        for blob in header.paths {
            let count = min(SegmentHeader.pathsPerBlob, documentCount - all.count)
            let read = read(blob, of: .paths, parts) { bytes -> [[UInt8]]? in
                var paths = PathBlob(bytes)
                let read = (0..<count).map { _ in
                    paths.read()
                    return paths.path
                }
                return paths.isDamaged ? nil : read
            }
            guard let read else { throw SegmentDamage(segment: id, part: 0, reason: "its paths cannot be read") }
            all += read
        }
        return all
    }
    /// Whether a field has a value in a document for which `isKept` is true.
    fileprivate func hasDocument(
        of field: Int, _ parts: any SegmentParts, _ isKept: (Int) -> Bool
    ) throws(SegmentDamage) -> Bool {
        guard let entry = entry(TermKey(field: field, kind: .exists, key: []), parts),
            let documents = documents(entry, parts)
        else { throw SegmentDamage(segment: id, part: 0, reason: "it does not say who has field \(field)") }
        var position = documents.first(from: 0)
        while let document = position {
            if isKept(document) { return true }
            position = documents.first(from: document + 1)
        }
        return false
    }
}
