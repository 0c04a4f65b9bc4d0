/// Turns a graph into an automaton: a state is the set of places that a text may have led to.
struct AutomatonBuilder {
    // What a compiled pattern may cost: 64 KiB, and a few milliseconds once.
    private static let maxCells = 32_768
    private static let maxWork = 150_000

    private let graph: AutomatonGraph
    private var work = 0

    private var classes = [UInt8](repeating: 0, count: 256)
    private var columns: [UInt8] = []  // the first byte of each class

    private var rows: [[UInt16]] = []
    private var matchesAtEnd: [Bool] = []
    private var pending: [[Int]] = []  // the places of the states from the third on
    private var states: [[Int]: UInt16] = [:]

    private var visits: [Int]  // by place, the last walk that came there
    private var walk = 0

    private init(_ graph: AutomatonGraph) {
        self.graph = graph
        visits = [Int](repeating: 0, count: graph.places.count)
    }

    /// - Returns: nil when the pattern has no graph, or when its automaton would be too large.
    static func automaton(of pattern: PatternNode) -> PatternAutomaton? {
        guard let graph = AutomatonGraph(pattern) else { return nil }
        var builder = AutomatonBuilder(graph)
        return builder.build()
    }

    private mutating func build() -> PatternAutomaton? {
        findClasses()
        let width = columns.count
        rows = [[UInt16](repeating: 0, count: width), [UInt16](repeating: 1, count: width)]
        matchesAtEnd = [false, true]
        // A match may begin behind every byte; `^` holds only in the first state, which is therefore not shared.
        let restart = closure(of: [graph.first])
        let first = closure(of: [graph.first], atStart: true)
        let start = first.first == 0 ? PatternAutomaton.matched : add(first, atStart: true)
        var done = 0
        while done < pending.count {
            addRow(of: pending[done], restart: restart)
            done += 1
            if work > Self.maxWork || (pending.count + 2) * width > Self.maxCells { return nil }
        }
        return PatternAutomaton(classes: classes, width: width, rows: rows, matchesAtEnd: matchesAtEnd, start: start)
    }

    /// Gives each run of bytes that all edges treat alike one column.
    private mutating func findClasses() {
        var begins = [Bool](repeating: false, count: 257)
        for edge in graph.edges {
            begins[Int(edge.bytes.lowerBound)] = true
            begins[Int(edge.bytes.upperBound) + 1] = true
        }
        for byte in UInt8.min...UInt8.max {
            if byte == 0 || begins[Int(byte)] { columns.append(byte) }
            classes[Int(byte)] = UInt8(columns.count - 1)
        }
    }

    private mutating func addRow(of places: [Int], restart: [Int]) {
        var edges: [AutomatonGraph.Edge] = []
        for place in places {
            if case .bytes(let some) = graph.places[place] { edges += graph.edges[some] }
        }
        var row: [UInt16] = []
        row.reserveCapacity(columns.count)
        var previous: [Int] = []
        var targets: [Int] = []
        for byte in columns {
            targets.removeAll(keepingCapacity: true)
            for edge in edges where edge.bytes.contains(byte) { targets.append(edge.target) }
            if let last = row.last, targets == previous {
                row.append(last)
            } else {
                row.append(state(of: closure(of: targets, adding: restart)))
                swap(&previous, &targets)
            }
        }
        work += columns.count * (edges.count + 1)
        rows.append(row)
    }

    private mutating func state(of places: [Int]) -> UInt16 {
        if places.isEmpty { return UInt16(PatternAutomaton.dead) }
        if places[0] == 0 { return UInt16(PatternAutomaton.matched) }
        if let known = states[places] { return known }
        let state = UInt16(add(places, atStart: false))
        states[places] = state
        return state
    }

    private mutating func add(_ places: [Int], atStart: Bool) -> Int {
        pending.append(places)
        matchesAtEnd.append(closure(of: places, atStart: atStart, atEnd: true).first == 0)
        return pending.count + 1
    }

    /// The places that are reached from `places` without a byte, and `others`, in ascending order without repetition.
    ///
    /// Of them, only those are kept that a byte or the end leads on from, and place 0, the match.
    private mutating func closure(
        of places: [Int], adding others: [Int] = [], atStart: Bool = false, atEnd: Bool = false
    ) -> [Int] {
        walk += 1
        for place in others { visits[place] = walk }
        var kept = others
        var stack = places
        while let place = stack.popLast() {
            guard visits[place] != walk else { continue }
            visits[place] = walk
            work += 1
            switch graph.places[place] {
            case .bytes, .match: kept.append(place)
            case .split(let left, let right):
                stack.append(right)
                stack.append(left)
            case .start(let next): if atStart { stack.append(next) }
            case .end(let next): if atEnd { stack.append(next) } else { kept.append(place) }
            }
        }
        work += kept.count
        kept.sort()
        return kept
    }
}
