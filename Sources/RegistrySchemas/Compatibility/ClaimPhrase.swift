internal import JSONDocument

/// How a claim that does not follow is told to people.
struct ClaimPhrase {
    enum Kind {
        /// What the strict side asks for, and what the loose one does.
        case changed(strict: String, loose: String)
        /// Something that only the strict side asks for.
        case new(String)
        /// The rules do not reach; completes "cannot be shown that what … accepts …".
        case uncertain(String)
    }

    private(set) var kind = Kind.uncertain("is valid under this keyword")
    /// What is done to the thing of `Kind.new`.
    private(set) var participle = "required"

    init(_ claim: Claim, of node: SchemaNode, _ facts: PremiseSummary, in graph: SchemaGraph) {
        switch claim {
        case .impossible:
            kind = .changed(strict: "no value is allowed", loose: "values are allowed")
        case .kinds:
            kind = .changed(strict: Self.types(node.kinds), loose: Self.types(facts.kinds))
        case .choice(let index):
            let values = node.choices[index].values
            kind = .changed(
                strict: values.count == 1
                    ? "the one value \(Self.excerpt(values[0]))" : "\(values.count) listed values",
                loose: "other values too")
        case .lower(let index):
            kind = .changed(strict: Self.lower(node.lower[index]), loose: facts.lower.map(Self.lower) ?? "no minimum")
        case .upper(let index):
            kind = .changed(strict: Self.upper(node.upper[index]), loose: facts.upper.map(Self.upper) ?? "no maximum")
        case .divisor:
            let loose = facts.divisors.first.map { "multiples of \($0)" } ?? "any number"
            kind = .changed(strict: "multiples of \(node.divisor ?? 0)", loose: loose)
        case .minLength: least(node.minLength, facts.minLength, "characters")
        case .maxLength: most(node.maxLength, facts.maxLength, "characters")
        case .minItems: least(node.minItems, facts.minItems, "elements")
        case .maxItems: most(node.maxItems, facts.maxItems, "elements")
        case .minProperties: least(node.minProperties, facts.minProperties, "properties")
        case .maxProperties: most(node.maxProperties, facts.maxProperties, "properties")
        case .pattern:
            let before = facts.patterns.map(\.string).sorted().first.map { "pattern '\($0)'" } ?? "no pattern"
            kind = .changed(strict: "pattern '\(node.pattern ?? "")'", loose: before)
        case .format: (kind, participle) = (.new("the format '\(node.format ?? "")'"), "asserted")
        case .unique: (kind, participle) = (.new("that elements differ"), "required")
        case .required(let index): kind = .new("'\(node.required[index])'")
        case .dependent(let index): kind = .uncertain("meets what goes with '\(node.dependents[index].name)'")
        case .additional: kind = .changed(strict: "other properties are restricted", loose: "others are allowed")
        case .rest: kind = .changed(strict: "further elements are restricted", loose: "others are allowed")
        case .property(let index):
            (kind, participle) = (.new("property '\(node.properties[index].name)'"), "restricted")
        case .patternProperty(let index):
            (kind, participle) = (.new("properties matching '\(node.patterns[index].name)'"), "restricted")
        case .element(let index): (kind, participle) = (.new("element \(index)"), "restricted")
        case .propertyNames: kind = .uncertain("has only the names that 'propertyNames' allows")
        case .contains: kind = .uncertain("has the elements that 'contains' asks for")
        case .any: kind = .uncertain("is one of the alternatives of 'anyOf'")
        case .one: kind = .uncertain("is exactly one of the alternatives of 'oneOf'")
        case .not:
            if let names = node.not.flatMap({ Self.requiredAlone(graph[$0]) }) {
                kind = .new("the absence of \(names)")
            } else {
                kind = .uncertain("is none of what 'not' excludes")
            }
        case .conditional: kind = .uncertain("follows the 'if'")
        case .opaque(let index): kind = .uncertain("meets the '\(node.opaque[index])'")
        case .all: kind = .uncertain("is valid under this")
        }
    }

    /// The names that a schema requires which asks for nothing else.
    private static func requiredAlone(_ node: SchemaNode) -> String? {
        let isAlone = node.claims.allSatisfy { if case .required = $0 { true } else { false } }
        guard isAlone, !node.required.isEmpty else { return nil }
        return node.required.map { "'\($0)'" }.joined(separator: " or ")
    }

    private mutating func least(_ strict: Int?, _ loose: Int, _ things: String) {
        let before = loose > 0 ? "at least \(loose)" : "any number"
        kind = .changed(strict: "at least \(strict ?? 0) \(things)", loose: before)
    }

    private mutating func most(_ strict: Int?, _ loose: Int, _ things: String) {
        let before = loose < .max ? "at most \(loose)" : "any number"
        kind = .changed(strict: "at most \(strict ?? 0) \(things)", loose: before)
    }

    private static func types(_ kinds: ValueKinds) -> String {
        kinds == .all ? "any type" : kinds.isEmpty ? "no type" : "type \(kinds.names.joined(separator: ", "))"
    }
    private static func lower(_ bound: SchemaNode.Bound) -> String {
        bound.isExclusive ? "more than \(bound.value)" : "at least \(bound.value)"
    }
    private static func upper(_ bound: SchemaNode.Bound) -> String {
        bound.isExclusive ? "less than \(bound.value)" : "at most \(bound.value)"
    }
    private static func excerpt(_ value: JSONValue) -> String {
        let text = value.description
        return text.count > 60 ? "\(text.prefix(60))…" : text
    }
}
