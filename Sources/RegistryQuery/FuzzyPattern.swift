/// A word and how many changes of it are still found: a scalar put in, taken out or replaced, or two neighbours swapped.
///
/// That is the Damerau–Levenshtein distance in which nothing is changed twice (optimal string alignment), as in Lucene.
/// Unlike there, words as short as the distance are found as well. Case counts, and so does the normal form.
package struct FuzzyPattern: Sendable, Hashable {
    package let text: String
    /// 0 to ``QueryLimits/edits``.
    package let edits: Int
    private let bytes: [UInt8]
    private let scalars: [UInt32]
    private let bitwise: BitwiseDistance?

    /// Takes edits below 0 for 0, and those past the limit for the limit.
    package init(_ text: String, edits: Int) {
        self.text = text
        self.edits = min(max(edits, 0), QueryLimits.edits)
        bytes = Array(text.utf8)
        scalars = text.unicodeScalars.map(\.value)
        bitwise = BitwiseDistance(bytes)
    }

    /// Tells whether `text` is within the distance; takes time in proportion to the shorter of both.
    ///
    /// - Parameter steps: grows by about the bytes that were looked at.
    package func matches(_ text: String, steps: inout Int) -> Bool {
        steps += 1
        var text = text
        return text.withUTF8 { other in
            // A change is worth four bytes at most.
            guard abs(other.count - bytes.count) <= 4 * edits else { return false }
            steps += min(other.count, bytes.count)
            if bytes.count == scalars.count, other.allSatisfy({ $0 < 0x80 }) {
                guard abs(other.count - bytes.count) <= edits else { return false }
                if let bitwise { return bitwise.distance(to: other) <= edits }
                return bytes.withUnsafeBufferPointer {
                    EditDistance.isWithin(edits, $0[...], other[...], steps: &steps)
                }
            }
            let others = String(decoding: other, as: UTF8.self).unicodeScalars.map(\.value)
            return scalars.withUnsafeBufferPointer { scalars in
                others.withUnsafeBufferPointer { EditDistance.isWithin(edits, scalars[...], $0[...], steps: &steps) }
            }
        }
    }
    package func matches(_ text: String) -> Bool {
        var steps = 0
        return matches(text, steps: &steps)
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.edits == right.edits && left.text.hasSameBytes(as: right.text)
    }
    package func hash(into hasher: inout Hasher) {
        hasher.combine(edits)
        text.hashBytes(into: &hasher)
    }
}
