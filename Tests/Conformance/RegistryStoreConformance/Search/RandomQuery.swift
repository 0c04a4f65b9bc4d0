package import RegistryQuery
internal import SearchIndex

/// Random query trees over what ``RandomDocument`` makes.
package enum RandomQuery {
    /// A tree, in half of the cases by way of its text.
    ///
    /// - Throws: when the parser does not take what a tree prints.
    package static func make(_ random: inout RandomSource) throws -> SearchQuery {
        let tree = SearchQuery(root: node(depth: random.int(in: 0...3), &random))
        return random.chance(50) ? try SearchQuery(parsing: tree.description) : tree
    }

    package static func node(depth: Int, _ random: inout RandomSource) -> QueryNode {
        guard depth > 0, random.chance(80) else { return leaf(&random) }
        if random.chance(15) { return objects(depth: depth, &random) }
        if random.chance(10) {
            return .boost(node(depth: depth - 1, &random), random.pick([0.5, 1.25, 2, 3, 10]))
        }
        let clauses = (0..<random.int(in: 1...4)).map { _ in
            QueryNode.Clause(
                random.pick([.must, .must, .should, .should, .should, .mustNot]), node(depth: depth - 1, &random))
        }
        // One optional clause alone is that clause.
        if clauses.count == 1, clauses[0].occur == .should { return clauses[0].node }
        return .boolean(clauses)
    }

    /// Clauses about objects that may be searched one by one, most of them required.
    private static func objects(depth: Int, _ random: inout RandomSource) -> QueryNode {
        let clauses = (0..<random.int(in: 2...3)).map { _ in
            let (field, values) = random.pick(RandomVocabulary.portions)
            let node: QueryNode =
                switch random.int(in: depth > 1 ? 0...9 : 2...9) {
                case 0: objects(depth: depth - 1, &random)
                case 1:
                    .boolean([
                        .init(.should, objects(depth: depth - 1, &random)),
                        .init(.should, .term(field: field, Term(random.pick(values)))),
                    ])
                case 2: .exists(field: field)
                case 3: .range(field: field, range(&random))
                case 4: .wildcard(field: field, WildcardPattern([.literal("m"), .one]))
                case 5: .phrase(field: field, phrase(random.pick(values), &random), slop: 1)
                default: .term(field: field, Term(random.pick(values)))
                }
            return QueryNode.Clause(random.pick([.must, .must, .must, .must, .should, .mustNot]), node)
        }
        return .boolean(clauses)
    }

    private static func leaf(_ random: inout RandomSource) -> QueryNode {
        let (field, text) = target(&random)
        return switch random.int(in: 0...19) {
        case 0: .everything
        case 1...2: .exists(field: field ?? random.pick(RandomVocabulary.fields))
        case 3...7: .term(field: field, Term(text.isEmpty ? "deep" : text))
        case 8...10: .phrase(field: field, phrase(text, &random), slop: random.pick([0, 0, 0, 1, 2, 5]))
        case 11...12: .wildcard(field: field, wildcard(text, &random))
        case 13...15: .range(field: field, range(&random))
        case 16...17: .fuzzy(field: field, Term(text.isEmpty ? "deep" : text), edits: random.int(in: 0...2))
        default: regex(field, &random)
        }
    }

    /// A field and a text to look for in it, in most cases of the kind that it holds.
    private static func target(_ random: inout RandomSource) -> (field: FieldPath?, text: String) {
        switch random.int(in: 0...19) {
        case 0...3: (nil, value(&random))
        case 4...6: (random.pick(["title", "name", "samples.note", "who.name"]), random.pick(RandomVocabulary.words))
        case 7...9: (random.pick(["kind", "tags", "samples.id"]), random.pick(RandomVocabulary.keywords))
        case 10...12: (random.pick(["n", "samples.dose", "who.age"]), random.pick(RandomVocabulary.numbers))
        case 13: ("when", random.pick(RandomVocabulary.dates))
        case 14...15: ("mixed", value(&random))
        case 16: random.pick(registered)
        default: (random.pick(RandomVocabulary.fields), value(&random))
        }
    }
    /// What the registry says of many documents.
    private static let registered: [(FieldPath?, String)] = [
        ("_extra.project_id", "P0"), ("_extra.project_id", "P1"), ("_extra.version", "v2"),
        ("_extra.type", "generic file"),
        ("_extra.numerical_revision", "1"), ("_extra.file_size", "5"), ("_extra.id", "P0:a.txt@v1"),
        ("_extra.uploaded", "2026-01-01T00:00:01.000000+00:00"), (nil, "NUM-1"), (nil, "v1"),
    ]
    /// A text as it could be a value; rarely none of them.
    private static func value(_ random: inout RandomSource) -> String {
        switch random.int(in: 0...9) {
        case 0...3: random.pick(RandomVocabulary.words)
        case 4...6: random.pick(RandomVocabulary.keywords)
        case 7: random.pick(RandomVocabulary.numbers)
        case 8: random.pick(RandomVocabulary.dates)
        default: random.pick(RandomVocabulary.paths + ["P0:a.txt@v1", "b.txt", "P1", "NUM-1", "absent"])
        }
    }
    private static func phrase(_ text: String, _ random: inout RandomSource) -> String {
        if random.chance(40) { return text }
        return (0..<random.int(in: 1...3)).map { _ in random.pick(RandomVocabulary.words) }.joined(separator: " ")
    }
    private static func wildcard(_ text: String, _ random: inout RandomSource) -> WildcardPattern {
        let text = Array(text.unicodeScalars)
        let start = String(String.UnicodeScalarView(text.prefix(random.int(in: 0...text.count))))
        let rest = String(String.UnicodeScalarView(text.dropFirst(start.unicodeScalars.count + 1)))
        return switch random.int(in: 0...4) {
        case 0, 1: WildcardPattern([.literal(start.isEmpty ? "d" : start), .any])
        case 2: WildcardPattern([.literal(start), .one, .literal(rest)])
        case 3: WildcardPattern([.any, .literal(rest.isEmpty ? "e" : rest)])
        default: WildcardPattern([.any, .literal(start), .one, .literal(rest), .any])
        }
    }
    private static func range(_ random: inout RandomSource) -> QueryRange {
        let choices = random.pick([
            RandomVocabulary.numbers, RandomVocabulary.numbers, RandomVocabulary.dates + ["2020", "2021"],
            RandomVocabulary.keywords + RandomVocabulary.words, RandomVocabulary.numbers + RandomVocabulary.dates,
        ])
        var bounds = [bound(choices, &random), bound(choices, &random)]
        if random.chance(30) { bounds[random.int(in: 0...1)] = nil }
        return QueryRange(lower: bounds[0], upper: bounds[1])
    }
    private static func bound(_ choices: [String], _ random: inout RandomSource) -> QueryRange.Bound? {
        QueryRange.Bound(text: random.pick(choices), isInclusive: random.chance(60))
    }
    private static func regex(_ field: FieldPath?, _ random: inout RandomSource) -> QueryNode {
        let patterns = [
            "d.*p", "[a-e]+", "(deep|sea)s?", "m.{2,4}", "x-?y", "2020-.*", "[^a]*", ".*", "\"a.txt\"", "(se)?[aq].*",
            "é+",
            "[0-9.]+", "(a|b)*c", ".", "..",
        ]
        do {
            return .regex(field: field, try RegexPattern(parsing: random.pick(patterns)))
        } catch {
            return .everything
        }
    }
}
