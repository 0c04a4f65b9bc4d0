import RegistryQuery
import Testing

@Suite("SearchQuery, at random")
struct QueryFuzzTests {
    /// What the grammar gives a meaning to, and a few neighbours.
    private static let pieces = [
        "a", "b", "title", "_extra.id", "_exists_", "AND", "OR", "NOT", "&&", "||", "!", "+", "-", "(", ")", ":", "\"",
        "*", "?", "\\", "\\u", "0041", "D83E", "/", "~", "^", "[", "]", "{", "}", "<", ">", "=", " ", "\t", "\r\n",
        "\u{3000}", "é", "[1 TO 2}", " TO ", "~1", "^2", "/a+/", "\"a b\"", ">=5", "{2}", "|", "\u{301}", "🧬", "\0",
        "\u{FFFF}", "x-y", "1.5",
    ]

    @Test(arguments: 0..<8 as Range<UInt64>)
    func neverCrashesAndPointsIntoTheText(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var accepted = 0
        for _ in 0..<4_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...14, using: &generator) {
                text += Self.pieces.randomElement(using: &generator) ?? ""
            }
            do throws(QueryError) {
                let query = try SearchQuery(parsing: text)
                accepted += 1
                let again = try SearchQuery(parsing: query.description)
                #expect(again == query, "\(text.debugDescription)")
                #expect(again.description.utf8.elementsEqual(query.description.utf8))
            } catch {
                #expect((0...text.unicodeScalars.count).contains(error.position), "\(text.debugDescription)")
                #expect(!error.message.isEmpty)
            }
        }
        #expect(accepted > 100)
    }

    @Test func survivesAnyScalars() {
        var generator = SeededGenerator(seed: 99)
        for _ in 0..<500 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...200, using: &generator) {
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x2FF, using: &generator)) { text.append(scalar) }
            }
            do throws(QueryError) {
                _ = try SearchQuery(parsing: String(text))
            } catch {
                #expect((0...text.count).contains(error.position))
            }
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func readsBackEveryTreeThatItPrints(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: 1_000 + seed)
        for _ in 0..<500 {
            let query = SearchQuery(root: Self.tree(depth: 4, using: &generator))
            #expect(try SearchQuery(parsing: query.description) == query, "\(query.description.debugDescription)")
        }
    }

    @Test func readsLongTextsInTimeThatGrowsWithTheirLength() {
        // Each is as long as a query may be; with quadratic time or more this would not end.
        let pieces = [
            "\"", "[", "[a TO ", "{a", "/", "/a/ ", "/a+/ ", "/(a{500})*/ ", "a~", "a^", "~", "^2", "(a)^2", "(", "\\",
            "\\u", "a:", ">", "-", "*", "?", "a*", "/(/", "/[/", "/{/", "a:(", "(a~1^2 ", "[1 TO 2]^2 ", "\"a\"~1 ",
            "AND ",
        ]
        for piece in pieces {
            let text = String(repeating: piece, count: QueryLimits.bytes / piece.utf8.count)
            for text in [text, String(text.dropLast(40)), text + text] {
                do throws(QueryError) {
                    _ = try SearchQuery(parsing: text)
                } catch {
                    #expect((0...text.unicodeScalars.count).contains(error.position))
                }
            }
        }
    }

    /// A tree as the parser makes them: no empty words, and no list of a single optional clause.
    private static func tree(depth: Int, using generator: inout SeededGenerator) -> QueryNode {
        switch Int.random(in: 0...(depth == 0 ? 7 : 13), using: &generator) {
        case 0...7: return leaf(using: &generator)
        case 8:
            let factors = [1, 2, 0.5, 1e-7, 1.5e-300, Double.leastNonzeroMagnitude, 123_456.789, QueryLimits.boost]
            return .boost(tree(depth: depth - 1, using: &generator), factors.randomElement(using: &generator) ?? 1)
        default:
            let count = Int.random(in: 1...4, using: &generator)
            let occurs: [QueryNode.Occur] = count == 1 ? [.must, .mustNot] : [.must, .should, .mustNot]
            return .boolean(
                (0..<count).map { _ in
                    .init(occurs.randomElement(using: &generator) ?? .must, tree(depth: depth - 1, using: &generator))
                })
        }
    }

    private static func leaf(using generator: inout SeededGenerator) -> QueryNode {
        let field = Bool.random(using: &generator) ? FieldPath(text(of: "ab.-+<>_ :()AND!~^", using: &generator)) : nil
        let word = Term(text(of: "aé+-!&|<>=*?\\/\"~^[]{}(): \n\u{3000}ORu1.", using: &generator))
        switch Int.random(in: 0...8, using: &generator) {
        case 0: return .everything
        case 1: return .exists(field: field ?? "_exists_")
        case 2: return .term(field: field, word)
        case 3:
            let slop = [0, 0, 1, QueryLimits.slop].randomElement(using: &generator) ?? 0
            return .phrase(field: field, text(of: "a \"\\*?:é~^", using: &generator), slop: slop)
        case 4:
            let literal = text(of: "a-+<>*\\ ANDu", using: &generator)
            let shapes: [[WildcardPattern.Part]] = [
                [.literal(literal), .any], [.one, .literal(literal)], [.any, .literal(literal), .any, .one],
            ]
            return .wildcard(field: field, WildcardPattern(shapes.randomElement(using: &generator) ?? []))
        case 5: return .fuzzy(field: field, word, edits: Int.random(in: 0...2, using: &generator))
        case 6: return RandomRegex.pattern(using: &generator).map { .regex(field: field, $0) } ?? .everything
        default: return .range(field: field, range(using: &generator))
        }
    }

    private static func range(using generator: inout SeededGenerator) -> QueryRange {
        func bound() -> QueryRange.Bound {
            let texts = ["", "*", "TO", "5", "2020-01-02T03:04", "a b", text(of: "a\\\"]}[ TO*?", using: &generator)]
            return .init(
                text: texts.randomElement(using: &generator) ?? "", isInclusive: Bool.random(using: &generator))
        }
        return switch Int.random(in: 0...2, using: &generator) {
        case 0: QueryRange(lower: bound(), upper: nil)
        case 1: QueryRange(lower: nil, upper: bound())
        default: QueryRange(lower: bound(), upper: bound())
        }
    }

    private static func text(of alphabet: String, using generator: inout SeededGenerator) -> String {
        let scalars = Array(alphabet.unicodeScalars)
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            if let scalar = scalars.randomElement(using: &generator) { text.append(scalar) }
        }
        return String(text)
    }
}
