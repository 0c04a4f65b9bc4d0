/// The Unicode scalars by what a regular expression can tell apart: those of one class are in the same of its sets.
struct ScalarAlphabet: Sendable {
    /// The first scalar of each run, in ascending order from 0 on; the run's place is its class.
    private let starts: [UInt32]
    /// Of each scalar of ASCII.
    private let ascii: [UInt16]

    init(telling sets: some Sequence<ScalarSet>) {
        let starts = Set(sets.flatMap(\.boundaries)).union([0]).sorted()
        self.starts = starts
        var ascii: [UInt16] = []
        var index = 0
        for scalar in 0..<UInt32(0x80) {
            while index + 1 < starts.count, starts[index + 1] <= scalar { index += 1 }
            ascii.append(UInt16(index))
        }
        self.ascii = ascii
    }

    var count: Int { starts.count }

    /// A scalar of the class, for all of them.
    func member(of index: Int) -> UInt32 { starts[index] }

    func index(of scalar: UInt32) -> Int {
        if scalar < 0x80 { return Int(ascii[Int(scalar)]) }
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= scalar { low = middle } else { high = middle }
        }
        return low
    }
}
