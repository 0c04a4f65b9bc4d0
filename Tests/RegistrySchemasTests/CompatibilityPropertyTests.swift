import Foundation
import JSONDocument
import JSONSchema
import RegistrySchemas
import Testing

/// No verdict promises what a document disproves: random pairs of schemas, random documents, judged by the validator.
@Suite("Schema compatibility of random pairs")
struct CompatibilityPropertyTests {
    /// `VITRINE_COMPATIBILITY_PAIRS` for a longer run.
    private static let pairs =
        ProcessInfo.processInfo.environment["VITRINE_COMPATIBILITY_PAIRS"].flatMap { Int($0) } ?? 800
    private static let documents = 150

    @Test(arguments: 0..<4) func noDocumentDisprovesAVerdict(seed: Int) throws {
        var random = SchemaGenerator(seed: UInt64(seed) &* 7_919 &+ 1)
        let values = (0..<Self.documents).map { _ in random.document(depth: 2) }
        var shown = 0, disproved = 0, undecided = 0
        for _ in 0..<(Self.pairs / 4) {
            let old = random.schema(depth: 2, isBelow: false)
            let new = random.chance(8) ? random.schema(depth: 2, isBelow: false) : random.changed(old)
            let definitions = JSONValue.object(["d": random.definition])
            let drafts = random.drafts()
            let sides = zip([old, new], drafts).map { schema, draft in
                JSONValue.object(
                    schema.adding(definitions, as: "$defs").adding(.string(draft.rawValue), as: "$schema"))
            }
            guard let before = try? JSONSchema(sides[0]), let after = try? JSONSchema(sides[1]) else { continue }
            let found = try SchemaCompatibility(from: ComparedSchema(sides[0]), to: ComparedSchema(sides[1]))
            let verdicts = values.map { (value: $0, old: before.isValid($0), new: after.isValid($0)) }
            let narrowing = verdicts.first { $0.old && !$0.new }
            let widening = verdicts.first { $0.new && !$0.old }
            for (isShown, counterexample) in [(found.isBackward, narrowing), (found.isForward, widening)] {
                if isShown { shown += 1 } else if counterexample != nil { disproved += 1 } else { undecided += 1 }
                let text = counterexample?.value.description ?? ""
                #expect(!(isShown && counterexample != nil), "\(found.verdict): \(sides[0]) → \(sides[1]): \(text)")
            }
        }
        // Precise enough to be of use: what is neither shown nor disproved by one of the documents is the smaller part.
        #expect(shown > undecided, "shown \(shown), disproved \(disproved), undecided \(undecided)")
        if ProcessInfo.processInfo.environment["VITRINE_COMPATIBILITY_PAIRS"] != nil {
            FileHandle.standardError.write(
                Data("shown \(shown), disproved \(disproved), undecided \(undecided)\n".utf8))
        }
    }
}

extension JSONObject {
    fileprivate func adding(_ value: JSONValue, as key: String) -> JSONObject {
        var more = self
        more[key] = value
        return more
    }
}

/// Random schemas and documents over so few names and values that they meet.
private struct SchemaGenerator {
    private var state: UInt64
    private(set) lazy var definition = JSONValue.object(schema(depth: 1, isBelow: false))

    init(seed: UInt64) { state = seed }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
    private mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
    private mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
    /// True once in `count` times.
    mutating func chance(_ count: Int) -> Bool { below(count) == 0 }

    private static let names = ["a", "b", "c", "ab"]
    private static let types: [JSONValue] = [
        "null", "boolean", "integer", "number", "string", "array", "object", ["string", "null"], ["object", "array"],
        ["integer", "object"],
    ]
    private static let scalars: [JSONValue] = [
        nil, true, false, 0, 1, 2, 3, -1, 0.5, 1.5, .number(JSONNumber(text: "1.0") ?? 1), "", "a", "b", "ab", "ba",
        "aab",
    ]
    private static let keywords = [
        "type", "type", "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "multipleOf", "minLength",
        "maxLength", "pattern", "required", "required", "properties", "properties", "properties", "patternProperties",
        "additionalProperties", "propertyNames", "minProperties", "maxProperties", "dependentRequired",
        "dependentSchemas", "items", "items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains", "allOf",
        "anyOf", "oneOf", "not", "if", "$ref",
        "unevaluatedProperties", "unevaluatedItems",
    ]

    /// Mostly the newest one on both sides.
    mutating func drafts() -> [SchemaDraft] {
        if !chance(4) { return [.draft2020, .draft2020] }
        let old = one(of: SchemaDraft.allCases)
        return [old, chance(2) ? old : one(of: SchemaDraft.allCases)]
    }

    mutating func document(depth: Int) -> JSONValue {
        switch below(depth > 0 ? 7 : 4) {
        case 0...3: return one(of: Self.scalars)
        case 4: return .array((0..<below(4)).map { _ in document(depth: depth - 1) })
        default:
            var object = JSONObject()
            for _ in 0..<below(4) { object[one(of: Self.names)] = document(depth: depth - 1) }
            return .object(object)
        }
    }

