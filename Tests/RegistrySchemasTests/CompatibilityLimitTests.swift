import JSONDocument
import JSONSchema
import RegistrySchemas
import Testing

/// What cannot be shown is said to be so, and no schema makes the comparison hang or fall.
@Suite("Schema compatibility at its limits")
struct CompatibilityLimitTests {
    private static func compare(_ old: JSONValue, _ new: JSONValue, _ others: [String: JSONValue] = [:]) throws
        -> SchemaCompatibility
    {
        try SchemaCompatibility(
            from: ComparedSchema(old, base: "https://example.org/s.json", resolving: others),
            to: ComparedSchema(new, base: "https://example.org/s.json", resolving: others))
    }

    @Test func whatCannotBeShownIsCalledSo() throws {
        let pairs: [(JSONValue, JSONValue)] = [
            (["not": ["pattern": "^a"]], ["not": ["pattern": "^ab"]]),
            (["items": ["enum": [1, 2]], "uniqueItems": true], ["contains": ["const": 1], "minContains": 0]),
        ]
        for (old, new) in pairs {
            let found = try Self.compare(old, new)
            for difference in found.differences where difference.isUncertain {
                #expect(difference.reason.hasPrefix("cannot be shown"), "\(difference)")
            }
        }
        let found = try Self.compare(["not": ["pattern": "^ab"]], ["not": ["pattern": "^a"]])
        #expect(found.verdict == .none)
        #expect(found.differences.allSatisfy { $0.isUncertain })
    }

    /// Two schemas answer to the dynamic anchor: which one is meant depends on the way to it.
    @Test func dynamicReferencesOfSeveralMeaningsAreNotCompared() throws {
        let tree: JSONValue = [
            "$id": "https://example.org/tree", "$dynamicAnchor": "node", "type": "object",
            "properties": ["children": ["type": "array", "items": ["$dynamicRef": "#node"]]],
        ]
        let strict: JSONValue = [
            "$dynamicAnchor": "node", "$ref": "https://example.org/tree", "unevaluatedProperties": false,
        ]
        let same = try Self.compare(strict, strict, ["https://example.org/tree": tree])
        #expect(same.verdict == .full)
        var titled = try #require(strict.objectValue)
        titled["maxProperties"] = 9
        let found = try Self.compare(strict, .object(titled), ["https://example.org/tree": tree])
        #expect(!found.isBackward && found.differences.contains { $0.isUncertain })
    }

    @Test func aMetaschemaOfItsOwnIsNotCompared() throws {
        let meta: JSONValue = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.org/meta",
            "$vocabulary": ["https://json-schema.org/draft/2020-12/vocab/core": true],
        ]
        let others = ["https://example.org/meta": meta]
        let old: JSONValue = ["$schema": "https://example.org/meta", "minimum": 1]
        let new: JSONValue = ["$schema": "https://example.org/meta", "minimum": 2]
        let found = try Self.compare(old, new, others)
        #expect(found.verdict == .none && found.differences.allSatisfy { $0.isUncertain })
        #expect(try Self.compare(old, old, others).verdict == .full)
    }

    @Test func whatIsNoSchemaIsRefused() {
        #expect(throws: SchemaError.self) { try Self.compare(["type": "objct"], true) }
        #expect(throws: SchemaError.self) { try Self.compare(true, ["$ref": "#/nowhere"]) }
    }

    @Test func deepSchemasEnd() throws {
        var (old, new): (JSONValue, JSONValue) = (["maximum": 1], ["maximum": 2])
        for _ in 0..<50 { (old, new) = (["properties": ["a": old]], ["properties": ["a": new]]) }
        #expect(try Self.compare(old, new).verdict == .backward)
        for _ in 0..<120 { (old, new) = (["items": old], ["items": new]) }
        #expect(try Self.compare(old, new).differences.isEmpty == false)
    }

    @Test func alternativesOfAlternativesEnd() throws {
        func tangle(_ depth: Int, _ shift: Int) -> JSONValue {
            if depth == 0 { return ["required": [.string("a\(shift % 7)")]] }
            return [
                "oneOf": .array((0..<4).map { tangle(depth - 1, shift &* 3 &+ $0) }),
                "if": tangle(0, shift), "then": tangle(0, shift &+ 1), "else": ["not": tangle(0, shift &+ 2)],
            ]
        }
        let found = try Self.compare(tangle(4, 1), tangle(4, 2))
        #expect(found.verdict == .none)
    }

    @Test func chainsOfReferencesEnd() throws {
        var definitions = JSONObject()
        for index in 0..<3_000 {
            definitions["d\(index)"] = index == 2_999 ? ["type": "string"] : ["$ref": .string("#/$defs/d\(index + 1)")]
        }
        let found = try Self.compare(
            ["properties": ["a": ["$ref": "#/$defs/d0"]], "$defs": .object(definitions)],
            ["properties": ["a": ["type": "string"]]])
        #expect(found.isBackward)
    }

    @Test func manyPropertiesAndConditionsAreComparedInTime() throws {
        func schema(_ most: Int) -> JSONValue {
            var properties: JSONObject = [:]
            var rules: [JSONValue] = []
            for index in 0..<60 {
                properties["p\(index)"] = ["type": "integer", "maximum": .number(JSONNumber(most))]
                rules.append([
                    "if": ["properties": ["kind": ["const": .string("k\(index)")]], "required": ["kind"]],
                    "then": ["required": [.string("p\(index)")]],
                ])
            }
            return ["type": "object", "properties": .object(properties), "allOf": .array(rules)]
        }
        let found = try Self.compare(schema(10), schema(20))
        #expect(found.verdict == .backward)
        #expect(found.differences.count == 60)
    }
}
