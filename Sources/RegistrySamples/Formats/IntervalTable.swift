/// Intervals around an invented locus, sorted and without overlap, with a value each.
struct IntervalTable {
    let contig: String
    let intervals: [Interval]

    struct Interval {
        /// Counted from 0, on the contig; `end` is not part of it.
        let start: Int
        let end: Int
        /// 0 to 1 000.
        let value: Int
        let isForward: Bool
    }

    /// - Parameters:
    ///   - lengths: of one interval in bases; shortened where the contig is too short.
    ///   - gaps: between two intervals in bases.
    init(named name: String, on locus: Locus, count: Int, lengths: ClosedRange<Int>, gaps: ClosedRange<Int>) {
        var random = SampleRandom("intervals of \(name)")
        contig = locus.contig
        var position = locus.start
        var intervals: [Interval] = []
        for _ in 0..<count {
            let start = position + random.number(in: gaps)
            let end = start + random.number(in: lengths)
            guard end <= locus.contigLength else { break }
            let value = random.number(in: 0...1_000)
            intervals.append(Interval(start: start, end: end, value: value, isForward: random.chance(percent: 50)))
            position = end
        }
        self.intervals = intervals
    }

    var bases: Int { intervals.reduce(0) { $0 + $1.end - $1.start } }

    /// Returns BED with six columns.
    func bed(prefix: String) -> [UInt8] {
        lines { index, interval in
            [prefix + String(index + 1), String(interval.value), interval.isForward ? "+" : "-"]
        }
    }

    /// Returns ENCODE narrowPeak: BED6, then signal, -log10 of p and q, and the summit's offset.
    func narrowPeak(prefix: String) -> [UInt8] {
        lines { index, interval in
            let signal = String(thousandths: 2_000 + interval.value * 18)
            let p = String(thousandths: 4_000 + interval.value * 60)
            let q = String(thousandths: 2_000 + interval.value * 55)
            let summit = (interval.end - interval.start) * (300 + interval.value * 4 / 10) / 1_000
            return [prefix + String(index + 1), String(interval.value), ".", signal, p, q, String(summit)]
        }
    }

    /// Returns bedGraph with its track line; values from 0 to 1.
    func bedGraph(name: String) -> [UInt8] {
        Array("track type=bedGraph name=\"\(name)\"\n".utf8)
            + lines { _, interval in [String(thousandths: interval.value)] }
    }

    private func lines(_ fields: (Int, Interval) -> [String]) -> [UInt8] {
        let lines = intervals.enumerated().map { index, interval in
            ([contig, String(interval.start), String(interval.end)] + fields(index, interval)).joined(separator: "\t")
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }
}
