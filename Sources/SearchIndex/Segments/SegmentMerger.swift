/// Makes one segment of several without reading a document again; drops the runs that are not kept.
package struct SegmentMerger {
    package struct Source {
        package let segment: Segment
        package let parts: any SegmentParts
        /// One per run of the segment.
        package let keepsRun: [Bool]

        package init(segment: Segment, parts: any SegmentParts, keepsRun: [Bool]) {
            self.segment = segment
            self.parts = parts
            self.keepsRun = keepsRun
        }
        func keeps(_ run: Int) -> Bool { run < keepsRun.count && keepsRun[run] }
    }

    /// The parts, from the header on: those that ``SegmentBuilder`` makes of the documents of the runs that are kept.
    ///
    /// Besides the parts it holds a block of each source's dictionary and one column in memory.
    ///
    /// - Parameter sources: with at most 65 536 kept documents in all.
    /// - Throws: for bytes that make no sense, and for a part that is not at hand.
    package static func merge(_ sources: [Source]) throws(SegmentDamage) -> [[UInt8]] {
        let plan = try MergedPlaces(sources)
        let fields = try MergedFields(sources, plan)
        var merger = SegmentMerger(sources, plan, fields)
        try merger.writeEntries()
        return merger.writer.finish(lengths: plan.lengths, paths: plan.paths)
    }

    private struct Input {
        var cursor: SegmentCursor
        /// Of the entry, in the merged segment; -1 when none of its documents is kept.
        var field = 0
        var isAtEnd = false
        /// By position in the source: the position in the merged segment, or -1.
        let positions: [Int]
        let fields: [Int]
    }
    private var inputs: [Input]
    private var writer: SegmentWriter
    private var buffer = PostingBuffer()
    /// The documents of one entry, source by source; of a word with the place of its positions in ``encoded``.
    private var found: [(document: UInt16, frequency: UInt32, encoded: Range<Int>)] = []
    private var encoded: [UInt8] = []

    private init(_ sources: [Source], _ places: MergedPlaces, _ fields: MergedFields) {
        inputs = sources.indices.map { index in
            Input(
                cursor: SegmentCursor(sources[index].segment, sources[index].parts),
                positions: places.positions[index], fields: fields.numbers[index])
        }
        writer = SegmentWriter(runs: places.runs, names: fields.names)
    }

    private mutating func writeEntries() throws(SegmentDamage) {
        for input in inputs.indices { try advance(input) }
        var same: [Int] = []
        while true {
            same.removeAll(keepingCapacity: true)
            for input in inputs.indices where !inputs[input].isAtEnd {
                let order = same.first.map { self.order(of: input, against: $0) } ?? 0
                if order < 0 { same.removeAll(keepingCapacity: true) }
                if order <= 0 { same.append(input) }
            }
            guard let first = same.first else { return }
            if inputs[first].cursor.kind.hasPositions { try readWords(same) } else { try readDocuments(same) }
            if !buffer.isEmpty {
                let input = inputs[first]
                input.cursor.withKey { writer.add(field: input.field, kind: input.cursor.kind, key: $0, buffer) }
            }
            for input in same { try advance(input) }
        }
    }
    /// To the next entry of a field that is kept.
    private mutating func advance(_ input: Int) throws(SegmentDamage) {
        repeat {
            guard try inputs[input].cursor.advance() else {
                inputs[input].isAtEnd = true
                return
            }
            inputs[input].field = inputs[input].fields[inputs[input].cursor.field]
        } while inputs[input].field < 0
    }
    private func order(of one: Int, against other: Int) -> Int {
        if inputs[one].field != inputs[other].field { return inputs[one].field - inputs[other].field }
        let kinds = (inputs[one].cursor.kind, inputs[other].cursor.kind)
        if kinds.0 != kinds.1 { return kinds.0 < kinds.1 ? -1 : 1 }
        return inputs[one].cursor.withKey { key in inputs[other].cursor.withKey { key.order(against: $0) } }
    }

    private mutating func readDocuments(_ same: [Int]) throws(SegmentDamage) {
        buffer.removeAll()
        var documents: [UInt16] = []
        for input in same {
            let positions = inputs[input].positions
            try inputs[input].cursor.forEachDocument { document in
                if positions[document] >= 0 { documents.append(UInt16(positions[document])) }
            }
        }
        if !zip(documents, documents.dropFirst()).allSatisfy({ $0 < $1 }) { documents.sort() }
        buffer.add(documents)
    }
    private mutating func readWords(_ same: [Int]) throws(SegmentDamage) {
        buffer.removeAll()
        found.removeAll(keepingCapacity: true)
        encoded.removeAll(keepingCapacity: true)
        for input in same {
            let positions = inputs[input].positions
            try inputs[input].cursor.forEachWordDocument { document, frequency, bytes in
                if positions[document] < 0 { return }
                found.append((UInt16(positions[document]), frequency, encoded.count..<encoded.count + bytes.count))
                encoded.append(contentsOf: bytes)
            }
        }
        if !zip(found, found.dropFirst()).allSatisfy({ $0.document < $1.document }) {
            found.sort { $0.document < $1.document }
        }
        encoded.withUnsafeBytes { encoded in
            for word in found {
                buffer.add(
                    word.document, frequency: word.frequency,
                    encoded: UnsafeRawBufferPointer(rebasing: encoded[word.encoded]))
            }
        }
    }
}
