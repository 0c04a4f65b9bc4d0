/// Reads the core of Lucene's regular expressions; a pattern always is about the whole text.
///
/// ```ebnf
/// pattern    = sequence , { "|" , sequence } ;
/// sequence   = repeated , { repeated } ;
/// repeated   = atom , { "?" | "*" | "+" | "{" , number , [ "," , [ number ] ] , "}" } ;
/// atom       = "." | group | class | string | shorthand | escape | any but . ? * + { | ( ) [ " \ / # @ & ~ < > ;
/// group      = "(" , [ pattern ] , ")" ;                     (* "()" is the empty text *)
/// class      = "[" , [ "^" ] , member , { member } , "]" ;
/// member     = shorthand | one , [ "-" , one ] ;             (* "-" before "]" is itself *)
/// one        = escape | any but "\" and "/" ;                (* the first one is not "]" *)
/// string     = '"' , { any but '"' and "/" } , '"' ;         (* as it stands, backslashes too *)
/// shorthand  = "\d" | "\D" | "\w" | "\W" | "\s" | "\S" ;     (* of ASCII *)
/// escape     = "\" , any ;
/// ```
struct RegexParser {
    private let scalars: [Unicode.Scalar]
    private var next = 0

    /// - Throws: the first mistake, its position counted from the pattern's beginning.
    static func parse(_ pattern: String) throws(QueryError) -> RegexNode {
        var parser = RegexParser(pattern)
        if parser.isAtEnd {
            throw QueryError("the regular expression is empty; a '/' to be found must be quoted or escaped", at: 0)
        }
        guard pattern.utf8.count <= QueryLimits.regexBytes else {
            throw QueryError("the regular expression is longer than \(QueryLimits.regexBytes) bytes", at: 0)
        }
        let root = try parser.choice()
        if !parser.isAtEnd {
            throw QueryError("')' closes no parenthesis of the regular expression", at: parser.next)
        }
        return root.node
    }

    private init(_ pattern: String) {
        scalars = Array(pattern.unicodeScalars)
    }

    /// A tree and how large its automaton will be.
    private struct Measured {
        var node: RegexNode
        var size: RegexSize
    }

