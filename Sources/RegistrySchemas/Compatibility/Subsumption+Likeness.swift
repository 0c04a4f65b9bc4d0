/// Two nodes that may say the same in the same words.
struct Likeness: Hashable {
    let left: Int
    let right: Int
}

extension Subsumption {
    /// Whether two schemas are the same but for annotations, references followed.
    ///
    /// Two that differ nowhere within reach are the same, however often they come back to each other.
    mutating func isAlike(_ left: Int, _ right: Int) -> Bool {
        if left == right { return !graph[left].isUnknowable }
        let pair = Likeness(left: left, right: right)
        if let known = likeness[pair] { return known }
        var seen: Set<Likeness> = [pair]
        var pending = [pair]
        var isAlike = true
        while isAlike, let next = pending.popLast() {
            let (left, right) = (graph[next.left], graph[next.right])
            isAlike =
                !left.isUnknowable && !right.isUnknowable && left.signature == right.signature
                && left.children.count == right.children.count
                && zip(left.children, right.children).allSatisfy { $0.path == $1.path }
            for (left, right) in zip(left.children, right.children) where isAlike {
                let pair = Likeness(left: left.node, right: right.node)
                if seen.insert(pair).inserted { pending.append(pair) }
            }
        }
        likeness[pair] = isAlike
        return isAlike
    }
}
