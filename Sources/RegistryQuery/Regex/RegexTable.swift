/// The same as a ``RegexAutomaton`` with one state at a time, for expressions of which that is small.
struct RegexTable: Sendable {
    /// Entries that a table may have.
    private static let entries = 1 << 14
    /// What may be looked at to build it, for each state of the automaton and besides.
    private static let stepsPerState = 200, steps = 2_000
    /// The state from which nothing fits any more; the first one is 1.
    private static let dead: UInt16 = 0

    private let alphabet: ScalarAlphabet
    /// For each state, then for each class.
    private let next: [UInt16]
    private let isFinal: [Bool]

    /// - Returns: nil when it would be too large.
    init?(_ automaton: RegexAutomaton) {
        alphabet = automaton.alphabet
        let width = alphabet.count
        var numbers: [[UInt16]: UInt16] = [[]: Self.dead, [0]: 1]
        var groups: [[UInt16]] = [[], [0]]
        var next = Array(repeating: Self.dead, count: width)
        var seen = Array(repeating: false, count: automaton.stateCount)
        let most = Self.steps + Self.stepsPerState * automaton.stateCount
        var steps = 0
        var number = 1
        while number < groups.count {
            let successors = automaton.successors(of: groups[number], &seen, steps: &steps).sorted()
            steps += successors.count * width
            guard steps <= most, groups.count * width <= Self.entries else { return nil }
            for index in 0..<width {
                let group = successors.filter { automaton.leads(index, into: $0) }
                let target = numbers[group] ?? UInt16(groups.count)
                if Int(target) == groups.count {
                    numbers[group] = target
                    groups.append(group)
                }
                next.append(target)
            }
            number += 1
        }
        self.next = next
        isFinal = groups.map { automaton.isFinal($0) }
    }

    /// Reads `scalars` until nothing fits any more.
    func matches(_ scalars: some Sequence<Unicode.Scalar>, steps: inout Int) -> Bool {
        var state: UInt16 = 1
        for scalar in scalars {
            steps += 1
            state = next[Int(state) * alphabet.count + alphabet.index(of: scalar.value)]
            if state == Self.dead { return false }
        }
        return isFinal[Int(state)]
    }
}
