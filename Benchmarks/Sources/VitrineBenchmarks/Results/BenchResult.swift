/// One row of the table: a quantity of ours beside the same quantity of a peer.
struct BenchResult: Sendable {
    /// Which way is better, and so what a target means.
    enum Sense: Sendable {
        /// A rate: a target is the least that `ratio` may be.
        case moreIsBetter
        /// A cost: a target is the most that `ratio` may be.
        case lessIsBetter
    }
    /// Unlike any other's: quantity, and the peer's name where there is one.
    let name: String
    /// The median of the rounds.
    let ours: Double
    /// Nil where there is nothing to compare with, or the peer could not be installed.
    let peer: Double?
    /// Least and most of the rounds; nil where there were none.
    let oursRange: ClosedRange<Double>?
    let peerRange: ClosedRange<Double>?
    let unit: String
    let sense: Sense
    /// Nil where none is set yet.
    let target: Double?

    init(_ name: String, ours: [Double], peer: [Double], unit: String, _ sense: Sense, target: Double? = nil) {
        self.name = name
        self.ours = ours.median ?? 0
        self.peer = peer.median
        oursRange = ours.range
        peerRange = peer.range
        self.unit = unit
        self.sense = sense
        self.target = target
    }

    /// `ours` divided by `peer`, for rates and costs alike.
    var ratio: Double? {
        guard let peer, peer > 0 else { return nil }
        return ours / peer
    }
    var isOK: Bool? {
        guard let ratio, let target else { return nil }
        return sense == .moreIsBetter ? ratio >= target : ratio <= target
    }
}

extension [Double] {
    /// Nil when there are none.
    var range: ClosedRange<Double>? {
        guard let least = self.min(), let most = self.max() else { return nil }
        return least...most
    }
    /// Nil when there are none; the mean of the middle two when their number is even.
    var median: Double? {
        if isEmpty { return nil }
        let sorted = sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
