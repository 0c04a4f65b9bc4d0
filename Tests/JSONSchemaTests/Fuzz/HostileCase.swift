import JSONDocument
import JSONSchema

/// A schema and an instance made to be expensive: deep, wide, endless, exponential, or huge.
struct HostileCase {
    enum Shape: CaseIterable {
        case deepSchema, deepInstance, wideCombination, wideObject, manyPatterns, manyItems, referenceChain
        case referenceLoop, doublingReferences, badPattern, hugeNumber, longString, unevaluatedTower, dynamicLoop
    }

    let shape: Shape
    let draft: SchemaDraft
    private(set) var schema: JSONValue = true
    private(set) var instance: JSONValue = nil
    private var random: FuzzRandom

    init(seed: UInt64) {
        random = FuzzRandom(seed: seed)
        shape = random.pick(Shape.allCases)
        draft = random.pick(SchemaDraft.allCases)
        make()
    }

    private var definitionsKey: String { draft >= .draft2019 ? "$defs" : "definitions" }
    private func reference(_ number: Int) -> JSONValue { ["$ref": .string("#/\(definitionsKey)/d\(number)")] }

    private mutating func make() {
        switch shape {
        case .deepSchema: makeDeepSchema()
        case .deepInstance: makeDeepInstance()
        case .wideCombination:
            let width = random.int(in: 1...3_000)
            schema = .object([
                random.pick(combinations): .array((0..<width).map { ["minimum": .number(JSONNumber($0))] })
            ])
            instance = FuzzVocabulary.number(&random)
        case .wideObject: makeWideObject()
        case .manyPatterns: makeManyPatterns()
        case .manyItems: makeManyItems()
        case .referenceChain, .doublingReferences: makeReferences()
        case .referenceLoop:
            schema = ["allOf": [reference(0)], definitionsKey: ["d0": loop(to: 1), "d1": loop(to: 0)]]
            instance = [[[]]]
        case .badPattern: makeBadPattern()
        case .hugeNumber: makeHugeNumber()
        case .longString:
            schema = [
                "maxLength": .number(JSONNumber(random.int(in: 0...100_000))), "pattern": "^(?:a|😀)*$", "minLength": 1,
            ]
            instance = .string(
                String(repeating: random.pick(["a", "😀", "e\u{301}"]), count: random.int(in: 1...100_000)))
        case .unevaluatedTower: makeUnevaluatedTower()
        case .dynamicLoop:
            let keyword = draft == .draft2019 ? "$recursiveRef" : "$dynamicRef"
            schema = [
                "$dynamicAnchor": "node", "$recursiveAnchor": true,
                random.pick(combinations): [.object([keyword: draft == .draft2019 ? "#" : "#node"])],
            ]
        }
    }

    private var combinations: [String] { ["allOf", "anyOf", "oneOf"] }

    private mutating func loop(to number: Int) -> JSONValue {
        switch random.below(4) {
        case 0: ["not": reference(number)]
        case 1: ["if": reference(number), "then": reference(number)]
        case 2: .object([random.pick(combinations): [reference(number), reference(number)]])
        default: reference(number)
        }
    }

    private mutating func makeDeepSchema() {
        let depth = random.int(in: 1...700)
        let keyword = random.pick(["allOf", "not", "items", "properties", "additionalProperties", "if", "contains"])
        for _ in 0..<depth {
            switch keyword {
            case "allOf": schema = ["allOf": [schema]]
            case "properties": schema = ["properties": ["a": schema]]
            default: schema = .object([keyword: schema])
            }
        }
        for _ in 0..<min(depth, random.int(in: 0...300)) {
            instance = keyword == "items" || keyword == "contains" ? [instance] : ["a": instance]
        }
    }

    private mutating func makeDeepInstance() {
        let isObject = random.chance(50)
        schema = [
            "anyOf": [["items": ["$ref": "#"], "additionalProperties": ["$ref": "#"]], ["type": "null"]],
            "uniqueItems": true,
        ]
        for _ in 0..<random.int(in: 1...500) { instance = isObject ? ["a": instance] : [instance] }
    }

