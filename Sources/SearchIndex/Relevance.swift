internal import Foundation
package import RegistryCore
package import RegistryQuery

/// How well a document answers a query: BM25 over its words, summed over the query's clauses.
///
/// Every positive clause (a word, phrase, wildcard, range … that is not excluded) that a document matches adds
/// `boost · idf · tf · (k1 + 1) / (tf + k1 · (1 − b + b · length / average length))`, where
/// `idf = ln(1 + (N − n + 0.5) / (n + 0.5))`, `n` of the `N` documents match the clause, and `k1 = 1.2`, `b = 0.75`
/// (Robertson and Zaragoza, 2009). A clause inside a group counts where the group matches as well.
///
/// `tf` of a single word is how often the document has it among its words (of the clause's field, where it names one);
/// of anything else it is 1. Without a field, a word of a field that is called `title` or `name` counts
/// ``titleWeight`` times. The length is the number of all words of the document. A clause without a field whose text is
/// the artifact's id, its path or the name of its file adds ``exactBonus`` times its boost: such a match comes first.
///
/// `N`, `n` and the average length are those of the documents that the caller may read, whatever else is stored: a score
/// is a function of what the caller can see, and tells nothing of what is hidden.
package enum Relevance {
    package static let k1 = 1.2
    package static let b = 0.75
    package static let titleWeight = 3
    package static let exactBonus = 1_000.0

    package static func idf(matching count: Int, of documents: Int) -> Double {
        log(1 + (Double(documents) - Double(count) + 0.5) / (Double(count) + 0.5))
    }

    /// What one clause adds, without the bonus.
    package static func score(boost: Double, idf: Double, frequency: Int, length: Int, averageLength: Double) -> Double
    {
        let norm = averageLength > 0 ? Double(length) / averageLength : 1
        let tf = Double(max(frequency, 1))
        return boost * idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * norm))
    }

    /// Whether the words of `field` count more in a search without a field.
    package static func isTitle(_ field: FieldPath) -> Bool {
        let name = field.description.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).last
        return name.map { $0.elementsEqual("title".utf8) || $0.elementsEqual("name".utf8) } ?? false
    }

    /// What a clause without a field finds exactly: the artifact's id, its path, and the name of its file.
    package static func names(of artifact: ArtifactID) -> [String] {
        let path = artifact.path.description
        let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[path.utf8.index(after: $0)...]) }
        return [artifact.description, path] + (name.map { [$0] } ?? [])
    }
}

/// What the scores of one walk are reckoned with.
package struct RelevanceStatistics: Sendable, Hashable {
    /// Documents that the caller may read.
    package let documents: Int
    /// Words per document; 0 when there are none.
    package let averageLength: Double
    /// How many of them each of ``ScoredClause/all(in:)`` matches by itself.
    package let matching: [Int]

    package init(documents: Int, averageLength: Double, matching: [Int]) {
        self.documents = documents
        self.averageLength = averageLength
        self.matching = matching
    }
}

/// A positive leaf of a query, with the product of the boosts around it, at most ``QueryLimits/boost`` like each of them.
package struct ScoredClause: Sendable, Hashable {
    package let node: QueryNode
    package let boost: Double

    /// The positive leaves in the order of the text; those that match everything or only say that a field exists are none.
    package static func all(in query: SearchQuery) -> [ScoredClause] {
        var clauses: [ScoredClause] = []
        collect(query.root, boost: 1, &clauses)
        return clauses
    }

    private static func collect(_ node: QueryNode, boost: Double, _ clauses: inout [ScoredClause]) {
        switch node {
        case .everything, .exists: break
        case .boost(let node, let factor): collect(node, boost: min(boost * factor, QueryLimits.boost), &clauses)
        case .boolean(let members):
            for member in members where member.occur != .mustNot { collect(member.node, boost: boost, &clauses) }
        case .term, .phrase, .wildcard, .range, .fuzzy, .regex: clauses.append(ScoredClause(node: node, boost: boost))
        }
    }
}

/// How a score came about.
package struct RelevanceExplanation: Sendable, Hashable {
    package struct Part: Sendable, Hashable {
        /// As the query spells it.
        package let clause: String
        package let boost: Double
        package let idf: Double
        package let frequency: Int
        package let bonus: Double
        package let score: Double

        package init(clause: String, boost: Double, idf: Double, frequency: Int, bonus: Double, score: Double) {
            self.clause = clause
            self.boost = boost
            self.idf = idf
            self.frequency = frequency
            self.bonus = bonus
            self.score = score
        }
    }
    package let score: Double
    package let length: Int
    package let averageLength: Double
    package let parts: [Part]

    package init(score: Double, length: Int, averageLength: Double, parts: [Part]) {
        self.score = score
        self.length = length
        self.averageLength = averageLength
        self.parts = parts
    }
}
