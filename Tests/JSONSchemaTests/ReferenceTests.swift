import JSONDocument
import JSONSchema
import Testing

@Suite struct ReferenceTests {
    @Test(arguments: [
        ##"{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}"##,
        ##"{"$ref":"#/$defs/a~1b%25/0","$defs":{"a/b%":[{"type":"string"}]}}"##,
        ##"{"$ref":"#here","$defs":{"a":{"$anchor":"here","type":"string"}}}"##,
        ##"{"$id":"http://x.org/root","$ref":"a","$defs":{"a":{"$id":"a","$ref":"#/$defs/b","$defs":{"b":{"type":"string"}}}}}"##,
        ##"{"$id":"http://x.org/d/root","$ref":"../e/a#b","$defs":{"a":{"$id":"/e/a","$defs":{"c":{"$anchor":"b","type":"string"}}}}}"##,
        ##"{"$id":"urn:uuid:1","$ref":"urn:uuid:1#/$defs/a","$defs":{"a":{"type":"string"}}}"##,
        ##"{"$ref":"other.json"}"##, ##"{"$ref":"folder/../other.json#"}"##, ##"{"$ref":"other.json#/$defs/string"}"##,
        ##"{"$ref":"http://named.org/other"}"##, ##"{"$ref":"deep/one.json"}"##,
        ##"{"$schema":"http://json-schema.org/draft-07/schema#","allOf":[{"$ref":"#a"}],"definitions":{"x":{"$id":"#a","type":"string"}}}"##,
    ])
    func findsItsTarget(_ text: String) throws {
        let others: [String: JSONValue] = [
            "other.json": ["$id": "http://named.org/other", "type": "string", "$defs": ["string": ["type": "string"]]],
            "deep/one.json": ["$ref": "two.json"], "deep/two.json": ["$ref": "../three.json#/definitions/x"],
            "three.json": ["definitions": ["x": ["type": "string"]]],
        ]
        let schema = try JSONSchema(JSONValue(parsing: text), base: "root.json", resolving: others)
        #expect(schema.validate("text") == [])
        #expect(schema.validate(1).map(\.keyword) == ["type"])
    }

    @Test func recurses() throws {
        let schema = try JSONSchema([
            "type": "object", "required": ["name"],
            "properties": ["name": ["type": "string"], "children": ["type": "array", "items": ["$ref": "#"]]],
        ])
        #expect(schema.validate(["name": "a", "children": [["name": "b", "children": []]]]) == [])
        let errors = schema.validate(["name": "a", "children": [["name": "b"], ["name": 1], [:]]])
        #expect(errors.map(\.instance.description) == ["/children/1/name", "/children/2"])
        #expect(
            errors.map(\.schema.description) == [
                "/properties/children/items/$ref/properties/name/type", "/properties/children/items/$ref/required",
            ])
    }

    @Test(
        arguments: [
            (##"{"$ref":"#/$defs/x"}"##, .unknownReference("#/$defs/x"), "/$ref"),
            (
                ##"{"items":{"$ref":"http://elsewhere.org/a"}}"##, .unknownReference("http://elsewhere.org/a"),
                "/items/$ref"
            ),
            (##"{"$ref":"#nowhere"}"##, .unknownReference("#nowhere"), "/$ref"),
            (##"{"$ref":1}"##, .invalidKeyword("$ref", expected: "a string"), "/$ref"),
            (##"{"$ref":"#/$defs/x","$defs":{"x":3}}"##, .notASchema, "/$defs/x"),
            (##"{"$defs":{"a":{"$id":"x","type":"null"},"b":{"$id":"x"}}}"##, .duplicateIdentifier("x"), "/$defs/b"),
        ] as [(String, SchemaError.Reason, String)])
    func namesWhatItDoesNotFind(_ text: String, _ reason: SchemaError.Reason, _ pointer: String) throws {
        let error = try #require(throws: SchemaError.self) { try JSONSchema(JSONValue(parsing: text)) }
        #expect(error.reason == reason)
        #expect(error.pointer.description == pointer)
    }
}
