/// Whose turn it is among the bands of one queue: by weight over the bands that have something (smooth weighted round
/// robin), so that of any ten turns of three busy bands six, three and one are theirs, well mixed.
struct BandTurns: Sendable {
    private var credit = [Int](repeating: 0, count: JobPriority.allCases.count)

    /// The band that is next; nil when `ready` is empty.
    mutating func next(among ready: [JobPriority]) -> JobPriority? {
        var total = 0
        var best: JobPriority?
        for band in ready {
            credit[band.rawValue] += band.weight
            total += band.weight
            if best.map({ credit[band.rawValue] > credit[$0.rawValue] }) ?? true { best = band }
        }
        if let best { credit[best.rawValue] -= total }
        return best
    }
}
