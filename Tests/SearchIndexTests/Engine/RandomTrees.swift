import RegistryQuery

/// Random queries over what ``RandomDocuments`` makes.
struct RandomTrees {
    var generator: SplitMix

    private static let fields: [FieldPath] =
        [
            "title", "notes", "n", "when", "ok", "tags", "nested", "nested.name", "nested.n", "samples", "samples.note",
            "samples.x", "name", "note", "a.b", "x", "absent", "_extra", "_extra.id", "_extra.project_id",
            "_extra.version",
            "_extra.numerical_revision", "_extra.type", "_extra.file_size", "_extra.meta_indexed", "_extraordinary",
            "rows", "rows.x", "rows.note", "rows.sub.x",
        ]
    private static let texts = [
        "lung", "Lung", "human", "rna", "RNA-seq", "seq", "été", "tumor", "x", "a b a", "名前", "!!", "", "Lung lung",
        "human tumor", "1", "1.0", "-2.5", "1e400", "0", "true", "false", "2026-01-02", "2026-01", "PRJ1", "v1",
        "NUM-1",
        "sample", "Sequencing Run", "a", "a.b1", "run 1/b", "b1", "PRJ1:a1@v0", "reads", "12345678901234567890",
    ]
    private static let bounds = [
        "0", "1", "-3", "2.5", "1e399", "2026-01-01", "2026-01", "2026", "2025-12-31T23:00:00Z", "2027", "a", "Lung",
        "lung",
        "human tumor", "z", "x", "", "PRJ2",
    ]

    init(seed: UInt64) { generator = SplitMix(state: seed) }

    mutating func query() -> SearchQuery { SearchQuery(root: node(depth: Int.random(in: 0...3, using: &generator))) }

    mutating func field() -> FieldPath { Self.fields.randomElement(using: &generator) ?? "title" }
    mutating func text() -> String { Self.texts.randomElement(using: &generator) ?? "x" }

    /// Clauses about objects that may be searched one by one.
    mutating func conjunction(depth: Int) -> QueryNode {
        let clauses = (0..<Int.random(in: 2...3, using: &generator)).map { _ in
            let parent = Bool.random(using: &generator) ? "rows" : "rows.sub"
            let values = [
                "x": ["0", "1", "2"], "note": ["lung", "human lung"], "when": ["2026-01-01", "2026-02-01"],
            ]
            let name = values.keys.sorted().randomElement(using: &generator) ?? "x"
            let field = FieldPath(stringLiteral: "\(parent).\(name)")
            let text = values[name]?.randomElement(using: &generator) ?? "1"
            var node: QueryNode =
                switch Int.random(in: depth > 0 ? 0...9 : 2...9, using: &generator) {
                case 0: conjunction(depth: depth - 1)
                case 1:
                    .boolean([
                        QueryNode.Clause(.should, conjunction(depth: 0)),
                        QueryNode.Clause(.should, .term(field: field, Term(text))),
                    ])
                case 2: .phrase(field: field, text, slop: 1)
                case 3: .wildcard(field: field, WildcardPattern([.literal(String(text.prefix(1))), .any]))
                case 4: .range(field: field, range())
                case 5: .exists(field: FieldPath(stringLiteral: "\(parent).sub"))
                default: .term(field: field, Term(text))
                }
            if Int.random(in: 0...9, using: &generator) == 0 { node = .boost(node, 2) }
            let occurs: [QueryNode.Occur] = [.must, .must, .must, .must, .must, .must, .should, .mustNot]
            return QueryNode.Clause(occurs.randomElement(using: &generator) ?? .must, node)
        }
        return .boolean(clauses)
    }

    private mutating func node(depth: Int) -> QueryNode {
        if depth > 0, Int.random(in: 0...4, using: &generator) == 0 { return conjunction(depth: depth) }
        guard depth > 0, Int.random(in: 0...4, using: &generator) > 0 else { return leaf() }
        if Int.random(in: 0...7, using: &generator) == 0 {
            return .boost(node(depth: depth - 1), [0.5, 2, 3.25].randomElement(using: &generator) ?? 1)
        }
        let occurs: [QueryNode.Occur] = [.must, .must, .should, .should, .should, .mustNot]
        return .boolean(
            (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                QueryNode.Clause(occurs.randomElement(using: &generator) ?? .must, node(depth: depth - 1))
            })
    }

    private mutating func leaf() -> QueryNode {
        let place = Int.random(in: 0...2, using: &generator) == 0 ? nil : field()
        switch Int.random(in: 0...14, using: &generator) {
        case 0: return .everything
        case 1: return .exists(field: field())
        case 2...5: return .term(field: place, Term(text()))
        case 6...7: return .phrase(field: place, text(), slop: Int.random(in: 0...2, using: &generator))
        case 8: return .phrase(field: place, text() + " " + text(), slop: Int.random(in: 0...3, using: &generator))
        case 9...10: return .wildcard(field: place, wildcard())
        case 11: return .fuzzy(field: place, Term(text()), edits: Int.random(in: 0...2, using: &generator))
        case 12:
            let sources = ["[lL]u.*", ".*", "h?uman|tumor", "202[56]-.*", "(a|b| )+", "[0-9.]+"]
            guard let regex = try? RegexPattern(parsing: sources.randomElement(using: &generator) ?? ".") else {
                return .everything
            }
            return .regex(field: place, regex)
        default: return .range(field: place, range())
        }
    }
    private mutating func wildcard() -> WildcardPattern {
        let start = String(text().prefix(Int.random(in: 0...3, using: &generator)))
        let end = String(text().suffix(Int.random(in: 0...2, using: &generator)))
        return switch Int.random(in: 0...3, using: &generator) {
        case 0: WildcardPattern([.literal(start + "l"), .any])
        case 1: WildcardPattern([.any, .literal("u" + end)])
        case 2: WildcardPattern([.literal(start + "a"), .one, .literal(end)])
        default: WildcardPattern([.literal(start), .any, .literal("n"), .any])
        }
    }
    private mutating func range() -> QueryRange {
        func bound() -> QueryRange.Bound? {
            guard Int.random(in: 0...3, using: &generator) > 0 else { return nil }
            return QueryRange.Bound(
                text: Self.bounds.randomElement(using: &generator) ?? "", isInclusive: Bool.random(using: &generator))
        }
        let (lower, upper) = (bound(), bound())
        if lower == nil, upper == nil {
            return QueryRange(lower: QueryRange.Bound(text: "a", isInclusive: true), upper: nil)
        }
        return QueryRange(lower: lower, upper: upper)
    }
}
