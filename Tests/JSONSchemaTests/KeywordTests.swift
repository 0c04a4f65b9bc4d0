import JSONDocument
import JSONSchema
import Testing

/// One keyword of a schema, a value, and whether the value is valid.
@Suite struct KeywordTests {
    @Test(
        arguments: [
            (#"{"type":"integer"}"#, "1.0", true), (#"{"type":"integer"}"#, "1.5", false),
            (#"{"type":"integer"}"#, "1e400", true),
            (#"{"type":["string","null"]}"#, "null", true), (#"{"type":["string","null"]}"#, "[]", false),
            (#"{"type":"number"}"#, "1", true), (#"{"type":"boolean"}"#, "0", false),
            (#"{"type":"object"}"#, "[]", false),
            (#"{"enum":[1,"a",{"b":[2]}]}"#, #"{"b":[2.0]}"#, true), (#"{"enum":[1,"a"]}"#, "true", false),
            (#"{"enum":[]}"#, "1", false), (#"{"const":null}"#, "null", true), (#"{"const":false}"#, "0", false),
            (#"{"const":"é"}"#, "\"e\u{301}\"", false), (#"{"const":9007199254740993}"#, "9007199254740992", false),
            (#"{"minimum":1.1}"#, "1.1", true), (#"{"minimum":1.1}"#, "1.0999999999999999999999", false),
            (#"{"maximum":1e400}"#, "9e399", true), (#"{"exclusiveMaximum":3}"#, "3.0", false),
            (#"{"maximum":3}"#, "\"9\"", true),
            (#"{"exclusiveMinimum":3}"#, "3", false), (#"{"multipleOf":0.01}"#, "19.99", true),
            (#"{"multipleOf":0.01}"#, "19.995", false), (#"{"multipleOf":1e-8}"#, "12391239123", true),
            (#"{"multipleOf":0.00000000012345678901234567890123}"#, "0.00000000037037036703703703670369", true),
            (#"{"multipleOf":0.00000000012345678901234567890123}"#, "0.0000000003703703670370370367037", false),
            (#"{"multipleOf":12345678901234567890123456}"#, "12345678901234567890123456e40", true),
            (#"{"multipleOf":12345678901234567890123456}"#, "1e1000000000", false),
            (#"{"multipleOf":1267650600228229401496703205376}"#, "1e1000000000", true),
            (#"{"multipleOf":1267650600228229401496703205376}"#, "-0.0", true),
            (#"{"minLength":2}"#, "\"😀\"", false), (#"{"maxLength":2}"#, "\"😀😀\"", true),
            (#"{"minLength":2.0}"#, "\"ab\"", true),
            (#"{"maxLength":1e400}"#, "\"ab\"", true), (#"{"pattern":"^a+$"}"#, "\"aaa\"", true),
            (#"{"pattern":"b"}"#, "\"aaa\"", false),
            (#"{"pattern":"^\\p{Letter}+$"}"#, "\"é\"", true), (#"{"format":"email"}"#, "\"no\"", true),
        ] as [(String, String, Bool)])
    func judgesScalars(_ schema: String, _ value: String, _ isValid: Bool) throws {
        try expect(schema, value, isValid)
    }

    @Test(
        arguments: [
            (#"{"required":["a","b"]}"#, #"{"b":1,"a":null}"#, true), (#"{"required":["a"]}"#, "{}", false),
            (#"{"required":["a"]}"#, "[]", true), (#"{"required":["é"]}"#, "{\"e\u{301}\":1}", false),
            (#"{"properties":{"a":{"type":"string"}}}"#, #"{"a":1}"#, false),
            (#"{"properties":{"a":false}}"#, #"{"b":1}"#, true),
            (#"{"properties":{"a":{}},"additionalProperties":false}"#, #"{"a":1}"#, true),
            (#"{"properties":{"a":{}},"additionalProperties":false}"#, #"{"a":1,"b":2}"#, false),
            (#"{"patternProperties":{"^x-":{"type":"integer"}},"additionalProperties":false}"#, #"{"x-a":1}"#, true),
            (#"{"patternProperties":{"^x-":{"type":"integer"}}}"#, #"{"x-a":"b"}"#, false),
            (#"{"patternProperties":{"a":{"type":"integer"}},"properties":{"a":{"minimum":5}}}"#, #"{"a":3}"#, false),
            (#"{"additionalProperties":{"type":"integer"}}"#, #"{"a":1,"b":"c"}"#, false),
            (#"{"propertyNames":{"pattern":"^[a-z]+$"}}"#, #"{"a":1,"B":2}"#, false),
            (#"{"minProperties":1}"#, "{}", false), (#"{"maxProperties":1}"#, #"{"a":1,"b":2}"#, false),
            (#"{"dependentRequired":{"a":["b"]}}"#, #"{"a":1}"#, false),
            (#"{"dependentRequired":{"a":["b"]}}"#, #"{"c":1}"#, true),
            (#"{"dependentSchemas":{"a":{"required":["b"]}}}"#, #"{"a":1}"#, false),
            (#"{"dependencies":{"a":["b"],"c":{"required":["d"]}}}"#, #"{"c":1,"d":1}"#, true),
            (#"{"dependencies":{"a":["b"],"c":{"required":["d"]}}}"#, #"{"c":1}"#, false),
            (#"{"dependencies":{"a":["b"]}}"#, #"{"a":1}"#, false),
        ] as [(String, String, Bool)])
    func judgesObjects(_ schema: String, _ value: String, _ isValid: Bool) throws {
        try expect(schema, value, isValid)
    }

    @Test(
        arguments: [
            (#"{"items":{"type":"integer"}}"#, "[1,2.0]", true), (#"{"items":{"type":"integer"}}"#, "[1,\"a\"]", false),
            (#"{"items":false}"#, "[]", true), (#"{"items":false}"#, "[1]", false),
            (#"{"prefixItems":[{"const":1}],"items":{"const":2}}"#, "[1,2,2]", true),
            (#"{"prefixItems":[{"const":1}],"items":{"const":2}}"#, "[1,1]", false),
            (#"{"prefixItems":[{"const":1}]}"#, "[]", true),
            (#"{"minItems":1}"#, "[]", false), (#"{"maxItems":1}"#, "[1,2]", false), (#"{"maxItems":1}"#, "{}", true),
            (#"{"uniqueItems":true}"#, "[1,1.0]", false),
            (#"{"uniqueItems":true}"#, "[1,true,\"1\",[1],null,0,false]", true),
            (#"{"uniqueItems":true}"#, #"[{"a":1,"b":2},{"b":2,"a":1}]"#, false),
            (#"{"uniqueItems":false}"#, "[1,1]", true),
            (#"{"contains":{"const":1}}"#, "[2,1]", true), (#"{"contains":{"const":1}}"#, "[]", false),
            (#"{"contains":{"const":1},"minContains":0}"#, "[]", true),
            (#"{"contains":{"const":1},"minContains":2}"#, "[1]", false),
            (#"{"contains":{"const":1},"maxContains":1}"#, "[1,1]", false), (#"{"minContains":5}"#, "[]", true),
        ] as [(String, String, Bool)])
    func judgesArrays(_ schema: String, _ value: String, _ isValid: Bool) throws { try expect(schema, value, isValid) }

    @Test(
        arguments: [
            ("true", "1", true), ("false", "1", false), ("{}", "null", true),
            (#"{"allOf":[{"minimum":1},{"maximum":3}]}"#, "2", true),
            (#"{"allOf":[{"minimum":1},{"maximum":3}]}"#, "4", false),
            (#"{"anyOf":[{"type":"string"},{"minimum":3}]}"#, "4", true),
            (#"{"anyOf":[{"type":"string"},{"minimum":3}]}"#, "2", false),
            (#"{"oneOf":[{"minimum":1},{"maximum":3}]}"#, "2", false),
            (#"{"oneOf":[{"minimum":1},{"maximum":3}]}"#, "4", true),
            (#"{"oneOf":[{"minimum":9},{"maximum":3}]}"#, "5", false), (#"{"not":{"type":"string"}}"#, "1", true),
            (#"{"not":{"type":"string"}}"#, "\"a\"", false),
            (#"{"not":{"not":{"anyOf":[{"const":1},{"const":2}]}}}"#, "2", true),
            (#"{"if":{"const":1},"then":{"const":2},"else":{"const":3}}"#, "1", false),
            (#"{"if":{"const":1},"then":{"const":2},"else":{"const":3}}"#, "3", true), (#"{"if":false}"#, "3", true),
            (#"{"then":false,"else":false}"#, "3", true),
            (#"{"if":{"oneOf":[{"const":1},{"const":1}]},"then":false}"#, "1", true),
        ] as [(String, String, Bool)])
    func combines(_ schema: String, _ value: String, _ isValid: Bool) throws { try expect(schema, value, isValid) }

    private static let draft7 = #""$schema":"http://json-schema.org/draft-07/schema#""#

    @Test(
        arguments: [
            (#""items":[{"const":1}],"additionalItems":{"const":2}"#, "[1,2,3]", false),
            (#""items":[{"const":1}],"additionalItems":{"const":2}"#, "[1,2]", true), (#""items":[]"#, "[1]", true),
            (#""items":{"const":1},"additionalItems":false"#, "[1,1]", true), (#""prefixItems":[false]"#, "[1]", true),
            (#""dependentRequired":{"a":["b"]}"#, #"{"a":1}"#, true),
            (#""unevaluatedProperties":false"#, #"{"a":1}"#, true),
            (#""contains":{"const":1},"minContains":0"#, "[]", false),
            (
                ##""properties":{"a":{"$ref":"#/definitions/x","type":"null"}},"definitions":{"x":{"type":"string"}}"##,
                #"{"a":"b"}"#, true
            ),
        ] as [(String, String, Bool)])
    func readsDraft7AsDraft7(_ members: String, _ value: String, _ isValid: Bool) throws {
        try expect("{" + Self.draft7 + "," + members + "}", value, isValid)
    }

    private func expect(_ schema: String, _ value: String, _ isValid: Bool) throws {
        let schema = try JSONSchema(JSONValue(parsing: schema))
        let instance = try JSONValue(parsing: value)
        let errors = schema.validate(instance)
        #expect(errors.isEmpty == isValid, "\(errors)")
        #expect(schema.isValid(instance) == isValid)
        for form in OutputForm.allCases { #expect(schema.output(instance, as: form)["valid"] == .bool(isValid)) }
    }
}
