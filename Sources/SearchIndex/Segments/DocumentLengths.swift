/// How many words each document of a segment has; those of the catch-all text included.
package struct DocumentLengths: Sendable {
    private let bytes: [UInt8]
    private let start: Int
    private let count: Int
    private let width: Int

    /// - Parameter bytes: the width of a length, 1, 2 or 4, and the lengths from there on.
    init?(_ bytes: [UInt8], in range: Range<Int>, count: Int) {
        guard range.upperBound <= bytes.count, let width = bytes[range].first.map(Int.init), [1, 2, 4].contains(width),
            range.count == 1 + width * count
        else { return nil }
        self.bytes = bytes
        start = range.lowerBound + 1
        self.count = count
        self.width = width
    }

    /// 0 for a position that does not exist.
    package subscript(position: Int) -> Int {
        guard position >= 0, position < count else { return 0 }
        let offset = start &+ position &* width
        return bytes.withUnsafeBytes { bytes in
            switch width {
            case 1: Int(bytes[offset])
            case 2: Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
            default: Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
            }
        }
    }
}
