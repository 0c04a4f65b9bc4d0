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
        let schema = try JSONSchema(["not": ["pattern": "^(a|aa)+\\1$"]])
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

    /// Each would take minutes or hours if only schemas were counted as steps.
    @Test(arguments: ["const", "enum", "uniqueItems", "required", "minLength", "properties", "multipleOf"])
    func countsWhatAnExpensiveKeywordTakes(_ keyword: String) throws {
        let numbers = (0..<5_000).map { JSONValue.number(JSONNumber($0)) }
        let text = JSONValue.string(String(repeating: "é", count: 4_000))
        let digits = String(repeating: "7", count: 20_000)
        let (schema, instance): (JSONValue, JSONValue) =
            switch keyword {
            case "const": (["const": .array(numbers + [true])], .array(numbers + [false]))
            case "enum": (["enum": [.array(numbers + [true]), 1]], .array(numbers + [false]))
            case "uniqueItems": (["uniqueItems": true], .array(numbers + [1]))
            case "required":
                (
                    ["required": .array((0..<2_000).map { .string("a\($0)") } + ["b"])],
                    .object(JSONObject((0..<2_000).map { ("a\($0)", true) }))
                )
            case "minLength": (["minLength": 20_001], text)
            case "properties":
                (
                    ["properties": ["b": true], "required": ["b"]],
                    .object(JSONObject((0..<2_000).map { ("a\($0)", true) }))
                )
            default:
                (["multipleOf": 7.5], .number(try #require(JSONNumber(text: digits + "e1"))))
            }
        let many = JSONValue.array(Array(repeating: ["$ref": "#/$defs/a"], count: 4_000))
        let all = try JSONSchema(["anyOf": many, "$defs": ["a": schema]])
        let last = try #require(all.validate(instance).last)
        #expect(last.message.hasPrefix("validation takes more than"), "\(last.message.prefix(100))")
    }

    @Test func findsNamesWithOneMarkInTime() throws {
        // Equal length, equal first and last eight bytes.
        let names = (10_000..<15_000).map { "aaaaaaaa\($0)bbbbbbbb" }
        let properties = JSONObject(names.map { ($0, ["type": "integer"]) })
        let schema = try JSONSchema(["properties": .object(properties), "additionalProperties": false])
        let clock = ContinuousClock()
        let elapsed = clock.measure {
            #expect(schema.isValid(.object(JSONObject(names.map { ($0, 1) }))))
            #expect(!schema.isValid(.object(JSONObject(names.map { ($0 + "b", 1) }))))
        }
        #expect(elapsed < .seconds(20))
    }

    @Test func endsWhenManyPatternsTakeLong() throws {
        let many = JSONValue.array(Array(repeating: ["$ref": "#/$defs/a"], count: 4_000))
        let schema = try JSONSchema(["anyOf": many, "$defs": ["a": ["pattern": "^(?=a)(a|b|ab)*[cd]$"]]])
        let clock = ContinuousClock()
        let elapsed = clock.measure {
            let errors = schema.validate(.string(String(repeating: "ab", count: 12) + "e"))
            #expect(errors.last?.message == "patterns take more than 2 seconds")
            #expect(errors.last?.keyword == "pattern")
        }
        #expect(elapsed < .seconds(60))
    }

    @Test(arguments: [
        ##"{"$dynamicAnchor":"a","$dynamicRef":"#a"}"##,
        ##"{"$dynamicAnchor":"a","unevaluatedProperties":false,"anyOf":[{"$dynamicRef":"#a"},{"$dynamicRef":"#a"}]}"##,
        ##"{"$schema":"https://json-schema.org/draft/2019-09/schema","$recursiveAnchor":true,"not":{"$recursiveRef":"#"}}"##,
    ])
    func endsEndlessDynamicReferences(_ text: String) throws {
        let schema = try JSONSchema(JSONValue(parsing: text))
        #expect(!schema.isValid(["a": 1]))
        let errors = schema.validate(["a": 1])
        #expect(errors.last?.message == "schemas refer to each other deeper than 512")
        for form in OutputForm.allCases { #expect(schema.output(["a": 1], as: form)["valid"] == false) }
    }

    @Test func endsExponentialTracking() throws {
        var definitions: JSONObject = ["d60": ["properties": ["b": true]]]
        for level in 0..<60 {
            let next: JSONValue = ["$ref": .string("#/$defs/d\(level + 1)")]
            definitions["d\(level)"] = ["anyOf": [next, next], "unevaluatedProperties": false]
        }
        let schema = try JSONSchema(["$ref": "#/$defs/d0", "$defs": .object(definitions)])
        #expect(schema.validate(["a": 1]).last?.message == "validation takes more than 200200 steps")
    }
}
