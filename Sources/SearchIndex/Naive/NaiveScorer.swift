internal import RegistryCore
internal import RegistryQuery

/// Reckons ``Relevance`` for one query, and counts what it is reckoned with over all readable documents.
struct NaiveScorer {
    /// What a document has of the query's clauses.
    struct Hits {
        struct Hit {
            /// An index of ``ScoredClause/all(in:)``.
            let clause: Int
            let frequency: Int
            /// Whether the clause's text is a name of the artifact.
            let isExact: Bool
        }
        /// In the order of the clauses.
        var hits: [Hit] = []
        let length: Int
    }
    private indirect enum Node {
        case clause(Int)
        /// Its members count where it matches as a whole.
        case group(NaiveMatcher, [Node])
    }

    private let clauses: [ScoredClause]
    private let matchers: [NaiveMatcher]
    private let root: Node
    /// What each clause asks of values.
    private let probes: [ValueProbe?]
    private var documents = 0
    private var length = 0
    private var matching: [Int]

    init(_ query: SearchQuery) {
        clauses = ScoredClause.all(in: query)
        matchers = clauses.map { NaiveMatcher(SearchQuery(root: $0.node)) }
        probes = clauses.map { ValueProbe($0.node) }
        matching = clauses.map { _ in 0 }
        var count = 0
        root = Self.node(for: query.root, &count)
    }
    /// - Parameter count: of the clauses so far; they are met in the order of ``ScoredClause/all(in:)``.
    private static func node(for node: QueryNode, _ count: inout Int) -> Node {
        switch node {
        case .everything, .exists: return .group(NaiveMatcher(.everything), [])
        case .boost(let node, _): return self.node(for: node, &count)
        case .boolean(let members):
            var nodes: [Node] = []
            for member in members where member.occur != .mustNot { nodes.append(self.node(for: member.node, &count)) }
            return .group(NaiveMatcher(SearchQuery(root: node)), nodes)
        case .term, .phrase, .wildcard, .range, .fuzzy, .regex:
            count += 1
            return .clause(count - 1)
        }
    }

    /// Counts one readable document, whether it matches the query or not.
    ///
    /// - Throws: what ``SearchBudget/spend(_:)`` does.
    mutating func count(
        _ fields: inout DocumentFields, _ terms: NaiveTerms, _ budget: inout SearchBudget
    ) throws(SearchIndexError) {
        documents += 1
        length += terms.words.count
        for (clause, matcher) in matchers.enumerated() where try matcher.matches(&fields, within: &budget) {
            matching[clause] += 1
        }
    }
    /// Of all the documents that were counted.
    var statistics: RelevanceStatistics {
        RelevanceStatistics(
            documents: documents, averageLength: documents == 0 ? 0 : Double(length) / Double(documents),
            matching: matching)
    }

    /// - Throws: what ``SearchBudget/spend(_:)`` does.
    func hits(
        of artifact: ArtifactID, _ fields: inout DocumentFields, _ terms: NaiveTerms, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> Hits {
        var found: Set<Int> = []
        try find(root, in: &fields, &found, &budget)
        let names = Relevance.names(of: artifact)
        var hits = Hits(length: terms.words.count)
        for clause in found.sorted() {
            let sought = clauses[clause].node.sought
            hits.hits.append(
                Hits.Hit(
                    clause: clause, frequency: try frequency(of: clause, in: terms, &budget),
                    isExact: sought.map { sought in
                        sought.field == nil && names.contains { $0.utf8.elementsEqual(sought.text.utf8) }
                    } ?? false))
        }
        return hits
    }
    private func find(
        _ node: Node, in fields: inout DocumentFields, _ found: inout Set<Int>, _ budget: inout SearchBudget
    ) throws(SearchIndexError) {
        switch node {
        case .clause(let clause):
            if try matchers[clause].matches(&fields, within: &budget) { found.insert(clause) }
        case .group(let matcher, let nodes):
            guard !nodes.isEmpty, try matcher.matches(&fields, within: &budget) else { return }
            for node in nodes { try find(node, in: &fields, &found, &budget) }
        }
    }

    /// How often a document has the one word that a clause looks for, else 1.
    private func frequency(
        of clause: Int, in terms: NaiveTerms, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> Int {
        guard let probe = probes[clause], let words = probe.exactWords, words.count == 1 else { return 1 }
        try budget.spend(terms.words.count)
        var frequency = 0
        for other in terms.words where other.word.utf8.elementsEqual(words[0].utf8) {
            if let field = probe.field {
                frequency += other.field == field ? 1 : 0
            } else {
                frequency += other.field.map(Relevance.isTitle) ?? false ? Relevance.titleWeight : 1
            }
        }
        return max(frequency, 1)
    }

    /// The score of a document, and how it comes about: its parts are added in the order of the clauses.
    func score(_ hits: Hits, with statistics: RelevanceStatistics) -> RelevanceExplanation {
        let parts = hits.hits.map { hit in
            let clause = clauses[hit.clause]
            // The statistics of another query know fewer clauses.
            let matching = statistics.matching.indices.contains(hit.clause) ? statistics.matching[hit.clause] : 0
            let idf = Relevance.idf(matching: matching, of: statistics.documents)
            let bonus = hit.isExact ? Relevance.exactBonus * clause.boost : 0
            let score = Relevance.score(
                boost: clause.boost, idf: idf, frequency: hit.frequency, length: hits.length,
                averageLength: statistics.averageLength)
            return RelevanceExplanation.Part(
                clause: clause.node.description, boost: clause.boost, idf: idf, frequency: hit.frequency, bonus: bonus,
                score: score + bonus)
        }
        return RelevanceExplanation(
            score: parts.reduce(0) { $0 + $1.score }, length: hits.length, averageLength: statistics.averageLength,
            parts: parts)
    }
}

extension QueryNode {
    /// The text that a term or a phrase looks for, and its field.
    fileprivate var sought: (field: FieldPath?, text: String)? {
        switch self {
        case .term(let field, let term): (field, term.text)
        case .phrase(let field, let text, _): (field, text)
        default: nil
        }
    }
}