    private var isAtEnd: Bool { next == scalars.count }
    private var endsSequence: Bool { isAtEnd || scalars[next] == "|" || scalars[next] == ")" }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard !isAtEnd, scalars[next] == scalar else { return false }
        next += 1
        return true
    }

    private mutating func choice() throws(QueryError) -> Measured {
        let start = next
        var nodes = [try sequence()]
        while take("|") { nodes.append(try sequence()) }
        guard nodes.count > 1 else { return nodes[0] }
        let measure = RegexMeasure()
        var size = nodes[0].size
        for node in nodes.dropFirst() { size = measure.either(size, node.size) }
        return try checked(.choice(nodes.map(\.node)), size, from: start)
    }

    private mutating func sequence() throws(QueryError) -> Measured {
        let start = next
        if endsSequence {
            throw QueryError("a part of the regular expression is empty; '()' is the empty text", at: start)
        }
        var nodes: [RegexNode] = []
        let measure = RegexMeasure()
        var size = measure.empty()
        while !endsSequence {
            let part = try repeated()
            nodes.append(part.node)
            size = measure.join(size, part.size)
        }
        return try checked(.sequence(of: nodes), size, from: start)
    }

    private mutating func repeated() throws(QueryError) -> Measured {
        let start = next
        var part = try atom()
        while !isAtEnd {
            let counts: (least: Int, most: Int?)
            switch scalars[next] {
            case "?": counts = (0, 1)
            case "*": counts = (0, nil)
            case "+": counts = (1, nil)
            case "{": counts = try self.counts()
            default: return part
            }
            next += 1
            part = try repeating(part, counts, from: start)
        }
        return part
    }

    private func repeating(
        _ part: Measured, _ counts: (least: Int, most: Int?), from start: Int
    ) throws(QueryError) -> Measured {
        switch (part.node, counts.least, counts.most) {
        // Repeating the empty text is the empty text: what has no states is never counted out.
        case (.empty, _, _), (_, _, 0): return Measured(node: .empty, size: RegexSize())
        case (_, 1, 1), (.repeated(_, least: 0, most: nil), 0, nil): return part
        case (let node, let least, let most):
            var measure = RegexMeasure()
            let size = measure.repeated(least: least, most: most) { _ in part.size }
            return try checked(.repeated(node, least: least, most: most), size, from: start)
        }
    }

    /// Reads `{n`, `{n,` or `{n,m`, and stops before the brace.
    private mutating func counts() throws(QueryError) -> (least: Int, most: Int?) {
        let start = next
        next += 1
        let least = try number(from: start)
        var most: Int? = least
        if take(",") { most = !isAtEnd && scalars[next] == "}" ? nil : try number(from: start) }
        guard !isAtEnd, scalars[next] == "}" else { throw Self.malformedCounts(at: start) }
        if let most, most < least { throw QueryError("the numbers of a repetition are in the wrong order", at: start) }
        return (least, most)
    }
    private mutating func number(from start: Int) throws(QueryError) -> Int {
        let first = next
        var number = 0
        while !isAtEnd, ("0"..."9").contains(scalars[next]) {
            number = number * 10 + Int(scalars[next].value - 0x30)
            guard number <= QueryLimits.regexStates else {
                throw QueryError("a regular expression repeats at most \(QueryLimits.regexStates) times", at: start)
            }
            next += 1
        }
        guard next > first else { throw Self.malformedCounts(at: start) }
        return number
    }
    private static func malformedCounts(at position: Int) -> QueryError {
        QueryError("a repetition is written {n}, {n,} or {n,m}; a '{' to be found must be escaped", at: position)
    }

    private mutating func atom() throws(QueryError) -> Measured {
        let start = next
        next += 1
        let set: ScalarSet
        switch scalars[start] {
        case ".": set = .all
        case "(": return try group(from: start)
        case "[": set = try characterClass(from: start)
        case "\"": return try string(from: start)
        case "\\": set = ScalarSet(try escape(from: start))
        case "?", "*", "+", "{":
            throw QueryError(
                "'\(scalars[start])' has nothing before it to repeat; escape one that is to be found", at: start)
        case "#", "@", "&", "~", "<", ">":
            throw QueryError(
                "'\(scalars[start])' is an operator of regular expressions that is not supported; escape one that is "
                    + "to be found", at: start)
        case "/": throw Self.bareSlash(at: start)
        case let scalar: set = ScalarSet(scalar)
        }
        let measure = RegexMeasure()
        return Measured(node: .one(set), size: measure.one(set))
    }

    private mutating func group(from start: Int) throws(QueryError) -> Measured {
        if take(")") { return Measured(node: .empty, size: RegexSize()) }
        if isAtEnd { throw Self.openParenthesis(at: start) }
        let inner = try choice()
        guard take(")") else { throw Self.openParenthesis(at: start) }
        return inner
    }
    private static func openParenthesis(at position: Int) -> QueryError {
        QueryError("a parenthesis of the regular expression is never closed", at: position)
    }
    private static func bareSlash(at position: Int) -> QueryError {
        QueryError("a '/' in a regular expression must be escaped", at: position)
    }

    private mutating func string(from start: Int) throws(QueryError) -> Measured {
        let measure = RegexMeasure()
        var nodes: [RegexNode] = []
        var size = measure.empty()
        while !isAtEnd, scalars[next] != "\"" {
            if scalars[next] == "/" { throw Self.bareSlash(at: next) }
            let set = ScalarSet(scalars[next])
            nodes.append(.one(set))
            size = measure.join(size, measure.one(set))
            next += 1
        }
        guard take("\"") else { throw QueryError("a quotation in the regular expression is never closed", at: start) }
        return Measured(node: .sequence(of: nodes), size: size)
    }

    private mutating func characterClass(from start: Int) throws(QueryError) -> ScalarSet {
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while !isAtEnd, scalars[next] != "]" || ranges.isEmpty {
            let first = next
            if scalars[first] == "]" {
                throw QueryError("a class '[…]' is empty; escape a ']' to be found", at: start)
            }
            let members = try member()
            guard members.count == 1, members[0].count == 1, next + 1 < scalars.count, scalars[next] == "-",
                scalars[next + 1] != "]"
            else {
                ranges += members
                continue
            }
            next += 1
            let upper = try member()
            guard upper.count == 1, upper[0].count == 1, members[0].lowerBound <= upper[0].lowerBound else {
                throw QueryError("the ends of a range in '[…]' are no characters in ascending order", at: first)
            }
            ranges.append(members[0].lowerBound...upper[0].lowerBound)
        }
        guard take("]") else { throw QueryError("a class '[…]' is never closed", at: start) }
        return ScalarSet(ranges, isNegated: isNegated)
    }
    private mutating func member() throws(QueryError) -> [ClosedRange<UInt32>] {
        let start = next
        next += 1
        switch scalars[start] {
        case "\\": return try escape(from: start)
        case "/": throw Self.bareSlash(at: start)
        case let scalar: return [scalar.value...scalar.value]
        }
    }

    /// Reads what stands after a backslash.
    private mutating func escape(from start: Int) throws(QueryError) -> [ClosedRange<UInt32>] {
        guard !isAtEnd else { throw QueryError("the '\\' has nothing after it to escape", at: start) }
        next += 1
        let digits: [ClosedRange<UInt32>] = [0x30...0x39]
        let word = digits + [0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
        let space: [ClosedRange<UInt32>] = [0x09...0x0A, 0x0D...0x0D, 0x20...0x20]
        return switch scalars[next - 1] {
        case "d": digits
        case "D": ScalarSet(digits, isNegated: true).members
        case "w": word
        case "W": ScalarSet(word, isNegated: true).members
        case "s": space
        case "S": ScalarSet(space, isNegated: true).members
        case let scalar: [scalar.value...scalar.value]
        }
    }

    private func checked(
        _ node: RegexNode, _ size: RegexSize, from start: Int
    ) throws(QueryError) -> Measured {
        guard size.isWithinLimits else {
            throw QueryError(
                "the regular expression is too large: counted out, it has more than \(QueryLimits.regexStates) states "
                    + "or \(QueryLimits.regexTransitions) transitions between them", at: start)
        }
        return Measured(node: node, size: size)
    }
}
