/// What is known of a value: it is valid under all of `nodes` and under none of `refused`.
struct Premises: Hashable, Sendable {
    /// In ascending order, references and `allOf` followed.
    private(set) var nodes: [Int] = []
    private(set) var refused: [Int] = []

    init() {}

    init(_ node: Int, in graph: SchemaGraph) { insert(node, in: graph) }

    func adding(_ node: Int, in graph: SchemaGraph) -> Premises {
        var copy = self
        copy.insert(node, in: graph)
        return copy
    }

    func refusing(_ node: Int) -> Premises {
        var copy = self
        Self.insert(node, into: &copy.refused)
        return copy
    }

    mutating func insert(_ node: Int, in graph: SchemaGraph) {
        var pending = [node]
        while let next = pending.popLast() {
            if graph[next].isTrivial || !Self.insert(next, into: &nodes) { continue }
            pending += graph[next].all.map(\.node)
        }
    }

    func contains(_ node: Int) -> Bool {
        let position = Self.position(of: node, in: nodes)
        return position < nodes.count && nodes[position] == node
    }

    @discardableResult
    private static func insert(_ node: Int, into list: inout [Int]) -> Bool {
        let position = position(of: node, in: list)
        if position < list.count, list[position] == node { return false }
        list.insert(node, at: position)
        return true
    }

    private static func position(of node: Int, in list: [Int]) -> Int {
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if list[middle] < node { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
