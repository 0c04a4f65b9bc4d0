/// A pattern as a graph of places, some of which lead to others by a byte and some without one.
///
/// Look-around, word boundaries, references and properties have no place in it.
struct AutomatonGraph {
    enum Place {
        /// One of these of `edges`, each for a range of bytes.
        case bytes(Range<Int>)
        case split(Int, Int)
        /// Goes on at the start of the text only.
        case start(Int)
        /// Goes on at the end of the text only.
        case end(Int)
        case match
    }

    struct Edge: Hashable {
        var bytes: ClosedRange<UInt8>
        let target: Int
    }

    private static let maxPlaces = 4096

    private(set) var places: [Place] = [.match]
    private(set) var edges: [Edge] = []
    private var tails: [Edge: Int] = [:]  // a place with this edge alone
    private var sequences: [CodePointSet: [[ClosedRange<UInt8>]]] = [:]
    private var work = 0

    /// The place where a match begins.
    private(set) var first = 0

    /// - Returns: nil when the pattern has no such graph, or one of more than 4096 places.
    init?(_ pattern: PatternNode) {
        guard let first = add(pattern, before: 0) else { return nil }
        self.first = first
    }

    private mutating func append(_ place: Place) -> Int {
        places.append(place)
        return places.count - 1
    }

    /// Adds the places of `node`, which go on at `next`; returns where they begin.
    private mutating func add(_ node: PatternNode, before next: Int) -> Int? {
        work += 1
        guard work <= Self.maxPlaces, places.count <= Self.maxPlaces else { return nil }
        switch node {
        case .character(let value): return add(CodePointSet(ranges: [value...value]), before: next)
        case .set(let set): return add(set, before: next)
        case .start: return append(.start(next))
        case .end: return append(.end(next))
        case .capture(let body): return add(body, before: next)
        case .sequence(let terms):
            var place = next
            for term in terms.reversed() {
                guard let first = add(term, before: place) else { return nil }
                place = first
            }
            return place
        case .alternatives(let alternatives):
            var place: Int?
            for alternative in alternatives.reversed() {
                guard let first = add(alternative, before: next) else { return nil }
                place = place.map { append(.split(first, $0)) } ?? first
            }
            return place
        case .repetition(let body, let least, let most, _):
            return add(body, least: least, most: most, before: next)
        case .wordBoundary, .look, .reference: return nil
        }
    }

    private mutating func add(_ body: PatternNode, least: Int, most: Int?, before next: Int) -> Int? {
        var place = next
        var needed = least
        if let most {
            for _ in least..<most {
                guard let first = add(body, before: place) else { return nil }
                place = append(.split(first, next))
            }
        } else {
            let loop = append(.split(next, next))
            guard let first = add(body, before: loop) else { return nil }
            places[loop] = .split(first, next)
            place = needed > 0 ? first : loop
            needed = max(0, needed - 1)
        }
        for _ in 0..<needed {
            guard let first = add(body, before: place) else { return nil }
            place = first
        }
        return place
    }

    private mutating func add(_ set: CodePointSet, before next: Int) -> Int? {
        guard set.properties.isEmpty else { return nil }
        var first: [Edge] = []
        for sequence in encodings(of: set) {
            var target = next
            for bytes in sequence.dropFirst().reversed() { target = tail(Edge(bytes: bytes, target: target)) }
            if let last = first.last, last.target == target, last.bytes.upperBound + 1 == sequence[0].lowerBound {
                first[first.count - 1].bytes = last.bytes.lowerBound...sequence[0].upperBound
            } else {
                first.append(Edge(bytes: sequence[0], target: target))
            }
        }
        return append(first)
    }

    /// Returns the place before `edge`, the same for all code points that end alike.
    private mutating func tail(_ edge: Edge) -> Int {
        if let place = tails[edge] { return place }
        let place = append([edge])
        tails[edge] = place
        return place
    }

    private mutating func append(_ some: [Edge]) -> Int {
        edges += some
        return append(.bytes(edges.count - some.count..<edges.count))
    }

    private mutating func encodings(of set: CodePointSet) -> [[ClosedRange<UInt8>]] {
        if let known = sequences[set] { return known }
        let found = set.normalizedRanges.flatMap { UTF8Sequences($0).sequences }
        sequences[set] = found
        return found
    }
}
