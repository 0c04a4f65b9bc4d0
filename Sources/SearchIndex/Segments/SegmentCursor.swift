/// Goes through the whole dictionary of a segment, entry by entry.
struct SegmentCursor {
    private let segment: Segment
    private let parts: any SegmentParts
    private var block = -1
    private var group = 0
    /// Of the block that is read.
    private var entries: [TermEntry] = []
    private var keys: [UInt8] = []
    private var keyEnds: [Int] = []
    private var index = 0
    /// The chunk of each stream that was read last: what follows is mostly in it.
    private var chunks: [Segment.Chunk?]

    /// Begins before the first entry.
    init(_ segment: Segment, _ parts: any SegmentParts) {
        self.segment = segment
        self.parts = parts
        chunks = SegmentStream.allCases.map { _ in nil }
    }

    /// Goes on to the next entry.
    ///
    /// - Returns: false at the end.
    /// - Throws: for bytes that make no sense or are not at hand.
    mutating func advance() throws(SegmentDamage) -> Bool {
        index += 1
        while index >= entries.count {
            block += 1
            guard block < segment.header.blocks.count else { return false }
            try readBlock()
        }
        while segment.header.groups[group].entries.upperBound <= number { group += 1 }
        return true
    }
    /// Of the entry, in the whole dictionary.
    private var number: Int { segment.header.blocks[block].entries.lowerBound + index }

    private mutating func readBlock() throws(SegmentDamage) {
        let block = segment.header.blocks[block]
        entries.removeAll(keepingCapacity: true)
        keys.removeAll(keepingCapacity: true)
        keyEnds.removeAll(keepingCapacity: true)
        index = 0
        let documentCount = segment.documentCount
        let isRead = segment.read(block.bytes, of: .dictionary, parts) { bytes -> Bool? in
            var reader = DictionaryBlock(bytes, block, documentCount: documentCount)
            while let entry = reader.read(first: 0) {
                entries.append(entry)
                keys.append(contentsOf: reader.key)
                keyEnds.append(keys.count)
            }
            return reader.isDamaged || entries.count != block.entries.count ? nil : true
        }
        if isRead == nil { throw unreadable(.dictionary) }
    }
    private func unreadable(_ stream: SegmentStream) -> SegmentDamage {
        SegmentDamage(segment: segment.id, part: 0, reason: "its \(stream) cannot be read whole")
    }

    var field: Int { segment.header.groups[group].field }
    var kind: TermKind { segment.header.groups[group].kind }
    /// Its ordinal counts from the beginning of the dictionary.
    var entry: TermEntry { entries[index] }

    func withKey<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        keys.withUnsafeBytes {
            body(UnsafeRawBufferPointer(rebasing: $0[(index == 0 ? 0 : keyEnds[index - 1])..<keyEnds[index]]))
        }
    }

    /// Calls `body` with the documents of the entry, ascending.
    mutating func forEachDocument(_ body: (Int) -> Void) throws(SegmentDamage) {
        let entry = entries[index]
        if entry.count <= TermEntry.inlineMaximum {
            for place in 0..<entry.count { body(Int(entry.inline[place])) }
        } else if entry.count == segment.documentCount {
            for document in 0..<entry.count { body(document) }
        } else {
            let capacity = segment.documentCount
            let documents = try withBytes(entry.postings, of: .postings) {
                PostingList.documents($0, count: entry.count, capacity: capacity)
            }
            guard let documents else { throw unreadable(.postings) }
            documents.forEach(body)
        }
    }
    /// Calls `body` with the documents of a word's entry, how often each has it, and its positions as they are stored.
    mutating func forEachWordDocument(
        _ body: (Int, UInt32, UnsafeRawBufferPointer) -> Void
    ) throws(SegmentDamage) {
        let entry = entries[index]
        var documents: [Int] = []
        try forEachDocument { documents.append($0) }
        var frequencies: [UInt32] = []
        if !entry.frequencies.isEmpty {
            let read = try withBytes(entry.frequencies, of: .frequencies) {
                FrequencyList.frequencies($0, count: entry.count)
            }
            guard let read, read.count == documents.count else { throw unreadable(.frequencies) }
            frequencies = read
        }
        try withBytes(entry.positions, of: .positions) { bytes in
            var offset = 0
            var place = 0
            while place < documents.count {
                let encoded = PostingBuffer.encoded(bytes, from: offset)
                body(documents[place], frequencies.isEmpty ? 1 : frequencies[place], encoded)
                offset &+= encoded.count
                place &+= 1
            }
        }
    }

    private mutating func withBytes<Value>(
        _ range: Range<Int>, of stream: SegmentStream, _ body: (UnsafeRawBufferPointer) -> Value
    ) throws(SegmentDamage) -> Value {
        if chunks[stream.rawValue].map({ range.lowerBound < $0.start || range.upperBound > $0.end }) ?? true {
            chunks[stream.rawValue] = segment.chunk(of: range, in: stream, parts)
        }
        guard let chunk = chunks[stream.rawValue] else { throw unreadable(stream) }
        let start = chunk.offset + range.lowerBound - chunk.start
        return chunk.bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<start + range.count])) }
    }
}
