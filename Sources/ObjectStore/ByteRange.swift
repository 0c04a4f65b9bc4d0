/// A stretch of an object that a reader asks for.
package struct ByteRange: Sendable, Hashable {
    /// Bytes from the beginning, at least 0.
    package let offset: Int64
    /// Bytes, at least 1; nil reaches to the end. What lies past the end is left out.
    package let length: Int64?

    package init(offset: Int64, length: Int64? = nil) {
        precondition(offset >= 0 && length ?? 1 >= 1, "a byte range of \(length ?? 0) bytes at \(offset)")
        self.offset = offset
        self.length = length
    }

    /// The bytes meant within an object of `size` bytes; nil when the range begins at or past its end.
    package func resolved(size: Int64) -> Range<Int64>? {
        guard offset < size else { return nil }
        return offset..<(offset + min(length ?? .max, size - offset))
    }
}

extension ByteRange {
    /// What a `Range` header asks for.
    package enum Request: Sendable, Hashable {
        /// There is no header, or one that is to be ignored: 200 with everything.
        case whole
        /// 206 with these bytes, which exist.
        case range(ByteRange)
        /// 416.
        case unsatisfiable
    }

    /// Reads a `Range` header against an object of `size` bytes (RFC 9110, section 14.2).
    ///
    /// Another unit, a malformed header and several ranges are ignored, as the section allows; the range of the answer
    /// is clamped to `size`.
    package static func parse(header: String?, size: Int64) -> Request {
        guard let header else { return .whole }
        let parts = header.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].map({ $0 | 0x20 }) == Array("bytes".utf8) else { return .whole }
        let ends = trimmed(parts[1]).split(
            separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2, let first = position(ends[0]), let last = position(ends[1]) else { return .whole }
        switch (first, last) {
        case (.none, .none): return .whole
        case (.none, .some(0)): return .unsatisfiable
        // The last bytes of nothing are all of it, which no Content-Range can say.
        case (.none, .some) where size == 0: return .whole
        case (.none, .some(let suffix)):
            return .range(ByteRange(offset: max(0, size - suffix), length: min(suffix, size)))
        case (.some(let first), .some(let last)) where last < first: return .whole
        case (.some(let first), _) where first >= size: return .unsatisfiable
        case (.some(let first), let last):
            return .range(ByteRange(offset: first, length: min(last ?? .max, size - 1) - first + 1))
        }
    }

    /// Nil when `digits` is not a number; `.some(nil)` when it is empty; one past 64 bits counts as the largest.
    private static func position(_ digits: Substring.UTF8View) -> Int64?? {
        guard !digits.isEmpty else { return .some(nil) }
        var value: Int64 = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooLargeSum) = tens.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            value = tooLarge || tooLargeSum ? .max : sum
        }
        return .some(value)
    }
    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        var text = text.drop(while: isBlank)
        while let last = text.last, isBlank(last) { text = text.dropLast() }
        return text
    }
}
