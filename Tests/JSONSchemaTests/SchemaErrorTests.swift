import JSONDocument
import JSONSchema
import Testing

@Suite struct SchemaErrorTests {
    @Test(
        arguments: [
            ("1", "", "a schema is an object, true or false, at #"), (#"{"not":"x"}"#, "/not", nil),
            (#"{"type":"strin"}"#, "/type", "'type' must be one of JSON's types, or an array of them, at #/type"),
            (#"{"type":1}"#, "/type", nil), (#"{"enum":1}"#, "/enum", nil), (#"{"required":"a"}"#, "/required", nil),
            (#"{"required":[1]}"#, "/required", nil), (#"{"minLength":-1}"#, "/minLength", nil),
            (#"{"minLength":1.5}"#, "/minLength", nil), (#"{"minimum":"1"}"#, "/minimum", nil),
            (#"{"multipleOf":0}"#, "/multipleOf", nil), (#"{"multipleOf":-1}"#, "/multipleOf", nil),
            (
                #"{"multipleOf":1\#(String(repeating: "7", count: 1_000))}"#, "/multipleOf",
                "'multipleOf' must be above 0, with at most 1000 significant digits, at #/multipleOf"
            ),
            (#"{"allOf":[]}"#, "/allOf", nil), (#"{"allOf":{}}"#, "/allOf", nil),
            (#"{"properties":[]}"#, "/properties", nil),
            (#"{"properties":{"a":1}}"#, "/properties/a", nil), (#"{"uniqueItems":1}"#, "/uniqueItems", nil),
            (#"{"pattern":1}"#, "/pattern", nil), (#"{"items":[{}]}"#, "/items", nil),
            (#"{"dependencies":[]}"#, "/dependencies", nil),
            (#"{"dependentRequired":{"a":1}}"#, "/dependentRequired", nil), (#"{"$id":"a#b"}"#, "/$id", nil),
            (
                #"{"pattern":"a++"}"#, "/pattern",
                "invalid pattern 'a++': nothing to repeat, at offset 2 of the pattern, at #/pattern"
            ),
            (#"{"items":{"patternProperties":{"(":{}}}}"#, "/items/patternProperties", nil),
            (##"{"items":{"$dynamicRef":"#a"}}"##, "/items/$dynamicRef", nil),
            (#"{"$schema":7}"#, "/$schema", nil),
            (
                #"{"$schema":"http://json-schema.org/draft-03/schema#"}"#, "/$schema",
                "draft not supported: 'http://json-schema.org/draft-03/schema#', at #/$schema"
            ),
            (
                #"{"$schema":"http://example.org/mine"}"#, "/$schema",
                "unknown $schema 'http://example.org/mine', at #/$schema"
            ),
        ] as [(String, String, String?)])
    func saysWhatIsWrongAndWhere(_ text: String, _ pointer: String, _ message: String?) throws {
        let error = try #require(throws: SchemaError.self) { try JSONSchema(JSONValue(parsing: text)) }
        #expect(error.pointer.description == pointer)
        if let message { #expect(error.description == message) }
    }

    @Test func ignoresWhatHasNoMeaning() throws {
        let schema = try JSONSchema([
            "title": "Sample", "_attributes": ["type": 3], "format": 7, "default": ["$ref": "x"], "examples": 1,
            "enum": [["$id": "y"], ["$id": "y", "a": 1]],
        ])
        #expect(schema.title == "Sample")
        #expect(schema.validate(["$id": "y"]) == [])
        #expect(try JSONSchema(true).title == nil)
    }

    @Test func refusesSchemasThatAreTooDeep() throws {
        var schema: JSONValue = true
        for _ in 0..<600 { schema = ["not": schema] }
        let error = try #require(throws: SchemaError.self) { try JSONSchema(schema) }
        #expect(error.reason == .nestingTooDeep(limit: 512))
    }
}
