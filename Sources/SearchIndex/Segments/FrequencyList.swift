/// How often a word stands in each of its documents, as bytes: nothing where it is once in all of them.
///
/// The first byte says which of two forms is used, the shorter one: *halves*, half a byte per document, the lower first,
/// and 15 for what follows behind all of them; or *exceptions*, for each that is not 1 how many stand between it and the
/// one before, and what it is less two.
enum FrequencyList {
    private static let halves: UInt8 = 0
    private static let exceptions: UInt8 = 1
    private static let escape = 15

    /// - Parameter frequencies: each at least 1.
    static func append(_ frequencies: [UInt32], to output: inout ByteWriter) {
        var listed = ByteWriter()
        var next = 0
        for (index, frequency) in frequencies.enumerated() where frequency != 1 {
            listed.append(number: index - next)
            listed.append(number: max(Int(frequency) - 2, 0))
            next = index + 1
        }
        if listed.count == 0 { return }
        let isShort = listed.count <= frequencies.count / 2
        output.append(isShort ? exceptions : halves)
        if isShort {
            output.append(listed.bytes)
            return
        }
        for index in stride(from: 0, to: frequencies.count, by: 2) {
            let low = min(Int(frequencies[index]), escape)
            let high = index + 1 < frequencies.count ? min(Int(frequencies[index + 1]), escape) : 0
            output.append(UInt8(low | high << 4))
        }
        for frequency in frequencies where Int(frequency) >= escape { output.append(number: Int(frequency) - escape) }
    }

    /// - Returns: nil for bytes that make no sense.
    static func frequencies(_ bytes: UnsafeRawBufferPointer, count: Int) -> [UInt32]? {
        var reader = ByteReader(bytes)
        var frequencies = [UInt32](repeating: 1, count: count)
        switch reader.byte() {
        case exceptions:
            var next = 0
            while !reader.isAtEnd {
                next += reader.number()
                guard next < count else { return nil }
                frequencies[next] = UInt32(truncatingIfNeeded: reader.number() + 2)
                next += 1
            }
        case halves:
            let packed = reader.take((count + 1) / 2)
            guard !reader.isDamaged else { return nil }
            for index in 0..<count {
                let half = packed[index >> 1] >> UInt8(4 * (index & 1)) & 0xF
                frequencies[index] =
                    half == escape ? UInt32(truncatingIfNeeded: reader.number() + escape) : UInt32(half)
            }
        default: return nil
        }
        return reader.isDamaged || !reader.isAtEnd ? nil : frequencies
    }
}
