import RegistryQuery

/// A random regular expression, its text, and what it means by definition.
indirect enum RandomRegex {
    case empty
    case any
    case character(Unicode.Scalar)
    case quoted([Unicode.Scalar])
    case members([ClosedRange<Unicode.Scalar>], isNegated: Bool)
    case sequence([RandomRegex])
    case choice([RandomRegex])
    case repeated(RandomRegex, least: Int, most: Int?)

    static let alphabet = Array("aabbc1.-+*é🧬]".unicodeScalars)

    /// Nil when it is past the limits.
    static func pattern(using generator: inout SeededGenerator) -> RegexPattern? {
        try? RegexPattern(parsing: RandomRegex(depth: 3, using: &generator).text)
    }

    init(depth: Int, using generator: inout SeededGenerator) {
        func character() -> Unicode.Scalar { Self.alphabet.randomElement(using: &generator) ?? "a" }
        func inner() -> RandomRegex { RandomRegex(depth: depth - 1, using: &generator) }
        switch Int.random(in: 0...(depth == 0 ? 5 : 11), using: &generator) {
        case 0: self = .any
        case 1: self = Int.random(in: 0..<4, using: &generator) == 0 ? .empty : .character(character())
        case 2: self = .quoted((0..<Int.random(in: 0...2, using: &generator)).map { _ in character() })
        case 3:
            let ranges = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                let (one, other) = (character(), character())
                return one <= other ? one...other : one...one
            }
            self = .members(ranges, isNegated: Bool.random(using: &generator))
        case 4, 5: self = .character(character())
        case 6, 7: self = .sequence((0..<Int.random(in: 2...4, using: &generator)).map { _ in inner() })
        case 8: self = .choice((0..<Int.random(in: 2...3, using: &generator)).map { _ in inner() })
        default:
            let least = Int.random(in: 0...2, using: &generator)
            let most = [nil, least + Int.random(in: 0...2, using: &generator)].randomElement(using: &generator) ?? nil
            self = .repeated(inner(), least: least, most: most)
        }
    }

    /// In Lucene's syntax.
    var text: String {
        switch self {
        case .empty: "()"
        case .any: "."
        case .character(let scalar): Self.escaped(scalar)
        case .quoted(let scalars): "\"\(scalars.map(String.init).joined())\""
        case .members(let ranges, let isNegated):
            "[\(isNegated ? "^" : "")"
                + ranges.map {
                    $0.lowerBound == $0.upperBound
                        ? "\\\($0.lowerBound)" : "\\\($0.lowerBound)-\\\($0.upperBound)"
                }.joined() + "]"
        case .sequence(let parts): parts.map { "(\($0.text))" }.joined()
        case .choice(let parts): "(\(parts.map(\.text).joined(separator: "|")))"
        case .repeated(let part, let least, let most):
            switch (least, most) {
            case (0, 1): "(\(part.text))?"
            case (0, nil): "(\(part.text))*"
            case (1, nil): "(\(part.text))+"
            case (let least, let most) where most == least: "(\(part.text)){\(least)}"
            default: "(\(part.text)){\(least),\(most.map(String.init) ?? "")}"
            }
        }
    }
    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        ".-+*]".unicodeScalars.contains(scalar) ? "\\\(scalar)" : String(scalar)
    }

    /// Where it can end in `text` when it begins at one of `starts`: the definition, slow and plain.
    func ends(from starts: Set<Int>, in text: [Unicode.Scalar]) -> Set<Int> {
        func step(_ fits: (Unicode.Scalar) -> Bool) -> Set<Int> {
            Set(starts.filter { $0 < text.count && fits(text[$0]) }.map { $0 + 1 })
        }
        switch self {
        case .empty: return starts
        case .any: return step { _ in true }
        case .character(let scalar): return step { $0 == scalar }
        case .quoted(let scalars):
            return scalars.reduce(starts) { RandomRegex.character($1).ends(from: $0, in: text) }
        case .members(let ranges, let isNegated):
            return step { scalar in ranges.contains { $0.contains(scalar) } != isNegated }
        case .sequence(let parts): return parts.reduce(starts) { $1.ends(from: $0, in: text) }
        case .choice(let parts): return parts.reduce(into: []) { $0.formUnion($1.ends(from: starts, in: text)) }
        case .repeated(let part, let least, let most):
            var reached = starts
            for _ in 0..<least { reached = part.ends(from: reached, in: text) }
            var all = reached
            for _ in 0..<((most ?? least + text.count + 1) - least) {
                reached = part.ends(from: reached, in: text)
                all.formUnion(reached)
            }
            return all
        }
    }
    func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        return ends(from: [0], in: scalars).contains(scalars.count)
    }
}
