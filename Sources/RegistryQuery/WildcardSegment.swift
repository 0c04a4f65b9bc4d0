/// What stands between two `*` of a pattern, at its beginning or at its end: bytes and `?` in a row, maybe none.
///
/// Positions are offsets of bytes at which a Unicode scalar of the text begins. Each byte that is looked at is a step.
struct WildcardSegment: Sendable, Hashable {
    /// A `?` among the units; the others are bytes.
    static let one: UInt16 = 0x100

    private let units: [UInt16]
    /// Where there is no `?`: for each unit, how many of the units up to it also begin the segment (Knuth, Morris, Pratt).
    private let borders: [Int]?

    init(_ units: some Sequence<UInt16>) {
        self.units = Array(units)
        borders = self.units.contains(Self.one) ? nil : Self.borders(of: self.units)
    }

    private static func borders(of units: [UInt16]) -> [Int] {
        var borders = units.map { _ in 0 }
        var length = 0
        for index in units.indices.dropFirst() {
            while length > 0, units[index] != units[length] { length = borders[length - 1] }
            if units[index] == units[length] { length += 1 }
            borders[index] = length
        }
        return borders
    }

    /// Returns where the segment ends when it begins at `start`, or nil when it does not fit there.
    func end(from start: Int, in text: Slice<UnsafeBufferPointer<UInt8>>, steps: inout Int) -> Int? {
        var position = start
        for unit in units {
            steps += 1
            guard position < text.endIndex, unit == Self.one || unit == UInt16(text[position]) else { return nil }
            position += 1
            if unit == Self.one { while position < text.endIndex, text[position] & 0xC0 == 0x80 { position += 1 } }
        }
        return position
    }

    /// Returns where the segment begins when it ends where `text` does, or nil when it does not fit there.
    func start(atEndOf text: Slice<UnsafeBufferPointer<UInt8>>, steps: inout Int) -> Int? {
        var position = text.endIndex
        for unit in units.reversed() {
            steps += 1
            guard position > text.startIndex else { return nil }
            position -= 1
            if unit == Self.one {
                while position > text.startIndex, text[position] & 0xC0 == 0x80 { position -= 1 }
            } else if unit != UInt16(text[position]) {
                return nil
            }
        }
        return position
    }

    /// Returns where the first occurrence ends that begins at `start` or later, or nil when there is none.
    ///
    /// Takes the sum of both lengths where the segment has no `?`, else at most their product.
    func firstEnd(from start: Int, in text: Slice<UnsafeBufferPointer<UInt8>>, steps: inout Int) -> Int? {
        guard let borders else { return firstEndByTrial(from: start, in: text, steps: &steps) }
        if units.isEmpty { return start }
        var length = 0
        var position = start
        var fallbacks = 0
        defer { steps += position - start + fallbacks }
        while position < text.endIndex {
            let byte = UInt16(text[position])
            position += 1
            while length > 0, units[length] != byte {
                length = borders[length - 1]
                fallbacks += 1
            }
            if units[length] == byte { length += 1 }
            if length == units.count { return position }
        }
        return nil
    }

    private func firstEndByTrial(
        from start: Int, in text: Slice<UnsafeBufferPointer<UInt8>>, steps: inout Int
    ) -> Int? {
        var start = start
        while start < text.endIndex {
            if let end = end(from: start, in: text, steps: &steps) { return end }
            start += 1
            while start < text.endIndex, text[start] & 0xC0 == 0x80 { start += 1 }
        }
        return nil
    }
}
