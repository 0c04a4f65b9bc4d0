/// What can be put together in the shape of a regular expression: first its size, then its automaton.
protocol RegexAlgebra {
    associatedtype Part

    mutating func empty() -> Part
    mutating func one(_ set: ScalarSet) -> Part
    mutating func join(_ left: Part, _ right: Part) -> Part
    mutating func either(_ left: Part, _ right: Part) -> Part
    mutating func optional(_ part: Part) -> Part
    /// Once or more often.
    mutating func loop(_ part: Part) -> Part
}

extension RegexAlgebra {
    mutating func part(of node: RegexNode) -> Part {
        switch node {
        case .empty: return empty()
        case .one(let set): return one(set)
        case .sequence(let nodes):
            var whole = part(of: nodes[0])
            for node in nodes.dropFirst() { whole = join(whole, part(of: node)) }
            return whole
        case .choice(let nodes):
            var whole = part(of: nodes[0])
            for node in nodes.dropFirst() { whole = either(whole, part(of: node)) }
            return whole
        case .repeated(let node, let least, let most):
            return repeated(least: least, most: most) { $0.part(of: node) }
        }
    }

    /// Counts a repetition out, from its end: `x{2,4}` is `xx(x(x)?)?` and `x{2,}` is `xx+`.
    mutating func repeated(least: Int, most: Int?, copy: (inout Self) -> Part) -> Part {
        var whole: Part
        var required = least
        if let most {
            if most == least {
                whole = copy(&self)
                required -= 1
            } else {
                whole = optional(copy(&self))
                for _ in 1..<(most - least) {
                    let part = copy(&self)
                    whole = optional(join(part, whole))
                }
            }
        } else {
            whole = loop(copy(&self))
            if least == 0 { whole = optional(whole) } else { required -= 1 }
        }
        while required > 0 {
            let part = copy(&self)
            whole = join(part, whole)
            required -= 1
        }
        return whole
    }
}
