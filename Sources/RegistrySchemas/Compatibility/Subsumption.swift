internal import JSONDocument
internal import JSONSchema

/// Shows that every value that premises allow is valid under a schema; what it cannot show it denies.
///
/// A proof may use what it is about to show, but only for a smaller value, that is below a property or an element
/// (induction on the size of the value), so that recursive schemas are compared with themselves. A value that is nested
/// in others counts as smaller by one for each step down.
struct Subsumption {
    /// Steps after which nothing more is shown.
    static let maxSteps = 50_000
    private static let maxDepth = 80

    struct Goal: Hashable {
        let premises: Premises
        let node: Int
        let isWeak: Bool
    }

    /// A goal whose proof has begun: after how many others, and how far down the value.
    private struct Running {
        let order: Int
        let descent: Int
    }

    /// What a proof rests on that is itself not shown yet.
    struct Assumptions {
        /// The earliest of the running goals it used; `.max` when it used none.
        var earliest: Int
        /// It may be used again only further down the value than this.
        var descent: Int

        static let none = Assumptions(earliest: .max, descent: -1)

        mutating func add(_ other: Assumptions) {
            earliest = min(earliest, other.earliest)
            descent = max(descent, other.descent)
        }
    }

    var graph: SchemaGraph
    var judge: ValueJudge
    /// Whether only what follows directly is shown: no cases are told apart.
    var isWeak = false
    var caseDepth = 0
    var grown: [Premises: Premises] = [:]
    var likeness: [Likeness: Bool] = [:]

    private var known: [Goal: Bool] = [:]
    private var running: [Goal: Running] = [:]
    /// Shown while a goal around them was still assumed; forgotten when the proof they were made for has ended.
    private var provisional: [Goal: Assumptions] = [:]
    private var provisionals: [Goal] = []
    private var assumptions = Assumptions.none
    private var summaries: [Premises: PremiseSummary] = [:]
    var members: [Premises: [UTF8Key: Premises]] = [:]
    private var values: [Premises: [JSONValue]?] = [:]
    private var descent = 0
    private var depth = 0
    private(set) var steps = 0

    init(_ graph: SchemaGraph, _ judge: ValueJudge) {
        self.graph = graph
        self.judge = judge
    }

    var isExhausted: Bool { steps >= Self.maxSteps }

    /// Whether every value that `premises` allow is valid under `node`.
    mutating func implies(_ premises: Premises, _ node: Int) -> Bool {
        if graph[node].isTrivial || premises.contains(node) || premises.contains(graph.impossible) { return true }
        let goal = Goal(premises: premises, node: node, isWeak: isWeak)
        if let answer = known[goal] { return answer }
        if let begun = running[goal] {
            guard begun.descent < descent else { return false }
            assumptions.add(Assumptions(earliest: begun.order, descent: begun.descent))
            return true
        }
        if let rest = provisional[goal], rest.descent < descent {
            assumptions.add(rest)
            return true
        }
        steps += 1
        guard !isExhausted, depth < Self.maxDepth else { return false }
        let order = running.count
        running[goal] = Running(order: order, descent: descent)
        depth += 1
        let mark = provisionals.count
        let (answer, rest) = noting { $0.examine(premises, node) }
        depth -= 1
        running[goal] = nil
        for forgotten in provisionals[mark...] { provisional[forgotten] = nil }
        provisionals.removeSubrange(mark...)
        if !answer || rest.earliest >= order {
            known[goal] = answer
        } else {
            provisional[goal] = rest
            provisionals.append(goal)
            assumptions.add(rest)
        }
        return answer
    }

    /// Runs `work` and returns with its answer what it assumed.
    mutating func noting<Answer>(_ work: (inout Subsumption) -> Answer) -> (Answer, Assumptions) {
        let outer = assumptions
        assumptions = .none
        let answer = work(&self)
        let own = assumptions
        assumptions = outer
        return (answer, own)
    }

    mutating func assume(_ assumptions: Assumptions) { self.assumptions.add(assumptions) }

    /// Runs `work` on what stands one step below the value.
    mutating func below<Answer>(_ work: (inout Subsumption) -> Answer) -> Answer {
        descent += 1
        defer { descent -= 1 }
        return work(&self)
    }

    /// Runs `work` without telling cases apart.
    mutating func weakly<Answer>(_ work: (inout Subsumption) -> Answer) -> Answer {
        let was = isWeak
        isWeak = true
        defer { isWeak = was }
        return work(&self)
    }

    private mutating func examine(_ premises: Premises, _ node: Int) -> Bool {
        if !graph[node].isImpossible, let values = finiteValues(premises) {
            if values.isEmpty { return true }
            let verdicts = values.map { judge.verdict(of: node, on: $0, in: graph)?.acceptsEach }
            if !verdicts.contains(nil) { return verdicts.allSatisfy { $0 == true } }
        }
        for claim in graph[node].claims where !proves(premises, claim, of: node) {
            return premises.nodes.contains { isAlike($0, node) }
        }
        return true
    }

    /// Whether every value that `premises` allow satisfies `claim`, after telling cases apart.
    mutating func proves(_ premises: Premises, _ claim: Claim, of node: Int) -> Bool {
        if holds(claim, of: node, premises) { return true }
        if isWeak || isExhausted { return false }
        if case .all = claim { return false }
        let more = saturated(premises)
        if more != premises { return proves(more, claim, of: node) }
        if claim != .impossible, isImpossible(premises) { return true }
        guard caseDepth < 2 else { return false }
        caseDepth += 1
        defer { caseDepth -= 1 }
        for cases in distinctions(of: premises, for: claim, of: node) {
            if cases.allSatisfy({ proves($0, claim, of: node) }) { return true }
        }
        return false
    }

    /// Whether nothing satisfies `premises`, which have been saturated; within a case only what is seen at once.
    private mutating func isImpossible(_ premises: Premises) -> Bool {
        caseDepth == 0 ? implies(premises, graph.impossible) : weakly { $0.implies(premises, $0.graph.impossible) }
    }

    // MARK: Facts

    mutating func summary(_ premises: Premises) -> PremiseSummary {
        if let known = summaries[premises] { return known }
        let summary = PremiseSummary(premises, in: graph)
        summaries[premises] = summary
        return summary
    }

    /// The values that `premises` allow, when they are listed; some more when the validator cannot be asked.
    mutating func finiteValues(_ premises: Premises) -> [JSONValue]? {
        if let known = values[premises] { return known }
        let found = listedValues(premises)
        values[premises] = .some(found)
        return found
    }

    private mutating func listedValues(_ premises: Premises) -> [JSONValue]? {
        let summary = summary(premises)
        var candidates: [JSONValue]
        if let choices = summary.choices {
            candidates = choices
        } else if summary.kinds.isSubset(of: .finite) {
            candidates = summary.kinds.contains(.null) ? [.null] : []
            if summary.kinds.contains(.boolean) { candidates += [false, true] }
        } else {
            return nil
        }
        return candidates.filter { value in
            premises.nodes.allSatisfy { judge.verdict(of: $0, on: value, in: graph)?.acceptsSome ?? true }
                && premises.refused.allSatisfy { !(judge.verdict(of: $0, on: value, in: graph)?.acceptsEach ?? false) }
        }
    }
}
