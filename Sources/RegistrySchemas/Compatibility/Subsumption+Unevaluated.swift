internal import JSONDocument

/// `unevaluatedProperties` beside keywords that may have seen members of their own.
extension Subsumption {
    /// What a premise asks for of the members that nothing of it can have seen.
    struct Unseen {
        let node: Int
        /// All schemas that may have been applied to the same object, and so have seen some of its members.
        let seeing: [SchemaNode]

        var patterns: [String] { seeing.flatMap { $0.patterns.map(\.name) } }
    }

    /// Whether members that no part of the node `number` can have seen are what `unevaluatedProperties` asks for.
    ///
    /// All members but those of the node itself and of what it includes in any case: more than the keyword asks for.
    mutating func holdsUnevaluated(_ number: Int, _ premises: Premises) -> Bool {
        let seen = Premises(number, in: graph).nodes.map { graph[$0] }
        if seen.contains(where: { $0.additional != nil }) { return true }
        guard let child = graph[number].child("unevaluatedProperties") else { return false }
        return unknownNames(in: premises, seen).allSatisfy { holds(child, forMember: $0, of: premises) }
            && otherMembers(of: premises, besides: seen.flatMap { $0.patterns.map(\.name) }).allSatisfy { member in
                below { $0.implies(member, child) }
            }
    }

    /// What `unevaluatedProperties` of the node `number` asks for, unless some part of it may see any member.
    func unseen(_ number: Int) -> Unseen? {
        guard graph[number].opaque.contains("unevaluatedProperties"),
            let child = graph[number].child("unevaluatedProperties")
        else { return nil }
        var reached: Set<Int> = [number]
        var pending = [number]
        while let next = pending.popLast() {
            let node = graph[next]
            let isClosed = next == number || !node.opaque.contains("unevaluatedProperties")
            let isKnown = node.opaque.allSatisfy { $0.hasPrefix("unevaluated") }
            guard isClosed, isKnown, node.additional == nil else { return nil }
            var inner = (node.all + node.any + node.one).map(\.node) + node.dependents.compactMap(\.node)
            for rule in node.conditionals { inner += [rule.condition, rule.then, rule.otherwise].compactMap(\.self) }
            for node in inner where reached.insert(node).inserted { pending.append(node) }
        }
        return Unseen(node: child, seeing: reached.map { graph[$0] })
    }

    /// Whether no part of it can have seen the member `name`.
    mutating func cannotSee(_ name: String, _ unseen: Unseen) -> Bool {
        unseen.seeing.allSatisfy { node in
            node.named[UTF8Key(name)] == nil && node.patterns.allSatisfy { judge.matches($0.name, name) == false }
        }
    }
}

extension SchemaNode {
    func child(_ keyword: String) -> Int? { children.first { $0.path == [keyword] }?.node }
}
