/// Writes the dictionary and the postings of a segment, entry by entry in their order.
struct DictionaryWriter {
    /// What the header says of a block.
    struct Block {
        let count: Int
        let size: Int
        let postings: Int
        let frequencies: Int
        let positions: Int
        let key: [UInt8]
    }
    private(set) var blocks: [Block] = []
    private(set) var dictionary = SegmentStreamWriter(.dictionary)
    private(set) var postings = SegmentStreamWriter(.postings)
    private(set) var frequencies = SegmentStreamWriter(.frequencies)
    private(set) var positions = SegmentStreamWriter(.positions)

    private let documentCount: Int
    private var block = ByteWriter()
    private var restarts: [Int] = []
    private var count = 0
    private var separator: [UInt8] = []
    private var starts = (postings: 0, frequencies: 0, positions: 0)
    private var previous: [UInt8] = []
    private var scratch = ByteWriter()

    init(documentCount: Int) { self.documentCount = documentCount }

    /// - Parameters:
    ///   - key: after the one before, unless another group begins.
    ///   - startsGroup: whether this is the first entry of its field and kind.
    mutating func add(
        _ key: UnsafeRawBufferPointer, startsGroup: Bool, hasPositions: Bool, _ buffer: borrowing PostingBuffer
    ) {
        let shared = previous.withUnsafeBytes { $0.commonPrefixCount(with: key) }
        if count == 0 { separator = startsGroup ? [] : Array(key.prefix(shared + 1)) }
        if count % DictionaryBlock.restartInterval == 0 {
            restarts.append(block.count)
            block.append(number: postings.count - starts.postings)
            block.append(number: frequencies.count - starts.frequencies)
            block.append(number: positions.count - starts.positions)
            let isHex = Self.isHex(key)
            block.append(number: key.count * 2 + (isHex ? 1 : 0))
            append(key, isHex: isHex)
        } else {
            let rest = UnsafeRawBufferPointer(rebasing: key[shared...])
            let isHex = Self.isHex(rest)
            block.append(UInt8(min(shared, 15) << 4 | min(rest.count, 15)))
            if shared >= 15 { block.append(number: shared - 15) }
            if rest.count >= 15 { block.append(number: (rest.count - 15) * 2 + (isHex ? 1 : 0)) }
            append(rest, isHex: isHex)
        }
        previous.removeSubrange(shared...)
        previous.append(contentsOf: key[shared...])
        addPayload(hasPositions: hasPositions, buffer)
        count += 1
        if block.count >= DictionaryBlock.size { endBlock() }
    }
    /// Whether there are many digits in lower case and nothing else.
    private static func isHex(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 16 && bytes.allSatisfy { hexValue($0) != nil }
    }
    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
    private mutating func append(_ bytes: UnsafeRawBufferPointer, isHex: Bool) {
        guard isHex else {
            block.append(bytes)
            return
        }
        for index in stride(from: 0, to: bytes.count, by: 2) {
            let low = index + 1 < bytes.count ? Self.hexValue(bytes[index + 1]) : 0
            block.append((Self.hexValue(bytes[index]) ?? 0) << 4 | (low ?? 0))
        }
    }
    private mutating func addPayload(hasPositions: Bool, _ buffer: borrowing PostingBuffer) {
        let documents = buffer.documents
        block.append(number: documents.count * 2 + (hasPositions ? 1 : 0))
        if documents.count <= TermEntry.inlineMaximum {
            for document in documents { block.append(Int(document), width: 2) }
        } else if documents.count == documentCount {
            block.append(number: 0)
        } else {
            scratch.removeAll()
            documents.withUnsafeBufferPointer { PostingList.append($0, capacity: documentCount, to: &scratch) }
            block.append(number: scratch.count)
            postings.append(scratch.bytes)
        }
        guard hasPositions else { return }
        scratch.removeAll()
        FrequencyList.append(buffer.frequencies, to: &scratch)
        block.append(number: scratch.count)
        frequencies.append(scratch.bytes)
        scratch.removeAll()
        buffer.appendPositions(to: &scratch)
        block.append(number: scratch.count)
        positions.append(scratch.bytes)
    }
    private mutating func endBlock() {
        if count == 0 { return }
        for restart in restarts { block.append(restart, width: 4) }
        blocks.append(
            Block(
                count: count, size: block.count, postings: postings.count - starts.postings,
                frequencies: frequencies.count - starts.frequencies, positions: positions.count - starts.positions,
                key: separator))
        dictionary.append(block.bytes)
        starts = (postings.count, frequencies.count, positions.count)
        block.removeAll()
        restarts.removeAll(keepingCapacity: true)
        count = 0
    }

    /// - Returns: the chunks of the four streams, in the order of ``SegmentStream``.
    mutating func finish() -> [[[UInt8]]] {
        endBlock()
        return [dictionary.finish(), postings.finish(), frequencies.finish(), positions.finish()]
    }
}
