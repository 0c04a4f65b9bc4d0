import ECMAPattern
import Testing

@Suite struct PatternEngineTests {
    @Test(
        arguments: [
            ("^abc$", .automaton), ("^[a-z0-9_]+$", .automaton), ("^GSE", .automaton), (".", .automaton),
            ("^([a-z]+|\\d{4})(-\\S+)?$", .automaton), ("a$|^b", .automaton), ("[^]", .automaton),
            ("\\u{1F600}", .automaton),
            ("a(?=b)", .backtracking), ("(?<!a)b", .backtracking), ("(a)\\1", .backtracking), ("\\ba", .backtracking),
            ("\\p{L}", .backtracking), ("[\\p{Nd}x]", .backtracking), ("a{60000}", .backtracking),
        ] as [(String, ECMAPattern.Engine)])
    func choosesTheEngineByThePattern(_ source: String, _ engine: ECMAPattern.Engine) throws {
        #expect(try ECMAPattern(source).engine == engine)
    }

    @Test(arguments: 0..<8) func bothEnginesAgree(_ seed: UInt64) throws {
        var generator = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
        for _ in 0..<150 {
            let source = generator.pattern(depth: 5)
            let automaton = try ECMAPattern(source)
            let backtracking = try ECMAPattern(source, preferring: .backtracking)
            for _ in 0..<12 {
                let text = generator.text()
                guard let expected = try? backtracking.matches(text) else { continue }
                #expect(try automaton.matches(text) == expected, "\(source) on \(text.debugDescription)")
            }
        }
    }

    @Test func rangesHoldAtEveryBoundaryOfTheEncoding() throws {
        let values: [UInt32] = [
            0, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x3FFFF, 0x40000, 0xFFFFF,
            0x100000, 0x10FFFF,
        ]
        for (index, low) in values.enumerated() {
            for high in values[index...] {
                let source = "^[\\u{\(String(low, radix: 16))}-\\u{\(String(high, radix: 16))}]$"
                let pattern = try ECMAPattern(source)
                #expect(pattern.engine == .automaton)
                for value in values {
                    for near in [value &- 1, value, value + 1] {
                        guard let scalar = Unicode.Scalar(near) else { continue }
                        let isInside = (low...high).contains(near)
                        #expect(try pattern.matches(String(scalar)) == isInside, "\(source) on \(near)")
                    }
                }
            }
        }
    }

    @Test func matchesBytesAsItMatchesText() throws {
        for source in ["^é+$", "\\p{L}$"] {
            let pattern = try ECMAPattern(source)
            for text in ["", "é", "éé", "e"] {
                let bytes = Array(text.utf8)
                let answer = try bytes.withUnsafeBufferPointer { try pattern.matches(utf8: $0) }
                #expect(try answer == pattern.matches(text))
            }
        }
    }

    @Test(arguments: ["^[a-z]+-\\d+$", "^(?=.*\\d)[a-z]+-\\d+$"]) func isSharedByThreads(_ source: String) async throws
    {
        let pattern = try ECMAPattern(source)
        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { @concurrent in
                    try (0..<200).count { try pattern.matches($0.isMultiple(of: 2) ? "a-\($0)" : "a-\($0)x") }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == Array(repeating: 100, count: 8))
    }

    @Test func knowsPatternsByTheGrammarAlone() {
        #expect(ECMAPattern.isWellFormed("^(?:[a-z]+)?$"))
        #expect(ECMAPattern.isWellFormed("(?<=a+)b"))
        #expect(!ECMAPattern.isWellFormed("(a"))
        #expect(!ECMAPattern.isWellFormed("\\a"))
    }
}

/// Patterns and texts from a small alphabet, the same for the same state.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    private static let atoms = [
        "a", "b", "0", "é", "😀", "[ab]", "[^a]", "[a-cé-ü]", "[^\\d]", "[😀-😂b]", "[]", "[^]", "\\d", "\\w", "\\W",
        "\\s",
        "\\S", ".", "\\u{1F600}", "[\\ud800-\\udfffa]",
    ]
    private static let quantifiers = ["*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "{0}", "*?", "+?", "??"]
    private static let letters = ["a", "b", "0", "é", "😀", "😁", " ", "\n", "_", "ü", "\u{2028}", "x"]

    private mutating func one(of list: [String]) -> String { list[Int.random(in: list.indices, using: &self)] }

    mutating func pattern(depth: Int) -> String {
        let choice = Int.random(in: 0..<11, using: &self)
        if depth == 0 || choice < 4 { return one(of: Self.atoms) }
        let first = pattern(depth: depth - 1)
        switch choice {
        case 4: return "(" + first + "|" + pattern(depth: depth - 1) + ")"
        case 5, 6: return "(?:" + first + ")" + one(of: Self.quantifiers)
        case 7: return "^" + first
        case 8: return first + "$"
        case 9: return "(" + first + "|)"
        default: return first + pattern(depth: depth - 1)
        }
    }

    mutating func text() -> String {
        let count = Int.random(in: 0..<9, using: &self)
        return (0..<count).map { _ in one(of: Self.letters) }.joined()
    }
}
