import JSONDocument
import JSONSchema
import Testing

/// Where errors say that keywords stand.
@Suite struct LocationTests {
    private static let base = "http://x.org/root"

    private static func schema() throws -> JSONSchema {
        try JSONSchema(
            [
                "properties": [
                    "a b": ["$ref": "other#/$defs/~0x"], "b": ["$ref": "#/$defs/inner"], "c": false,
                    "d": ["anyOf": [["type": "null"]]],
                ],
                "$defs": ["inner": ["$id": "inner/", "items": ["minimum": 3]]],
                "dependentRequired": ["e/f": ["g"]],
            ], base: base,
            resolving: ["http://x.org/other": ["$defs": ["~x": ["maxLength": 1]]]])
    }

    @Test func areThoseOfTheKeywordItself() throws {
        let errors = try Self.schema().validate(["a b": "long", "b": [1], "c": 1, "d": 2, "e/f": 1])
        #expect(
            errors.map(\.location) == [
                "http://x.org/other#/$defs/~0x/maxLength", "http://x.org/inner/#/items/minimum",
                "http://x.org/root#/properties/c", "http://x.org/root#/properties/d/anyOf",
                "http://x.org/root#/properties/d/anyOf/0/type", "http://x.org/root#/dependentRequired/e~1f",
            ])
        #expect(errors[0].schema.description == "/properties/a b/$ref/maxLength")
    }

    @Test func leadBackToTheSchema() throws {
        let schema = try Self.schema()
        let errors = schema.validate(["a b": "long", "b": [1], "c": 1, "e/f": 1])
        let found = errors.map { schema.subschema(at: $0.location)?.value }
        #expect(found == [1, 3, false, ["g"]])
        #expect(schema.subschema(at: errors[0].location)?.parent == ["maxLength": 1])
        #expect(schema.subschema(at: "http://x.org/root#/nowhere") == nil)
        #expect(schema.subschema(at: "http://nowhere.org/#") == nil)
    }

    @Test func arePercentEncoded() throws {
        let errors = try JSONSchema(["patternProperties": ["^ü <": ["type": "null"]]]).validate(["ü <": 1])
        #expect(errors.map(\.location) == ["#/patternProperties/%5E%C3%BC%20%3C/type"])
        #expect(errors.map(\.schema.description) == ["/patternProperties/^ü </type"])
    }
}
