import JSONDocument
import JSONSchema
import Testing

/// What counts as evaluated, and where dynamic references lead.
@Suite struct EvaluationTests {
    @Test(
        arguments: [
            (#""allOf":[{"properties":{"a":true}}]"#, #"{"a":1}"#, true, true),
            (
                #""anyOf":[{"properties":{"a":{"type":"string"}}},{"required":["b"],"properties":{"b":true}}]"#,
                #"{"a":1,"b":1}"#, false, false
            ),
            (#""anyOf":[{"properties":{"a":true}},{"properties":{"b":true}}]"#, #"{"a":1,"b":1}"#, true, true),
            (
                #""oneOf":[{"required":["a"],"patternProperties":{"^a":true}},{"required":["z"]}]"#, #"{"a":1,"ab":2}"#,
                true, true
            ),
            (#""not":{"not":{"properties":{"a":true}}}"#, #"{"a":1}"#, false, false),
            (
                #""if":{"properties":{"a":{"const":1}},"required":["a"]},"then":{"properties":{"b":true}}"#,
                #"{"a":1,"b":1}"#, true, true
            ),
            (
                #""if":{"properties":{"a":{"const":1}},"required":["a"]},"else":{"properties":{"b":true}}"#,
                #"{"a":2,"b":1}"#, false, false
            ),
            (#""dependentSchemas":{"a":{"properties":{"a":true}}}"#, #"{"a":1}"#, true, true),
            (#""additionalProperties":true"#, #"{"a":1}"#, true, true),
            (##""$ref":"#/$defs/d","$defs":{"d":{"properties":{"a":true}}}"##, #"{"a":1}"#, true, true),
            (#""properties":{"a":true}"#, #"{"a":1,"b":1}"#, false, false),
            (#""allOf":[{"unevaluatedProperties":true}]"#, #"{"b":1}"#, true, true),
        ] as [(String, String, Bool, Bool)])
    func knowsEvaluatedProperties(_ members: String, _ value: String, _ later: Bool, _ earlier: Bool) throws {
        for (draft, isValid) in [(SchemaDraft.draft2020, later), (.draft2019, earlier)] {
            try expect(draft, #""unevaluatedProperties":false,"# + members, value, isValid)
        }
    }

    @Test(
        arguments: [
            (.draft2020, #""prefixItems":[true]"#, "[1]", true), (.draft2020, #""prefixItems":[true]"#, "[1,2]", false),
            (.draft2020, #""contains":{"const":1}"#, "[1,1]", true),
            (.draft2020, #""contains":{"const":1}"#, "[1,2]", false),
            (
                .draft2020, #""allOf":[{"prefixItems":[true]}],"anyOf":[{"prefixItems":[true,{"const":2}]},true]"#,
                "[1,2]", true
            ),
            (
                .draft2020, #""allOf":[{"prefixItems":[true]}],"anyOf":[{"prefixItems":[true,{"const":2}]},true]"#,
                "[1,3]", false
            ),
            (.draft2020, #""items":true"#, "[1,2]", true), (.draft2019, #""items":[true]"#, "[1,2]", false),
            (.draft2019, #""items":[true],"additionalItems":true"#, "[1,2]", true),
            (.draft2019, #""contains":{"const":1}"#, "[1]", false), (.draft2019, #""items":true"#, "[1,2]", true),
        ] as [(SchemaDraft, String, String, Bool)])
    func knowsEvaluatedItems(_ draft: SchemaDraft, _ members: String, _ value: String, _ isValid: Bool) throws {
        try expect(draft, #""unevaluatedItems":false,"# + members, value, isValid)
    }

    @Test func namesWhatWasNotEvaluated() throws {
        let schema = try JSONSchema([
            "allOf": [["properties": ["a": ["type": "integer"]]]], "properties": ["b": ["type": "integer"]],
            "unevaluatedProperties": false,
        ])
        #expect(
            schema.validate(["a": 1, "b": "x", "c": 2]).map(\.description) == [
                "/b: expected an integer, found the string \"x\"", "/c: unknown member 'c'",
            ])
        let items = try JSONSchema(["prefixItems": [true], "unevaluatedItems": ["type": "string"]])
        #expect(items.validate([1, "a", 2]).map(\.schema.description) == ["/unevaluatedItems/type"])
    }

    @Test func followsDynamicReferencesOutwards() throws {
        let tree: JSONValue = [
            "$id": "http://x.org/tree", "$dynamicAnchor": "node", "type": "object",
            "properties": ["children": ["items": ["$dynamicRef": "#node"]]],
        ]
        let strict = try JSONSchema(
            [
                "$id": "http://x.org/strict", "$dynamicAnchor": "node", "$ref": "tree",
                "unevaluatedProperties": false,
            ], resolving: ["http://x.org/tree": tree])
        let loose = try JSONSchema(tree)
        let slip: JSONValue = ["children": [["childre": []]]]
        #expect(loose.validate(slip) == [])
        #expect(strict.validate(slip).map(\.instance.description) == ["/children/0/childre"])
        #expect(
            strict.validate(slip).map(\.location) == ["http://x.org/strict#/unevaluatedProperties"])
        #expect(
            strict.validate(slip).map(\.schema.description) == [
                "/$ref/properties/children/items/$dynamicRef/unevaluatedProperties"
            ])
    }

    @Test func followsRecursiveReferencesOutwards() throws {
        let draft: JSONValue = "https://json-schema.org/draft/2019-09/schema"
        let tree: JSONValue = [
            "$schema": draft, "$id": "http://x.org/tree", "$recursiveAnchor": true,
            "properties": ["children": ["items": ["$recursiveRef": "#"]]],
        ]
        let strict: JSONValue = [
            "$schema": draft, "$id": "http://x.org/strict", "$recursiveAnchor": true, "$ref": "tree",
            "unevaluatedProperties": false,
        ]
        let slip: JSONValue = ["children": [["childre": []]]]
        #expect(try JSONSchema(tree).isValid(slip))
        #expect(try !JSONSchema(strict, resolving: ["http://x.org/tree": tree]).isValid(slip))
    }

    private func expect(_ draft: SchemaDraft, _ members: String, _ value: String, _ isValid: Bool) throws {
        let schema = try JSONSchema(JSONValue(parsing: #"{"$schema":"\#(draft.rawValue)",\#(members)}"#))
        let instance = try JSONValue(parsing: value)
        #expect(schema.isValid(instance) == isValid)
        let errors = schema.validate(instance)
        #expect(errors.isEmpty == isValid, "\(errors)")
        for form in OutputForm.allCases { #expect(schema.output(instance, as: form)["valid"] == .bool(isValid)) }
    }
}
