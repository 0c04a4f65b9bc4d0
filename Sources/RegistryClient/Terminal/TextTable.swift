/// Rows of text in aligned columns, as narrow as a terminal.
package struct TextTable: Sendable {
    package struct Column: Sendable {
        package let title: String
        /// Whether it ends at the right edge, as numbers do.
        package let isRight: Bool
        /// Not made narrower than this.
        package let minimum: Int
        package init(_ title: String, isRight: Bool = false, minimum: Int = 8) {
            self.title = title
            self.isRight = isRight
            self.minimum = minimum
        }
    }
    private let columns: [Column]
    private var rows: [[String]] = []

    package init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; missing cells are empty, and characters that could harm a terminal are replaced.
    package mutating func add(_ cells: [String]) {
        rows.append(columns.indices.map { $0 < cells.count ? PlainText.shown(cells[$0]) : "" })
    }

    /// The header and the rows, without trailing space.
    ///
    /// - Parameter width: columns of the terminal: the widest cells are shortened to fit; nil for no limit.
    package func lines(width: Int?) -> [String] {
        let widths = self.widths(within: width)
        return ([columns.map(\.title)] + rows).map { row in
            var line = ""
            for (index, cell) in row.enumerated() {
                if index > 0 { line += "  " }
                line += Self.fitted(cell, to: widths[index], isRight: columns[index].isRight)
            }
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }

    private func widths(within width: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(columns[index].title.count) { max($0, $1[index].count) }
        }
        guard let width else { return widths }
        var excess = widths.reduce(0, +) + 2 * (columns.count - 1) - width
        while excess > 0 {
            // The widest gives first, down to its minimum.
            let candidates = widths.indices.filter { widths[$0] > max(columns[$0].minimum, columns[$0].title.count) }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private static func fitted(_ cell: String, to width: Int, isRight: Bool) -> String {
        if cell.count > width { return cell.prefix(max(0, width - 1)) + "…" }
        let space = String(repeating: " ", count: width - cell.count)
        return isRight ? space + cell : cell + space
    }
}
