internal import Foundation

/// The results as a Markdown table that is readable as it stands.
struct ResultTable: CustomStringConvertible {
    private let rows: [[String]]

    init(_ results: [BenchResult]) {
        rows = results.map { result in
            [
                result.name, Self.number(result.ours), Self.range(result.oursRange),
                result.peer.map(Self.number) ?? "–", Self.range(result.peerRange), result.unit,
                result.ratio.map { String(format: "%.2f", $0) } ?? "–",
                result.target.map { String(format: "%.2f", $0) } ?? "–",
            ]
        }
    }

    var description: String {
        let head = ["What", "Ours", "Rounds", "Peer", "Rounds", "Unit", "Ours ÷ peer", "Target"]
        let isNumber = [false, true, true, true, true, false, true, true]
        let widths = head.indices.map { column in
            ([head] + rows).map { $0[column].count }.max() ?? 0
        }
        let rule = zip(widths, isNumber).map { width, isNumber in
            String(repeating: "-", count: width - 1) + (isNumber ? ":" : "-")
        }
        return ([head, rule] + rows).map { cells in
            let padded = cells.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - cells[column].count)
                return isNumber[column] ? space + cells[column] : cells[column] + space
            }
            return "| " + padded.joined(separator: " | ") + " |"
        }.joined(separator: "\n")
    }

    private static func range(_ range: ClosedRange<Double>?) -> String {
        range.map { "\(number($0.lowerBound))–\(number($0.upperBound))" } ?? "–"
    }
    private static func number(_ value: Double) -> String {
        String(format: value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value)
    }
}
