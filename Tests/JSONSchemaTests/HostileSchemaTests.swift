import JSONDocument
import JSONSchema
import Testing

@Suite struct HostileSchemaTests {
    @Test(arguments: [
        ##"{"$ref":"#"}"##, ##"{"not":{"$ref":"#"}}"##, ##"{"anyOf":[{"$ref":"#"},{"$ref":"#"}]}"##,
        ##"{"if":{"$ref":"#"},"then":true}"##,
        ##"{"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}"##,
    ])
    func endsEndlessReferences(_ text: String) throws {
        let errors = try JSONSchema(JSONValue(parsing: text)).validate(1)
        #expect(errors.last?.message == "schemas refer to each other deeper than 512")
    }

    @Test(arguments: ["allOf", "anyOf", "oneOf"])
    func endsExponentialSchemas(_ keyword: String) throws {
        var definitions: JSONObject = ["d60": keyword == "allOf" ? true : false]
        for level in 0..<60 {
            let next: JSONValue = ["$ref": .string("#/$defs/d\(level + 1)")]
            definitions["d\(level)"] = .object([keyword: [next, next]])
        }
        let schema = try JSONSchema(["$ref": "#/$defs/d0", "$defs": .object(definitions)])
        #expect(schema.validate(1).last?.message == "validation takes more than 200100 steps")
    }

    @Test func comparesManyItemsInTime() throws {
        let schema = try JSONSchema(["uniqueItems": true])
        let items = (0..<100_000).map { JSONValue.array([.number(JSONNumber($0)), "x"]) }
        let clock = ContinuousClock()
        let elapsed = clock.measure {
            #expect(schema.validate(.array(items)) == [])
            #expect(schema.validate(.array(items + [[99_999.0, "x"]])).count == 1)
        }
        #expect(elapsed < .seconds(20))
    }

    @Test func endsWhenAPatternIsTooExpensive() throws {
        let schema = try JSONSchema(["not": ["pattern": "^(a|aa)+$"]])
        let errors = schema.validate(.string(String(repeating: "a", count: 500) + "!"))
        #expect(errors.map(\.keyword) == ["pattern"])
        #expect(errors.first?.message.hasSuffix("cannot be decided: pattern too expensive") == true)
    }

    @Test func takesInstancesOfTheLargestDepth() throws {
        let schema = try JSONSchema([
            "$ref": "#/$defs/tree",
            "$defs": ["tree": ["anyOf": [["type": "null"], ["type": "array", "items": ["allOf": [["$ref": "#"]]]]]]],
        ])
        let deep = String(repeating: "[", count: 64) + "null" + String(repeating: "]", count: 64)
        #expect(schema.validate(try JSONValue(parsing: deep)) == [])
        #expect(schema.validate(try JSONValue(parsing: deep.replacing("null", with: "1"))).isEmpty == false)
    }
}
