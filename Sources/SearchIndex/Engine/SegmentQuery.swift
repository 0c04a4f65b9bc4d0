internal import RegistryQuery

/// A query over one segment, evaluated by sets of documents.
struct SegmentQuery {
    private let plan: QueryPlan
    private let reader: LeafReader
    private var objects: ObjectQuery
    private let isScored: Bool
    /// By leaf, once looked up and nothing was missing.
    private var entries: [Int: LeafEntries] = [:]
    /// By leaf, within what is counted for statistics; empty where there are no scores.
    private(set) var leafSets: [DocumentSet?] = []
    /// By scored clause: the documents that it matches, in which the groups around it match as well.
    private(set) var clauseSets: [DocumentSet] = []

    /// - Parameter isScored: whether it is wanted which clauses match.
    init(_ plan: QueryPlan, _ reader: LeafReader, isScored: Bool) {
        self.plan = plan
        self.reader = reader
        objects = ObjectQuery(plan, reader)
        self.isScored = isScored
        if isScored { clauseSets = plan.clauses.map { _ in DocumentSet(capacity: reader.segment.documentCount) } }
    }

    /// Reads what the scored clauses match by themselves among the documents of `set`.
    mutating func readClauses(within set: DocumentSet, _ budget: inout SearchBudget) throws(SearchIndexError) {
        leafSets = plan.leaves.map { _ in nil }
        for clause in plan.clauses where leafSets[clause.leaf] == nil {
            let leaf = plan.leaves[clause.leaf]
            leafSets[clause.leaf] = try reader.documents(of: leaf, within: set, &budget)
        }
    }

    /// The documents of `set` that match the query.
    mutating func matches(
        within set: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        let matches = try matches(of: plan.root, within: set, &budget)
        keepClauses(0..<clauseSets.count, within: matches)
        return matches
    }

    private mutating func matches(
        of node: QueryPlan.Node, within set: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        switch node {
        case .everything: return set
        case .nothing: return DocumentSet(capacity: reader.segment.documentCount)
        case .boolean(let group): return try matches(of: group, within: set, &budget)
        case .leaf(let index, let clause):
            var found: DocumentSet
            if leafSets.indices.contains(index), let known = leafSets[index] {
                found = known
                found.formIntersection(set)
            } else {
                found = try reader.documents(
                    of: plan.leaves[index], known: entries[index], within: set, &budget)
            }
            if isScored, let clause { clauseSets[clause] = found }
            return found
        }
    }

    private mutating func matches(
        of group: QueryPlan.Group, within base: DocumentSet, _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> DocumentSet {
        var set = base
        let missing = reader.parts.missing
        for node in try cheapestFirst(group.must.clauses.map(\.clause), &budget) {
            let before = reader.parts.missing
            let found = try matches(of: node, within: set, &budget)
            // What is not known yet narrows nothing, so that the other clauses name the parts that they need.
            if reader.parts.missing == before { set = found }
            if set.isEmpty { break }
        }
        if reader.parts.missing == missing {
            set = try objects.documents(
                meeting: group.must, within: set, objectsOf: reader.segment.nestedFields[...], &budget)
        } else {
            try objects.askForParts(of: group.must, objectsOf: reader.segment.nestedFields[...], &budget)
        }
        if group.must.clauses.isEmpty, !group.should.isEmpty {
            set = DocumentSet(capacity: reader.segment.documentCount)
            for node in group.should { set.formUnion(try matches(of: node, within: base, &budget)) }
        }
        for node in group.mustNot where !set.isEmpty {
            set.subtract(try matches(of: node, within: set, &budget))
        }
        if isScored, !group.must.clauses.isEmpty, !set.isEmpty {
            for node in group.should { _ = try matches(of: node, within: set, &budget) }
        }
        if isScored { keepClauses(group.clauses, within: set) }
        return set
    }

    private mutating func keepClauses(_ clauses: Range<Int>, within set: DocumentSet) {
        for clause in clauses where !clauseSets[clause].isEmpty { clauseSets[clause].formIntersection(set) }
    }

    private mutating func cheapestFirst(
        _ nodes: [QueryPlan.Node], _ budget: inout SearchBudget
    ) throws(SearchIndexError) -> [QueryPlan.Node] {
        guard nodes.count > 1 else { return nodes }
        var priced: [(price: Int, node: QueryPlan.Node)] = []
        for node in nodes { priced.append((estimate(node), node)) }
        return priced.sorted { $0.price < $1.price }.map(\.node)
    }

    /// About how many documents match, with what is dear to find out counted as more.
    private mutating func estimate(_ node: QueryPlan.Node) -> Int {
        switch node {
        case .everything: reader.segment.documentCount
        case .nothing: 0
        case .leaf(let index, _):
            if leafSets.indices.contains(index), let known = leafSets[index] {
                known.count
            } else {
                estimate(ofLeaf: index)
            }
        case .boolean(let group):
            if let least = group.must.clauses.map({ estimate($0.clause) }).min() {
                least
            } else if group.should.isEmpty {
                reader.segment.documentCount
            } else {
                group.should.reduce(0) { $0 + estimate($1) }
            }
        }
    }
    private mutating func estimate(ofLeaf index: Int) -> Int {
        let leaf = plan.leaves[index]
        let missing = reader.parts.missing
        guard let found = entries[index] ?? LeafEntries(of: leaf, in: reader.segment, reader.parts) else {
            return reader.segment.field(of: leaf) == nil ? 0 : 2 * reader.segment.documentCount
        }
        if reader.parts.missing == missing { entries[index] = found }
        return found.estimate
    }
}
