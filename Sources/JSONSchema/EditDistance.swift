/// A word made ready to be compared with others: its letters in lower case, without separators that say nothing.
package struct EditDistance {
    private let letters: [UInt32]
    private let present: UInt64  // a bit for each letter that is there, by its number modulo 64

    package init(_ word: String) {
        var word = word
        let ascii = word.withUTF8 { bytes in
            bytes.allSatisfy { $0 < 0x80 } ? Self.folded(bytes) { UInt32($0) } : nil
        }
        letters = ascii ?? Self.folded(Array(word.lowercased().unicodeScalars)) { $0.value }
        present = letters.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }

    /// The letters in lower case where they are ASCII, without separators that say nothing.
    private static func folded<Letters: RandomAccessCollection<Letter>, Letter>(
        _ word: Letters, _ value: (Letter) -> UInt32
    ) -> [UInt32] where Letters.Index == Int {
        [UInt32](unsafeUninitializedCapacity: word.count) { letters, count in
            for position in word.indices {
                let letter = value(word[position])
                if isSeparator(letter) {
                    let before = position > word.startIndex ? value(word[position - 1]) : 0
                    let after = position + 1 < word.endIndex ? value(word[position + 1]) : 0
                    if saysNothing(letter, between: before, and: after) { continue }
                }
                letters[count] = letter &- 65 < 26 ? letter | 0x20 : letter
                count += 1
            }
        }
    }

    private static func isSeparator(_ letter: UInt32) -> Bool {
        letter == 0x20 || letter == 0x2D || letter == 0x2E || letter == 0x5F  // space - . _
    }

    /// Whether a separator is neither a sign, as in `CD4-`, nor between digits; 0 stands for no neighbour.
    private static func saysNothing(_ separator: UInt32, between before: UInt32, and after: UInt32) -> Bool {
        if before == 0 || after == 0 { return separator == 0x20 }
        let isPoint = separator == 0x2E
        if after &- 48 < 10 { return before &- 48 >= 10 && !isPoint && !(separator == 0x2D && before == 0x20) }
        return !(isPoint && before &- 48 < 10)
    }

    var count: Int { letters.count }

    /// The letters as a word.
    var text: String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: letters.compactMap { Unicode.Scalar($0) })
        return String(text)
    }

    /// Whether the first letter is the same, or the first two are swapped.
    func startsLike(_ other: EditDistance) -> Bool {
        letters.first == other.letters.first
            || letters.count > 1 && letters.prefix(2).elementsEqual(other.letters.prefix(2).reversed())
    }

    /// Whether digits, signs and everything else that is no letter are the same.
    func hasSameFigures(as other: EditDistance) -> Bool { figures == other.figures }

    var hasNoFigures: Bool { figures.isEmpty }

    private var figures: [UInt32] { letters.filter { Unicode.Scalar($0)?.properties.isAlphabetic != true } }

    /// The number of letters to insert, remove, replace or swap with a neighbour; nil when it is more than `bound`.
    package func distance(to other: EditDistance, atMost bound: Int) -> Int? {
        let missing = (present & ~other.present).nonzeroBitCount
        let surplus = (other.present & ~present).nonzeroBitCount
        if max(missing, surplus, abs(count - other.count)) > bound { return nil }
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: 3 * (other.count + 1)) { rows in
            distance(to: other, atMost: bound, rows)
        }
    }

    private func distance(
        to other: EditDistance, atMost bound: Int, _ rows: UnsafeMutableBufferPointer<Int>
    ) -> Int? {
        let width = other.count + 1
        rows.initialize(repeating: 0)
        for column in 0..<width { rows[column] = column }
        for row in 1..<(count + 1) {
            let (current, previous, earlier) = (row % 3 * width, (row + 2) % 3 * width, (row + 1) % 3 * width)
            rows[current] = row
            var least = row
            for column in 1..<width {
                let (letter, opposite) = (letters[row - 1], other.letters[column - 1])
                var cost = min(
                    rows[previous + column - 1] + (letter == opposite ? 0 : 1), rows[previous + column] + 1,
                    rows[current + column - 1] + 1)
                if row > 1, column > 1, letter == other.letters[column - 2], letters[row - 2] == opposite {
                    cost = min(cost, rows[earlier + column - 2] + 1)
                }
                rows[current + column] = cost
                least = min(least, cost)
            }
            if least > bound { return nil }
        }
        let result = rows[count % 3 * width + width - 1]
        return result <= bound ? result : nil
    }
}
