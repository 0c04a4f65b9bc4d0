/// Reads numbers and bytes one after the other, never beyond the end.
///
/// What cannot be read is 0 or empty and sets ``isDamaged``, which is looked at once in a while instead of at every step.
struct ByteReader {
    private let bytes: UnsafeRawBufferPointer
    private(set) var position: Int
    let end: Int
    private(set) var isDamaged = false

    /// - Parameter bytes: outlive the reader.
    init(_ bytes: UnsafeRawBufferPointer, in range: Range<Int>) {
        self.bytes = bytes
        let whole = 0..<bytes.count
        if range.lowerBound < 0 || range.upperBound > bytes.count {
            isDamaged = true
            position = 0
            end = 0
        } else {
            let range = range.clamped(to: whole)
            position = range.lowerBound
            end = range.upperBound
        }
    }
    init(_ bytes: UnsafeRawBufferPointer) { self.init(bytes, in: 0..<bytes.count) }

    var isAtEnd: Bool { position >= end }
    var remaining: Int { end &- position }

    mutating func fail() {
        isDamaged = true
        position = end
    }

    @inline(__always) mutating func byte() -> UInt8 {
        guard position < end else {
            isDamaged = true
            return 0
        }
        let byte = bytes[position]
        position &+= 1
        return byte
    }

    /// A number in groups of seven bits, the lowest first; at most ``ByteWriter/maximum``.
    @inline(__always) mutating func number() -> Int {
        guard position < end else {
            isDamaged = true
            return 0
        }
        let byte = bytes[position]
        position &+= 1
        return byte < 0x80 ? Int(byte) : longNumber(Int(byte & 0x7F))
    }
    private mutating func longNumber(_ low: Int) -> Int {
        var value = low
        var shift = 7
        while position < end, shift < 42 {
            let byte = bytes[position]
            position &+= 1
            value |= Int(byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        fail()
        return 0
    }
    @inline(__always) mutating func skipNumber() {
        while position < end {
            let byte = bytes[position]
            position &+= 1
            if byte < 0x80 { return }
        }
        isDamaged = true
    }
    mutating func signed() -> Int64 {
        var value: UInt64 = 0
        for _ in 0..<8 { value = value << 8 | UInt64(byte()) }
        return Int64(bitPattern: value)
    }

    /// A number that counts things which take at least `size` bytes each, so that no more is believed than there is room.
    mutating func count(ofSize size: Int = 1) -> Int {
        let count = number()
        if count * size > remaining {
            fail()
            return 0
        }
        return count
    }

    /// The next `count` bytes; as long as the reader's own bytes live.
    @inline(__always) mutating func take(_ count: Int) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= end &- position else {
            fail()
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        let taken = UnsafeRawBufferPointer(rebasing: bytes[position..<position &+ count])
        position &+= count
        return taken
    }
    mutating func text() -> String { String(decoding: take(number()), as: UTF8.self) }

    mutating func skip(_ count: Int) { _ = take(count) }
}
