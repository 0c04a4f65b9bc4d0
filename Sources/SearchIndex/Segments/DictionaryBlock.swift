/// Entries of the dictionary that follow one another, as they are read from the bytes of a block.
///
/// Every sixteenth entry, from the first on, has its whole key and says where its blobs are, so that reading can begin
/// there; a table of where these *restarts* are ends the block. Between them a key is what it shares with the one before
/// and the rest, and the blobs of an entry follow those of the one before. Long rests of hexadecimal digits, which check
/// sums have, take half a byte for each.
struct DictionaryBlock {
    static let restartInterval = 16
    /// A block ends with the entry that makes it as large as this.
    static let size = 8 << 10

    private let bytes: UnsafeRawBufferPointer
    private let block: SegmentHeader.Block
    private let documentCount: Int
    private let dataEnd: Int
    private var reader: ByteReader
    /// The number of the entry that is read next, in the whole dictionary.
    private(set) var next: Int
    /// The key of the entry that was read last.
    private(set) var key: [UInt8] = []
    private var postings = 0
    private var frequencies = 0
    private var positions = 0

    /// - Parameter bytes: the block's own; outlive this.
    init(_ bytes: UnsafeRawBufferPointer, _ block: SegmentHeader.Block, documentCount: Int) {
        self.bytes = bytes
        self.block = block
        self.documentCount = documentCount
        next = block.entries.lowerBound
        let restarts = (block.entries.count - 1) / Self.restartInterval + 1
        dataEnd = bytes.count - 4 * restarts
        reader = ByteReader(bytes, in: 0..<max(dataEnd, 0))
        if dataEnd < 0 { reader.fail() }
    }

    var isDamaged: Bool { reader.isDamaged }

    /// Reads the next entry.
    ///
    /// - Parameter first: the number of the first entry of its group.
    /// - Returns: nil at the end of the block, and for bytes that make no sense.
    mutating func read(first: Int) -> TermEntry? {
        guard next < block.entries.upperBound, !reader.isDamaged else { return nil }
        if (next - block.entries.lowerBound) % Self.restartInterval == 0 { readRestart() } else { readKey() }
        let (count, hasPositions) = reader.number().quotientAndRemainder(dividingBy: 2)
        var inline = SIMD3<UInt16>()
        var postingsSize = 0
        if count <= TermEntry.inlineMaximum {
            var last = -1
            for index in 0..<count {
                let document = UInt16(reader.byte()) | UInt16(reader.byte()) << 8
                guard Int(document) > last, Int(document) < documentCount else { return fail() }
                inline[index] = document
                last = Int(document)
            }
        } else {
            postingsSize = reader.number()
        }
        let frequenciesSize = hasPositions == 1 ? reader.number() : 0
        let positionsSize = hasPositions == 1 ? reader.number() : 0
        guard !reader.isDamaged, count > 0, count <= documentCount else { return fail() }
        let entry = TermEntry(
            ordinal: next - first, count: count, inline: inline, postings: postings..<postings + postingsSize,
            frequencies: frequencies..<frequencies + frequenciesSize, positions: positions..<positions + positionsSize)
        postings += postingsSize
        frequencies += frequenciesSize
        positions += positionsSize
        next += 1
        return entry
    }
    private mutating func fail() -> TermEntry? {
        reader.fail()
        return nil
    }
    private mutating func readRestart() {
        postings = block.postings + reader.number()
        frequencies = block.frequencies + reader.number()
        positions = block.positions + reader.number()
        key.removeAll(keepingCapacity: true)
        let (count, isHex) = reader.number().quotientAndRemainder(dividingBy: 2)
        readRest(count, isHex: isHex == 1)
    }
    private mutating func readKey() {
        let sizes = reader.byte()
        var shared = Int(sizes >> 4)
        var rest = Int(sizes & 0xF)
        if shared == 15 { shared += reader.number() }
        var isHex = 0
        if rest == 15 {
            let number = reader.number()
            rest += number / 2
            isHex = number & 1
        }
        guard shared <= key.count else {
            reader.fail()
            return
        }
        key.removeSubrange(shared...)
        readRest(rest, isHex: isHex == 1)
    }
    /// - Parameter isHex: whether two digits stand in a byte, the first in the high half.
    private mutating func readRest(_ count: Int, isHex: Bool) {
        guard isHex else {
            key.append(contentsOf: reader.take(count))
            return
        }
        let packed = reader.take((count + 1) / 2)
        for index in 0..<min(count, 2 * packed.count) { key.append(Self.hexDigit(packed, index)) }
    }

    /// Goes to the last restart at or before the entry with this number.
    mutating func move(to entry: Int) {
        move(toRestart: (entry - block.entries.lowerBound) / Self.restartInterval)
    }
    /// Goes to the last restart in the block from which on every key that is not less than `target` can be found.
    ///
    /// - Parameter entries: of the group that is looked at.
    mutating func move(to target: UnsafeRawBufferPointer, in entries: Range<Int>) {
        var low = 0
        var high = (block.entries.count - 1) / Self.restartInterval + 1
        while high - low > 1 {
            let middle = (low + high) >> 1
            let number = block.entries.lowerBound + middle * Self.restartInterval
            let isBefore: Bool
            if number < entries.lowerBound {
                isBefore = true
            } else if number >= entries.upperBound {
                isBefore = false
            } else {
                guard let offset = offset(ofRestart: middle) else { return }
                var reader = ByteReader(bytes, in: offset..<dataEnd)
                for _ in 0..<3 { reader.skipNumber() }
                isBefore = Self.order(ofKey: &reader, against: target) <= 0
            }
            if isBefore { low = middle } else { high = middle }
        }
        move(toRestart: low)
    }
    private static func order(ofKey reader: inout ByteReader, against target: UnsafeRawBufferPointer) -> Int {
        let (count, isHex) = reader.number().quotientAndRemainder(dividingBy: 2)
        if isHex == 0 { return reader.take(count).order(against: target) }
        let packed = reader.take((count + 1) / 2)
        for index in 0..<min(count, 2 * packed.count) {
            if index == target.count { return 1 }
            let digit = hexDigit(packed, index)
            if digit != target[index] { return Int(digit) - Int(target[index]) }
        }
        return count - target.count
    }
    private static func hexDigit(_ packed: UnsafeRawBufferPointer, _ index: Int) -> UInt8 {
        let digit = packed[index >> 1] >> (index & 1 == 0 ? 4 : 0) & 0xF
        return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit
    }
    private mutating func move(toRestart restart: Int) {
        guard let offset = offset(ofRestart: restart) else { return }
        let wasDamaged = reader.isDamaged
        reader = ByteReader(bytes, in: offset..<dataEnd)
        if wasDamaged { reader.fail() }
        next = block.entries.lowerBound + restart * Self.restartInterval
    }
    private mutating func offset(ofRestart restart: Int) -> Int? {
        let place = dataEnd + 4 * restart
        guard dataEnd >= 0, restart >= 0, place + 4 <= bytes.count else {
            reader.fail()
            return nil
        }
        let offset = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
        guard offset <= dataEnd else {
            reader.fail()
            return nil
        }
        return offset
    }
}
