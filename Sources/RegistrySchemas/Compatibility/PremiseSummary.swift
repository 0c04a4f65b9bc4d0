internal import JSONDocument

/// What premises say about a value of each kind, taken together.
struct PremiseSummary {
    private(set) var kinds = ValueKinds.all
    private(set) var lower: SchemaNode.Bound?
    private(set) var upper: SchemaNode.Bound?
    private(set) var divisors: [JSONNumber] = []
    private(set) var minLength = 0
    private(set) var maxLength = Int.max
    private(set) var patterns: Set<UTF8Key> = []
    private(set) var formats: Set<String> = []
    private(set) var minItems = 0
    private(set) var maxItems = Int.max
    private(set) var isUnique = false
    /// How many elements have schemas of their own.
    private(set) var firstCount = 0
    private(set) var minProperties = 0
    private(set) var maxProperties = Int.max
    private(set) var required: [UTF8Key: String] = [:]
    /// The shortest list of values that it is one of.
    private(set) var choices: [JSONValue]?

    init(_ premises: Premises, in graph: SchemaGraph) {
        for number in premises.nodes {
            let node = graph[number]
            if node.isImpossible { kinds = [] }
            kinds.formIntersection(node.kinds)
            for choice in node.choices where choice.values.count < choices?.count ?? .max { choices = choice.values }
            addNumbers(node)
            addCounts(node, in: graph)
            for name in node.required { required[UTF8Key(name)] = name }
        }
        minProperties = max(minProperties, required.count)
        if let choices {
            kinds.formIntersection(choices.reduce(into: []) { $0.formUnion(ValueKinds(of: $1)) })
        }
        if divisors.contains(where: \.isInteger) { kinds.remove(.fraction) }
        if !kinds.contains(.fraction) {
            lower = lower?.tightened(by: 1)
            upper = upper?.tightened(by: -1)
        }
        removeContradictions()
    }

    private mutating func addNumbers(_ node: SchemaNode) {
        for bound in node.lower where lower.map({ !$0.isAtLeast(bound) }) ?? true { lower = bound }
        for bound in node.upper where upper.map({ !$0.isAtMost(bound) }) ?? true { upper = bound }
        if let divisor = node.divisor { divisors.append(divisor) }
    }

    private mutating func addCounts(_ node: SchemaNode, in graph: SchemaGraph) {
        minLength = max(minLength, node.minLength ?? 0)
        maxLength = min(maxLength, node.maxLength ?? .max)
        if let pattern = node.pattern { patterns.insert(UTF8Key(pattern)) }
        if let format = node.format { formats.insert(format) }
        minItems = max(minItems, node.minItems ?? 0)
        maxItems = min(maxItems, node.maxItems ?? .max)
        if let contains = node.contains { minItems = max(minItems, contains.least) }
        isUnique = isUnique || node.isUnique
        firstCount = max(firstCount, node.first.count)
        if let rest = node.rest, graph[rest.node].isImpossible { maxItems = min(maxItems, node.first.count) }
        minProperties = max(minProperties, node.minProperties ?? 0)
        maxProperties = min(maxProperties, node.maxProperties ?? .max)
        if let additional = node.additional, graph[additional.node].isImpossible, node.patterns.isEmpty {
            maxProperties = min(maxProperties, node.properties.count { !graph[$0.node].isImpossible })
        }
    }

    private mutating func removeContradictions() {
        if minLength > maxLength { kinds.remove(.string) }
        if minItems > maxItems { kinds.remove(.array) }
        if minProperties > maxProperties { kinds.remove(.object) }
        if let lower, let upper,
            lower.value > upper.value || lower.value == upper.value && (lower.isExclusive || upper.isExclusive)
        {
            kinds.subtract(.number)
        }
    }
}

extension ValueKinds {
    init(of value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool: self = .boolean
        case .number(let number): self = number.isInteger ? .integral : .fraction
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }
}

extension SchemaNode.Bound {
    /// As a lower bound, whether it refuses all that `other` refuses.
    func isAtLeast(_ other: SchemaNode.Bound) -> Bool {
        value > other.value || value == other.value && (isExclusive || !other.isExclusive)
    }

    /// As an upper bound, whether it refuses all that `other` refuses.
    func isAtMost(_ other: SchemaNode.Bound) -> Bool {
        value < other.value || value == other.value && (isExclusive || !other.isExclusive)
    }

    /// The bound for integers: beyond 3 is from 4 on.
    func tightened(by step: Int) -> SchemaNode.Bound {
        guard isExclusive, let int = value.int, case let (next, overflow) = int.addingReportingOverflow(step), !overflow
        else { return self }
        return SchemaNode.Bound(keyword: keyword, value: JSONNumber(next), isExclusive: false)
    }
}