    private mutating func makeWideObject() {
        let width = random.int(in: 1...3_000)
        let names = (0..<width).map { "name\($0)" }
        schema = [
            "properties": .object(JSONObject(names.map { ($0, ["type": "integer"]) })),
            "required": .array(names.map { .string($0) }), "additionalProperties": false, "minProperties": 1,
        ]
        let missing = random.below(width)
        let members = names.enumerated().filter { $0.offset != missing || width == 1 }
        instance = .object(JSONObject(members.map { ($0.element, 1) }))
    }

    private mutating func makeManyPatterns() {
        let patterns = (0..<random.int(in: 1...60)).map { "^a{0,\($0)}[b-c]*\($0)$" }
        let names = (0..<random.int(in: 1...300)).map { String(repeating: "a", count: $0 % 50) + "bcb\($0)" }
        schema = ["patternProperties": .object(JSONObject(patterns.map { ($0, ["type": "null"]) }))]
        instance = .object(JSONObject(names.map { ($0, nil) }))
    }

    private mutating func makeManyItems() {
        let width = random.int(in: 1...8_000)
        let isNested = random.chance(50)
        let last = random.chance(50) ? 0 : width
        schema = ["uniqueItems": true, "items": ["enum": .array((0..<300).map { .number(JSONNumber($0)) })]]
        let numbers = (0..<width).map { JSONValue.number(JSONNumber($0)) } + [.number(JSONNumber(last))]
        instance = .array(isNested ? numbers.map { [$0, ["a": $0]] } : numbers)
    }

    private mutating func makeReferences() {
        let length = random.int(in: 1...600)
        let isDoubling = shape == .doublingReferences
        let keyword = random.pick(combinations)
        var definitions: JSONObject = [:]
        for number in 0..<length {
            let next = reference(number + 1)
            definitions["d\(number)"] = isDoubling ? .object([keyword: [next, next]]) : next
        }
        definitions["d\(length)"] = draft == .draft4 ? .object([:]) : .bool(random.chance(50))
        schema = ["allOf": [reference(0)], definitionsKey: .object(definitions)]
    }

    private mutating func makeBadPattern() {
        let pattern = random.pick([
            "^(a|aa)+$", "^(a+)+$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*a){20}", "(?=(a+))a*b\\1",
            "^(a?){60}a{60}$",
            "(x+x+)+y", "\\p{L}+\\d+$", "((a{0,50}){0,50}){0,50}b", "a{0,65535}b",
        ])
        schema = .object([random.pick(["pattern", "not"]): .string(pattern)])
        if case .object(let members) = schema, members["not"] != nil { schema = ["not": ["pattern": .string(pattern)]] }
        let text = random.pick(["a", "ab", "x", "aA"])
        instance = .string(String(repeating: text, count: random.int(in: 1...2_000)) + random.pick(["", "!", "b"]))
    }

    private mutating func makeHugeNumber() {
        let texts = [
            "1e1000000000", "-1e-1000000000", "1e400", "0e999999999", "1" + String(repeating: "0", count: 5_000),
            "0." + String(repeating: "3", count: 5_000), String(repeating: "7", count: 5_000) + "e-5000", "3", "1e-400",
            "123456789012345678901234567890.5",
        ]
        let keyword = random.pick([
            "multipleOf", "minimum", "maximum", "minLength", "maxItems", "const", "minProperties",
        ])
        schema = .object([keyword: FuzzVocabulary.number(random.pick(texts))])
        instance = random.chance(70) ? FuzzVocabulary.number(random.pick(texts)) : random.pick(["a", [1], ["a": 1]])
    }

    private mutating func makeUnevaluatedTower() {
        var inner: JSONValue = ["properties": ["a": true], "prefixItems": [true]]
        for level in 0..<random.int(in: 1...60) {
            let keyword = random.pick(combinations)
            inner = [
                keyword: [inner, ["properties": .object(["p\(level)": true])]], "unevaluatedProperties": true,
                "unevaluatedItems": true,
            ]
        }
        schema = ["allOf": [inner], "unevaluatedProperties": false, "unevaluatedItems": false]
        instance = random.chance(50) ? ["a": 1, "p0": 2, "z": 3] : [1, 2, 3]
    }
}
