internal import RegistryCore

/// Tells the runs of positions that are asked for in ascending order.
struct RunWalk {
    private let segment: Segment
    private var run = 0
    private var end: Int
    /// Of the run that was told last.
    private(set) var sealedAt: Timestamp

    init(_ segment: Segment) {
        self.segment = segment
        end = segment.runs.first?.positions.upperBound ?? 0
        sealedAt = segment.runs.first?.sealedAt ?? Timestamp(milliseconds: 0)
    }

    mutating func run(of position: Int) -> Int {
        while position >= end, run + 1 < segment.runs.count {
            run += 1
            end = segment.runs[run].positions.upperBound
            sealedAt = segment.runs[run].sealedAt
        }
        return run
    }
}
