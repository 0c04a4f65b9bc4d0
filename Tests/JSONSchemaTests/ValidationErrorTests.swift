import JSONDocument
import JSONSchema
import Testing

@Suite struct ValidationErrorTests {
    @Test func reportsEveryErrorWithItsPlace() throws {
        let schema = try JSONSchema([
            "type": "object", "required": ["organism", "genome"], "additionalProperties": false,
            "properties": [
                "organism": ["enum": ["Homo sapiens", "Mus musculus", "Danio rerio"]], "genome": ["type": "string"],
                "reads": ["type": "integer", "minimum": 1], "tags": ["items": ["type": "string"], "uniqueItems": true],
            ],
        ])
        let errors = schema.validate([
            "organism": "homo sapien", "genom": "hg38", "reads": 0.5, "tags": ["a", 1, "a"],
        ])
        #expect(
            errors.map(\.description) == [
                "document: expected the member 'genome', found none, did you mean 'genom'?",
                "/organism: expected one of \"Homo sapiens\", \"Mus musculus\", \"Danio rerio\", "
                    + "found the string \"homo sapien\", did you mean \"Homo sapiens\"?",
                "/genom: unknown member 'genom', did you mean 'genome'?",
                "/reads: expected an integer, found the number 0.5", "/reads: expected at least 1, found 0.5",
                "/tags/1: expected a string, found the number 1",
                "/tags: expected elements that differ, found \"a\" at 0 and 2",
            ])
        #expect(
            errors.map(\.keyword) == [
                "required", "enum", "additionalProperties", "type", "minimum", "type", "uniqueItems",
            ])
        #expect(errors[2].schema.description == "/additionalProperties")
        #expect(errors[5].schema.description == "/properties/tags/items/type")
    }

    @Test func listsTheClosestAlternative() throws {
        let schema = try JSONSchema([
            "anyOf": [
                ["type": "string"], ["properties": ["size": ["type": "integer"], "unit": ["const": "bp"]]],
                ["type": "null"],
            ]
        ])
        let errors = schema.validate(["size": "10", "unit": "kb"])
        #expect(errors.map(\.keyword) == ["anyOf", "type", "const"])
        #expect(
            errors.map(\.schema.description) == [
                "/anyOf", "/anyOf/1/properties/size/type", "/anyOf/1/properties/unit/const",
            ])
        #expect(
            errors[0].message == "expected one of 3 alternatives to match, found none; the closest is number 1: "
                + "expected an integer, found the string \"10\"")
        let both = try JSONSchema(["oneOf": [["minimum": 1], ["type": "string"], ["maximum": 9]]]).validate(5)
        #expect(both.map(\.message) == ["expected exactly one alternative to match, found that 0 and 2 do"])
    }

    @Test func namesFalseByTheKeywordThatLeadsToIt() throws {
        let errors = try JSONSchema(["properties": ["a": false], "items": false, "if": true, "then": ["not": true]])
            .validate(["a": 1])
        #expect(errors.map(\.schema.description) == ["/properties/a", "/then/not"])
        #expect(errors.map(\.instance.description) == ["/a", ""])
        #expect(try JSONSchema(false).validate(1).map(\.message) == ["no value is allowed here, found the number 1"])
    }

    @Test func escapesPointers() throws {
        let schema = try JSONSchema(["patternProperties": ["^a/": ["propertyNames": ["maxLength": 2]]]])
        let errors = schema.validate(["a/b": ["~x~": 1]])
        #expect(errors.map(\.instance.description) == ["/a~1b/~0x~0"])
        #expect(errors.map(\.schema.description) == ["/patternProperties/^a~1/propertyNames/maxLength"])
    }

    @Test func stopsAtTheLimit() throws {
        let schema = try JSONSchema(["items": ["anyOf": [["type": "string"], ["type": "null"]]]])
        let instance = JSONValue.array(Array(repeating: 1, count: 5_000))
        #expect(schema.validate(instance).count == 1_000)
        #expect(schema.validate(instance, limit: 3).count == 3)
        #expect(schema.validate(instance, limit: -1).count == 1)
    }

    @Test func shortensWhatItQuotes() throws {
        let long = JSONValue.string(String(repeating: "é", count: 100_000))
        let message = try #require(try JSONSchema(["const": "a"]).validate(long).first?.message)
        #expect(message.unicodeScalars.count < 120)
        let digits = try #require(JSONNumber(text: String(repeating: "9", count: 1_000)))
        #expect(try #require(try JSONSchema(["maximum": 1]).validate(.number(digits)).first?.message).utf8.count < 120)
    }
}
