/// A pattern as a table of states: one step per byte, so a match takes time linear in the text whatever the pattern.
///
/// Rows are states, columns are classes of bytes that no part of the pattern tells apart.
final class PatternAutomaton: Sendable {
    /// The rows from which nothing matches any more, and in which all has been matched.
    static let dead = 0
    static let matched = 1

    private let classes: [UInt8]  // 256
    private let steps: [UInt16]  // the first cell of the next state's row
    private let matchesAtEnd: [Bool]  // by row
    private let width: Int
    private let start: UInt16

    /// - Parameters:
    ///   - classes: the column of each byte.
    ///   - rows: of each state, the next state by column; `dead` and `matched` lead to themselves.
    init(classes: [UInt8], width: Int, rows: [[UInt16]], matchesAtEnd: [Bool], start: Int) {
        self.classes = classes
        self.width = width
        self.matchesAtEnd = matchesAtEnd
        steps = rows.flatMap { row in row.map { $0 * UInt16(width) } }
        self.start = UInt16(start * width)
    }

    func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        classes.withUnsafeBufferPointer { classes in
            steps.withUnsafeBufferPointer { steps in
                var state = start
                let settled = UInt16(width)  // where the row of `matched` begins
                for byte in text {
                    if state <= settled { break }
                    state = steps[Int(state) + Int(classes[Int(byte)])]
                }
                return state <= settled ? state == settled : matchesAtEnd[Int(state) / width]
            }
        }
    }
}
