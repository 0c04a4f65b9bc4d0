/// The text that a format's grammar is held against, and the place reached in it.
///
/// Reading at the end gives nil or false, so that no grammar leaves the text.
struct ByteScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// What has not been taken yet.
    var rest: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[position...]) }

    /// Takes `character`, which is ASCII, if it is next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard let next, UInt32(next) == character.value else { return false }
        position += 1
        return true
    }

    /// Takes one byte of `set`, if one is next.
    mutating func take(oneOf set: ASCIISet) -> Bool {
        guard let next, set.contains(next) else { return false }
        position += 1
        return true
    }

    /// Takes all bytes of `set` up to the first that is not; returns how many there were.
    mutating func takeAll(of set: ASCIISet) -> Int {
        let start = position
        while take(oneOf: set) {}
        return position - start
    }

    /// Takes exactly `count` digits, at most 9, and returns their value; nil leaves some of them taken.
    mutating func takeNumber(digits count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let next, ASCIISet.digit.contains(next) else { return nil }
            value = value * 10 + Int(next - 0x30)
            position += 1
        }
        return value
    }

    /// Takes `count` bytes, or what is left of them, and returns them.
    mutating func take(count: Int) -> UnsafeBufferPointer<UInt8> {
        let end = min(position + count, bytes.count)
        defer { position = end }
        return UnsafeBufferPointer(rebasing: bytes[position..<end])
    }

    /// Takes the bytes before the first one of `set`, or all.
    mutating func takeAll(upTo set: ASCIISet) -> UnsafeBufferPointer<UInt8> {
        let start = position
        while let next, !set.contains(next) { position += 1 }
        return UnsafeBufferPointer(rebasing: bytes[start..<position])
    }

    /// Takes one code point; nil at the end and where the bytes are no UTF-8.
    mutating func takeScalar() -> Unicode.Scalar? {
        guard let first = next else { return nil }
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard length <= bytes.count - position else { return nil }
        var value = UInt32(first)
        if length > 1 {
            guard first >= 0xC2 else { return nil }
            value &= 0x7F >> UInt32(length)
            for offset in 1..<length {
                let byte = bytes[position + offset]
                guard byte & 0xC0 == 0x80 else { return nil }
                value = value << 6 | UInt32(byte & 0x3F)
            }
        }
        guard let scalar = Unicode.Scalar(value) else { return nil }
        position += length
        return scalar
    }
}
