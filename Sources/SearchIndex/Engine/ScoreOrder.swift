internal import RegistryCore
internal import RegistryQuery

/// Orders matches by ``Relevance``; scores are those of the definition to the last bit.
struct ScoreOrder {
    typealias Scored = (place: HitPlace, score: Double)

    let statistics: RelevanceStatistics
    private let evaluated: [SegmentMatches]
    private let plan: QueryPlan
    private let reader: HitReader
    /// By clause.
    private let idfs: [Double]

    /// - Parameter evaluated: of each segment of `reader`.
    init(
        _ evaluated: [SegmentMatches], _ plan: QueryPlan, _ statistics: RelevanceStatistics, _ reader: HitReader
    ) {
        self.evaluated = evaluated
        self.plan = plan
        self.statistics = statistics
        self.reader = reader
        idfs = plan.clauses.indices.map { clause in
            // The statistics of another query know fewer clauses.
            let matching = statistics.matching.indices.contains(clause) ? statistics.matching[clause] : 0
            return Relevance.idf(matching: matching, of: statistics.documents)
        }
    }

    /// The first `count` of the matches after a position.
    func first(
        _ count: Int, of matches: [DocumentSet], after: SearchPosition?, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> [Scored] {
        var heap = BoundedHeap<Scored>(capacity: count)
        var scores: [Double] = []
        for index in matches.indices where !matches[index].isEmpty {
            try budget.check()
            addUp(index, &scores)
            let segment = reader.segments[index].segment
            var walk = RunWalk(segment)
            matches[index].forEach { position in
                let run = walk.run(of: position)
                let score = scores[position]
                if let last = heap.last {
                    if score < last.score { return }
                    // Most often many documents have the same score; the seal decides without a look at their ids.
                    if score == last.score, walk.sealedAt < reader.sealedAt(last.place) { return }
                }
                let scored = (place: HitPlace(segment: index, run: run, position: position), score: score)
                if let after, !follows(scored, after) { return }
                heap.insert(scored, by: precedes)
            }
            try budget.spend(matches[index].count)
        }
        return heap.sorted(by: precedes)
    }

    private func precedes(_ one: Scored, _ other: Scored) -> Bool {
        one.score != other.score ? one.score > other.score : reader.precedes(one.place, other.place)
    }
    private func follows(_ scored: Scored, _ position: SearchPosition) -> Bool {
        if case .score(let score) = position.rank, score != scored.score { return score > scored.score }
        return reader.follows(scored.place, position)
    }

    /// Replaces `scores` by those of the matches of a segment, by position; elsewhere they mean nothing.
    private func addUp(_ index: Int, _ scores: inout [Double]) {
        let segment = reader.segments[index].segment
        scores.removeAll(keepingCapacity: true)
        scores.append(contentsOf: repeatElement(0, count: segment.documentCount))
        guard let lengths = segment.lengths(reader.parts) else { return }
        for (number, clause) in evaluated[index].clauses.enumerated() where !clause.documents.isEmpty {
            let boost = plan.clauses[number].scored.boost
            let bonus = Relevance.exactBonus * boost
            var next = 0
            clause.documents.forEach { position in
                let frequency = clause.frequencies.map { Int($0[next]) } ?? 1
                next += 1
                let score = Relevance.score(
                    boost: boost, idf: idfs[number], frequency: frequency, length: lengths[position],
                    averageLength: statistics.averageLength)
                // A clause's part is one number, the bonus in it: sums are rounded in this order.
                scores[position] += clause.named?.contains(position) ?? false ? score + bonus : score
            }
        }
    }

    /// How the score of a match came about.
    func explanation(of place: HitPlace) -> RelevanceExplanation {
        let length = reader.segments[place.segment].segment.lengths(reader.parts)?[place.position] ?? 0
        var parts: [RelevanceExplanation.Part] = []
        for (number, clause) in evaluated[place.segment].clauses.enumerated()
        where clause.documents.contains(place.position) {
            let scored = plan.clauses[number].scored
            let frequency = clause.frequencies.map { Int($0[clause.documents.count(in: 0..<place.position)]) } ?? 1
            let bonus = clause.named?.contains(place.position) ?? false ? Relevance.exactBonus * scored.boost : 0
            let score = Relevance.score(
                boost: scored.boost, idf: idfs[number], frequency: frequency, length: length,
                averageLength: statistics.averageLength)
            parts.append(
                RelevanceExplanation.Part(
                    clause: scored.node.description, boost: scored.boost, idf: idfs[number], frequency: frequency,
                    bonus: bonus, score: score + bonus))
        }
        return RelevanceExplanation(
            score: parts.reduce(0) { $0 + $1.score }, length: length, averageLength: statistics.averageLength,
            parts: parts)
    }
}
