internal import RegistryQuery

/// A query made ready to be run over segments: its leaves apart, each once, and how they are put together.
struct QueryPlan: Sendable {
    indirect enum Node: Sendable {
        case everything
        case nothing
        /// An index of ``leaves``; `clause` is one of ``clauses`` when it adds to a score.
        case leaf(Int, clause: Int?)
        case boolean(Group)
    }

    /// Clauses by Lucene's rules, as ``QueryNode/boolean(_:)``; at least one of the lists has members.
    struct Group: Sendable {
        let must: Conjunction<Node>
        let should: [Node]
        let mustNot: [Node]
        /// The scored clauses that are in it.
        let clauses: Range<Int>
    }

    /// What is asked of the values of documents, with the keys made ready that segments are asked for.
    ///
    /// A class, because it is handed about for every segment.
    final class Leaf: Sendable {
        enum Question: Sendable {
            case existence
            case keys(ExactKeys)
            case range(RangeKeys)
            case pattern(ValueProbe)

            init(_ probe: ValueProbe) {
                if let keys = ExactKeys(probe) {
                    self = .keys(keys)
                } else if let range = probe.range {
                    self = .range(RangeKeys(range))
                } else {
                    self = .pattern(probe)
                }
            }
        }
        /// Nil for one that looks in all fields.
        let field: FieldPath?
        let question: Question
        /// As the query has it.
        let node: QueryNode

        init(field: FieldPath?, question: Question, node: QueryNode) {
            self.field = field
            self.question = question
            self.node = node
        }
    }

    /// One of ``ScoredClause/all(in:)`` and its leaf.
    struct Clause: Sendable {
        let scored: ScoredClause
        let leaf: Int
        /// The text that names an artifact, in a clause without a field.
        let name: String?
    }

    let root: Node
    let leaves: [Leaf]
    let clauses: [Clause]

    init(_ query: SearchQuery) {
        var reader = Reader()
        root = reader.read(query.root, isScored: true)
        leaves = reader.leaves
        clauses = zip(ScoredClause.all(in: query), reader.scored).map {
            Clause(scored: $0, leaf: $1, name: Self.name(in: $0.node))
        }
    }

    private static func name(in node: QueryNode) -> String? {
        switch node {
        case .term(nil, let term): term.text
        case .phrase(nil, let text, _): text
        default: nil
        }
    }

    private struct Reader {
        var leaves: [Leaf] = []
        /// The leaves of the scored clauses, in the order in which the text has them.
        var scored: [Int] = []
        private var known: [QueryNode: Int] = [:]

        mutating func read(_ node: QueryNode, isScored: Bool) -> Node {
            switch node {
            case .everything: return .everything
            case .boost(let node, _): return read(node, isScored: isScored)
            case .exists(let field): return .leaf(leaf(.existence, of: field, node), clause: nil)
            case .boolean(let members): return members.isEmpty ? .nothing : .boolean(group(members, isScored))
            case .term, .phrase, .wildcard, .range, .fuzzy, .regex:
                guard let probe = ValueProbe(node) else { return .nothing }
                let leaf = leaf(Leaf.Question(probe), of: probe.field, node)
                guard isScored else { return .leaf(leaf, clause: nil) }
                scored.append(leaf)
                return .leaf(leaf, clause: scored.count - 1)
            }
        }

        private mutating func group(_ members: [QueryNode.Clause], _ isScored: Bool) -> Group {
            let first = scored.count
            // In the order of the text, which is that of the scored clauses.
            let read = members.map { ($0, self.read($0.node, isScored: isScored && $0.occur != .mustNot)) }
            func nodes(_ occur: QueryNode.Occur) -> [Node] { read.filter { $0.0.occur == occur }.map(\.1) }
            let must = read.filter { $0.0.occur == .must }.map { (clause: $1, subject: ClauseSubject($0.node)) }
            return Group(
                must: Conjunction(must), should: nodes(.should), mustNot: nodes(.mustNot),
                clauses: first..<scored.count)
        }

        private mutating func leaf(_ question: Leaf.Question, of field: FieldPath?, _ node: QueryNode) -> Int {
            if let index = known[node] { return index }
            leaves.append(Leaf(field: field, question: question, node: node))
            known[node] = leaves.count - 1
            return leaves.count - 1
        }
    }
}
