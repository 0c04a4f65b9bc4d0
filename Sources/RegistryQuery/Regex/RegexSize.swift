/// How large the automaton of a regular expression will be, before it is built.
struct RegexSize: Sendable {
    /// Places that a character can be at.
    var states = 0
    /// Ways from one to the next; those that are there twice count twice.
    var transitions = 0
    /// Places of a first character, and of a last one.
    var first = 0, last = 0
    var isNullable = true

    var isWithinLimits: Bool {
        states <= QueryLimits.regexStates && transitions <= QueryLimits.regexTransitions
    }
}

/// Adds sizes up; parts that are within the limits never make a number that does not fit.
struct RegexMeasure: RegexAlgebra {
    func empty() -> RegexSize { RegexSize() }
    func one(_ set: ScalarSet) -> RegexSize { RegexSize(states: 1, first: 1, last: 1, isNullable: false) }
    func join(_ left: RegexSize, _ right: RegexSize) -> RegexSize {
        RegexSize(
            states: left.states + right.states,
            transitions: left.transitions + right.transitions + left.last * right.first,
            first: left.first + (left.isNullable ? right.first : 0),
            last: right.last + (right.isNullable ? left.last : 0),
            isNullable: left.isNullable && right.isNullable)
    }
    func either(_ left: RegexSize, _ right: RegexSize) -> RegexSize {
        RegexSize(
            states: left.states + right.states, transitions: left.transitions + right.transitions,
            first: left.first + right.first, last: left.last + right.last,
            isNullable: left.isNullable || right.isNullable)
    }
    func optional(_ part: RegexSize) -> RegexSize {
        var part = part
        part.isNullable = true
        return part
    }
    func loop(_ part: RegexSize) -> RegexSize {
        var part = part
        part.transitions += part.last * part.first
        return part
    }
}
