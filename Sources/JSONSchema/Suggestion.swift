internal import JSONDocument

/// What may have been meant by a word that is not known.
enum Suggestion {
    private static let maxLength = 64
    private static let maxCandidates = 1_000

    /// ", did you mean …?" with the value nearest to `value`, or nothing when none is near.
    static func hint(_ value: JSONValue, _ candidates: [JSONValue]) -> String {
        guard case .string(let word) = value else { return "" }
        return nearest(to: word, in: candidates.lazy.compactMap(\.stringValue)).map {
            ", did you mean \(JSONValue.string($0).excerpt)?"
        } ?? ""
    }

    /// ", did you mean …?" with the name nearest to `name`, or nothing when none is near.
    static func hint(_ name: String, _ candidates: some Sequence<String>) -> String {
        nearest(to: name, in: candidates).map { ", did you mean '\($0)'?" } ?? ""
    }

    /// The first of the candidates with the fewest changes from `word`, at most a third of its length; a difference
    /// of case or of `-`, `_` and spaces counts nothing.
    static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        guard word.utf8.count <= maxLength else { return nil }
        let letters = folded(word)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates.prefix(maxCandidates) where candidate.utf8.count <= maxLength {
            let other = folded(candidate)
            let bound = min(best.map { $0.distance - 1 } ?? .max, max(letters.count, other.count) / 3)
            if abs(letters.count - other.count) > bound { continue }
            let distance = distance(letters, other)
            if distance <= bound { best = (distance, candidate) }
            if distance == 0 { break }
        }
        return best?.candidate
    }

    private static func folded(_ word: String) -> [Unicode.Scalar] {
        word.lowercased().unicodeScalars.filter { $0 != "-" && $0 != "_" && $0 != " " }
    }

    /// The number of letters to insert, remove, replace or swap with a neighbour (optimal string alignment).
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var earlier = [Int](repeating: 0, count: right.count + 1)
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
                var least = min(replaced, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    least = min(least, earlier[column - 1] + 1)
                }
                current.append(least)
            }
            (earlier, previous) = (previous, current)
        }
        return previous[right.count]
    }
}