    mutating func schema(depth: Int, isBelow: Bool) -> JSONObject {
        var schema = JSONObject()
        for _ in 0..<(1 + below(3)) { add(one(of: Self.keywords), to: &schema, depth: depth, isBelow: isBelow) }
        return schema
    }

    private mutating func child(_ depth: Int, isBelow: Bool = true) -> JSONValue {
        if depth <= 0 || chance(12) { return one(of: [true, false, ["type": one(of: Self.types)]]) }
        return .object(schema(depth: depth - 1, isBelow: isBelow))
    }

    private mutating func add(_ keyword: String, to schema: inout JSONObject, depth: Int, isBelow: Bool) {
        switch keyword {
        case "type": schema[keyword] = one(of: Self.types)
        case "enum":
            // Twice the same value is allowed by the later drafts.
            schema[keyword] = .array((0...below(3)).map { _ in document(depth: 1) })
        case "const": schema[keyword] = document(depth: 1)
        case "minimum", "maximum", "exclusiveMinimum": schema[keyword] = one(of: [-1, 0, 1, 1.5, 2, 3])
        case "multipleOf": schema[keyword] = one(of: [0.5, 1, 2, 4])
        case "pattern": schema[keyword] = one(of: ["^a", "b$", "^a+b?$"])
        case "minLength", "maxLength", "minProperties", "maxProperties", "minItems", "maxItems":
            schema[keyword] = .number(JSONNumber(below(3)))
        case "required": schema[keyword] = .array(Self.names.filter { _ in chance(3) }.map { .string($0) })
        case "properties": schema[keyword] = named(by: Self.names, depth)
        case "patternProperties": schema[keyword] = named(by: ["^a", "b$", "c"], depth)
        case "dependentSchemas": schema[keyword] = named(by: Self.names, depth, isBelow: isBelow)
        case "dependentRequired": schema[keyword] = .object([one(of: Self.names): [.string(one(of: Self.names))]])
        case "additionalProperties", "items", "propertyNames", "unevaluatedProperties", "unevaluatedItems":
            schema[keyword] = chance(3) ? false : child(depth)
        case "contains":
            schema[keyword] = child(depth)
            if chance(3) { schema["minContains"] = .number(JSONNumber(below(3))) }
            if chance(3) { schema["maxContains"] = .number(JSONNumber(below(3))) }
        case "prefixItems": schema[keyword] = .array((0...below(2)).map { _ in child(depth) })
        case "uniqueItems": schema[keyword] = true
        case "allOf", "anyOf", "oneOf":
            schema[keyword] = .array((0...below(3)).map { _ in child(depth, isBelow: isBelow) })
        case "not": schema[keyword] = child(depth, isBelow: isBelow)
        case "if":
            schema[keyword] = child(depth, isBelow: isBelow)
            schema["then"] = child(depth, isBelow: isBelow)
            if chance(2) { schema["else"] = child(depth, isBelow: isBelow) }
        default:
            // A reference to the whole only below a property or an element: else it would be without end.
            schema["$ref"] = isBelow && chance(2) ? "#" : isBelow ? "#/$defs/d" : nil
        }
    }

    private mutating func named(by names: [String], _ depth: Int, isBelow: Bool = true) -> JSONValue {
        var members = JSONObject()
        for _ in 0...below(2) { members[one(of: names)] = child(depth, isBelow: isBelow) }
        return .object(members)
    }

    /// The schema with a few changes somewhere in it.
    mutating func changed(_ schema: JSONObject) -> JSONObject {
        var changed = schema
        for _ in 0...below(2) { changed = changedOnce(changed) }
        return changed
    }

    private mutating func changedOnce(_ schema: JSONObject) -> JSONObject {
        var changed = schema
        let inner = schema.keys.filter { Self.holdsSchemas.contains($0) }
        if !inner.isEmpty, !chance(3) {
            let key = one(of: inner)
            if let value = changed[key] { changed[key] = changedInside(value, isMap: key.hasSuffix("roperties")) }
        } else if chance(3), let key = schema.keys.isEmpty ? nil : one(of: schema.keys) {
            changed[key] = nil
        } else {
            add(one(of: Self.keywords.filter { $0 != "$ref" }), to: &changed, depth: 1, isBelow: false)
        }
        return changed
    }

    private static let holdsSchemas: Set<String> = [
        "properties", "patternProperties", "items", "contains", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
        "prefixItems", "additionalProperties",
    ]

    private mutating func changedInside(_ value: JSONValue, isMap: Bool) -> JSONValue {
        switch value {
        case .array(var elements):
            let index = below(elements.count)
            if chance(3) {
                elements.append(child(1, isBelow: false))
            } else if case .object(let schema) = elements[index] {
                elements[index] = .object(changedOnce(schema))
            }
            return .array(elements)
        case .object(var object) where isMap && object.holdsSchemas:
            let key = one(of: object.keys)
            if case .object(let schema)? = object[key] { object[key] = .object(changedOnce(schema)) }
            return .object(object)
        case .object(let object): return .object(changedOnce(object))
        default: return .object(schema(depth: 1, isBelow: false))
        }
    }
}

extension JSONObject {
    fileprivate var holdsSchemas: Bool {
        !isEmpty && allSatisfy { $0.value.boolValue != nil || $0.value.objectValue != nil }
    }
}
