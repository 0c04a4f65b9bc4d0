/// Where a round kills the registry, and what the client does afterwards.
struct CrashPlan: Sendable, CustomStringConvertible {
    enum Point: Sendable {
        /// While the start is on its way.
        case start(milliseconds: Int)
        /// When so many files have been taken; others are on their way.
        case files(Int)
        /// So long after the completion was sent.
        case completion(milliseconds: Int)
        /// So long after the completion was accepted.
        case indexing(milliseconds: Int)
    }
    let round: Int
    /// Whether a version is replaced that is served.
    let isReupload: Bool
    let point: Point
    let givesUp: Bool
    /// Killed once more, so many milliseconds after it was started again.
    let again: Int?

    /// - Parameters:
    ///   - files: how many are sent.
    ///   - indexing: how long indexing takes, in milliseconds; the kill comes within a little more.
    init(round: Int, files: Int, indexing: Int, using generator: inout SplitMix) {
        self.round = round
        isReupload = round % 3 == 0
        let place = Int.random(in: 0..<20, using: &generator)
        let share = Int.random(in: 0..<1_000, using: &generator)
        point =
            switch place {
            case 0: .start(milliseconds: share / 50)
            case 1...8: .files(files * share / 1_000)
            case 9...12: .completion(milliseconds: share / 10)
            default: .indexing(milliseconds: indexing * 12 * share / 10_000)
            }
        givesUp = Int.random(in: 0..<4, using: &generator) == 0
        let second = Int.random(in: 0..<1_500, using: &generator)
        again = second < 300 ? second : nil
    }

    var description: String {
        let place =
            switch point {
            case .start(let milliseconds): "\(milliseconds) ms after the start was sent"
            case .files(let count): "after \(count) files"
            case .completion(let milliseconds): "\(milliseconds) ms after the completion was sent"
            case .indexing(let milliseconds): "\(milliseconds) ms after the completion was accepted"
            }
        return "round \(round): \(isReupload ? "re-upload" : "first upload"), killed \(place)"
            + (again.map { " and \($0) ms after the restart" } ?? "") + (givesUp ? ", then given up" : "")
    }
}
