/// A regular expression as an automaton without empty steps: a state for each of its places, and 0 before the first.
///
/// (Glushkov's construction.) It reads a text once, in all of the states that it can be in at a time.
struct RegexAutomaton: Sendable {
    let alphabet: ScalarAlphabet
    /// Whether a scalar of a class leads into a state: for each set, then for each class.
    private let leadsInto: [Bool]
    /// The set of each state; of 0, which nothing leads into, any.
    private let sets: [UInt16]
    /// The ways out of state `s` are those from `ways[s]` to before `ways[s + 1]`.
    private let ways: [Int]
    private let targets: [UInt16]
    private let isFinal: [Bool]

    init(_ root: RegexNode) {
        var builder = RegexBuilder()
        let whole = builder.part(of: root)
        builder.follow[0] = whole.first
        var isFinal = builder.follow.map { _ in false }
        isFinal[0] = whole.isNullable
        for state in whole.last { isFinal[Int(state)] = true }
        self.isFinal = isFinal
        let alphabet = ScalarAlphabet(telling: builder.sets)
        self.alphabet = alphabet
        leadsInto = builder.sets.flatMap { set in
            (0..<alphabet.count).map { set.contains(alphabet.member(of: $0)) }
        }
        sets = builder.setOfState
        var ways = [0]
        var targets: [UInt16] = []
        for states in builder.follow {
            targets += states.count > 1 ? Set(states).sorted() : states
            ways.append(targets.count)
        }
        self.ways = ways
        self.targets = targets
    }

    var stateCount: Int { sets.count }

    func isFinal(_ states: some Sequence<UInt16>) -> Bool { states.contains { isFinal[Int($0)] } }

    /// The states that a scalar of any class may lead to, each once, in no order.
    ///
    /// - Parameter seen: one for each state, all false; so it is left.
    /// - Parameter steps: grows by the ways that were looked at.
    func successors(of states: [UInt16], _ seen: inout [Bool], steps: inout Int) -> [UInt16] {
        var successors: [UInt16] = []
        for state in states {
            let range = ways[Int(state)]..<ways[Int(state) + 1]
            steps += range.count
            for target in targets[range] where !seen[Int(target)] {
                seen[Int(target)] = true
                successors.append(target)
            }
        }
        for state in successors { seen[Int(state)] = false }
        return successors
    }

    func leads(_ index: Int, into state: UInt16) -> Bool {
        leadsInto[Int(sets[Int(state)]) * alphabet.count + index]
    }

    /// Reads all of `scalars`; takes their number times at most ``QueryLimits/regexTransitions``.
    func matches(_ scalars: some Sequence<Unicode.Scalar>, steps: inout Int) -> Bool {
        var states: [UInt16] = [0]
        var seen = isFinal.map { _ in false }
        steps += stateCount
        for scalar in scalars {
            steps += 1
            let index = alphabet.index(of: scalar.value)
            states = successors(of: states, &seen, steps: &steps).filter { leads(index, into: $0) }
            if states.isEmpty { return false }
        }
        return isFinal(states)
    }
}

/// Puts the states together.
private struct RegexBuilder: RegexAlgebra {
    struct Part {
        var first: [UInt16] = []
        var last: [UInt16] = []
        var isNullable = true
    }
    private(set) var sets: [ScalarSet] = [.all]
    private(set) var setOfState: [UInt16] = [0]
    var follow: [[UInt16]] = [[]]
    private var indexOfSet: [ScalarSet: UInt16] = [.all: 0]

    func empty() -> Part { Part() }
    mutating func one(_ set: ScalarSet) -> Part {
        let index = indexOfSet[set] ?? UInt16(sets.count)
        if Int(index) == sets.count {
            sets.append(set)
            indexOfSet[set] = index
        }
        let state = UInt16(setOfState.count)
        setOfState.append(index)
        follow.append([])
        return Part(first: [state], last: [state], isNullable: false)
    }
    mutating func join(_ left: Part, _ right: Part) -> Part {
        for state in left.last { follow[Int(state)] += right.first }
        return Part(
            first: left.isNullable ? left.first + right.first : left.first,
            last: right.isNullable ? right.last + left.last : right.last,
            isNullable: left.isNullable && right.isNullable)
    }
    func either(_ left: Part, _ right: Part) -> Part {
        Part(
            first: left.first + right.first, last: left.last + right.last,
            isNullable: left.isNullable || right.isNullable)
    }
    func optional(_ part: Part) -> Part {
        var part = part
        part.isNullable = true
        return part
    }
    mutating func loop(_ part: Part) -> Part {
        for state in part.last { follow[Int(state)] += part.first }
        return part
    }
}
