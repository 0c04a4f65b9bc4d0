/// The distance behind ``FuzzyPattern``, as far as it is asked for.
enum EditDistance {
    typealias Text<Unit> = Slice<UnsafeBufferPointer<Unit>>

    /// Tells whether at most `limit` changes, 0 to 2, make one text of the other.
    ///
    /// - Parameter steps: grows by the cells that were computed: of each line those that lie within the limit.
    static func isWithin<Unit: Equatable>(
        _ limit: Int, _ left: Text<Unit>, _ right: Text<Unit>, steps: inout Int
    ) -> Bool {
        var (left, right) = (left, right)
        if left.count < right.count { swap(&left, &right) }
        guard left.count - right.count <= limit else { return false }
        while let first = right.first, first == left.first {
            left = left.dropFirst()
            right = right.dropFirst()
        }
        while let last = right.last, last == left.last {
            left = left.dropLast()
            right = right.dropLast()
        }
        if right.isEmpty { return true }
        return limit > 0 && isBandWithin(limit, left, right, steps: &steps)
    }

    /// Fills, line by line, the cells whose distance from the diagonal is at most `limit`: five at most.
    private static func isBandWithin<Unit: Equatable>(
        _ limit: Int, _ left: Text<Unit>, _ right: Text<Unit>, steps: inout Int
    ) -> Bool {
        let far = limit + 1
        // Cell `offset` of line `row` compares the first `row` units with the first `row + offset - limit` of the other.
        var line = Line(repeating: far)
        var (last, lastButOne) = (line, line)
        for offset in limit...(2 * limit) { last[offset] = offset - limit }
        for row in 1...left.count {
            steps += 2 * limit + 1
            var least = far
            for offset in 0...(2 * limit) {
                let column = row + offset - limit
                guard (0...right.count).contains(column) else {
                    line[offset] = far
                    continue
                }
                var cell = offset < 2 * limit ? last[offset + 1] + 1 : far
                if column == 0 {
                    cell = row
                } else {
                    let unit = left[left.startIndex + row - 1]
                    let other = right[right.startIndex + column - 1]
                    if offset > 0 { cell = min(cell, line[offset - 1] + 1) }
                    cell = min(cell, last[offset] + (unit == other ? 0 : 1))
                    if row > 1, column > 1, unit == right[right.startIndex + column - 2],
                        other == left[left.startIndex + row - 2]
                    {
                        cell = min(cell, lastButOne[offset] + 1)
                    }
                }
                line[offset] = min(cell, far)
                least = min(least, line[offset])
            }
            // A swap adds one to a cell two lines back; the cell between them on that diagonal is no larger.
            if least > limit { return false }
            (lastButOne, last) = (last, line)
        }
        return last[right.count - left.count + limit] <= limit
    }

    /// Five numbers in place: an array for each word of a dictionary would cost more than the comparison.
    private struct Line {
        private var cells: (Int, Int, Int, Int, Int)

        init(repeating number: Int) {
            cells = (number, number, number, number, number)
        }
        subscript(index: Int) -> Int {
            get {
                switch index {
                case 0: cells.0
                case 1: cells.1
                case 2: cells.2
                case 3: cells.3
                default: cells.4
                }
            }
            set {
                switch index {
                case 0: cells.0 = newValue
                case 1: cells.1 = newValue
                case 2: cells.2 = newValue
                case 3: cells.3 = newValue
                default: cells.4 = newValue
                }
            }
        }
    }
}
