import JSONDocument
import JSONSchema
import Testing

/// What the drafts read differently: members of a schema, a value, and the drafts by which the value is valid.
@Suite struct DraftTests {
    @Test(
        arguments: [
            (#""type":"integer""#, "1.0", [.draft6, .draft7, .draft2019, .draft2020]),
            (#""maximum":3,"exclusiveMaximum":true"#, "2", [.draft4]),
            (#""maximum":3,"exclusiveMaximum":true"#, "3", []),
            (#""maximum":3,"exclusiveMaximum":false"#, "3", [.draft4]),
            (#""exclusiveMaximum":3"#, "2", [.draft6, .draft7, .draft2019, .draft2020]),
            (#""const":1"#, "2", [.draft4]),
            (#""contains":false"#, "[1]", [.draft4]),
            (#""propertyNames":false"#, #"{"a":1}"#, [.draft4]),
            (#""if":true,"then":false"#, "1", [.draft4, .draft6]),
            (#""minContains":2,"contains":true"#, "[1]", [.draft4, .draft6, .draft7]),
            (#""dependentRequired":{"a":["b"]}"#, #"{"a":1}"#, [.draft4, .draft6, .draft7]),
            (#""dependentSchemas":{"a":false}"#, #"{"a":1}"#, [.draft4, .draft6, .draft7]),
            (#""dependencies":{"a":["b"]}"#, #"{"a":1}"#, []),
            (#""unevaluatedProperties":false"#, #"{"a":1}"#, [.draft4, .draft6, .draft7]),
            (#""prefixItems":[false]"#, "[1]", [.draft4, .draft6, .draft7, .draft2019]),
            (#""items":true,"additionalItems":false"#, "[1]", Array(SchemaDraft.allCases)),
            (##""$ref":"#/definitions/a","minimum":3,"definitions":{"a":{}}"##, "1", [.draft4, .draft6, .draft7]),
        ] as [(String, String, [SchemaDraft])])
    func areReadAsTheyAre(_ members: String, _ value: String, _ drafts: [SchemaDraft]) throws {
        for draft in SchemaDraft.allCases {
            let text = #"{"$schema":"\#(draft.rawValue)",\#(members)}"#
            let verdict: Bool? = (try? JSONSchema(JSONValue(parsing: text))).map { schema in
                (try? JSONValue(parsing: value)).map { schema.isValid($0) } ?? false
            }
            #expect((verdict ?? false) == drafts.contains(draft), "\(draft)")
        }
    }

    @Test func isThatOfTheOptionsWithoutSchema() throws {
        for draft in SchemaDraft.allCases {
            var options = SchemaOptions()
            options.draft = draft
            #expect(try JSONSchema(["$comment": "none"], options: options).draft == draft)
            let named: JSONValue = ["$schema": "http://json-schema.org/draft-07/schema"]
            #expect(try JSONSchema(named, options: options).draft == .draft7)
        }
        #expect(try JSONSchema(true).draft == .draft2020)
    }

    @Test func mayChangeInsideADocument() throws {
        let schema = try JSONSchema(
            [
                "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "http://x.org/new",
                "properties": ["old": ["$ref": "old"], "other": ["$ref": "http://elsewhere.org/other"]],
                "$defs": [
                    "a": [
                        "$schema": "http://json-schema.org/draft-04/schema#", "id": "http://x.org/old", "minimum": 3,
                        "exclusiveMinimum": true,
                    ]
                ],
            ],
            resolving: [
                "http://elsewhere.org/other": [
                    "$schema": "http://json-schema.org/draft-06/schema#", "if": false, "else": false,
                ]
            ])
        #expect(schema.validate(["old": 4, "other": 1]) == [])
        #expect(schema.validate(["old": 3]).map(\.keyword) == ["exclusiveMinimum"])
    }

    @Test func metaschemasDescribeThemselvesAndEachOther() throws {
        for draft in SchemaDraft.allCases {
            let metaschema = JSONSchema.metaschema(of: draft)
            #expect(metaschema.draft == draft)
            let document = try #require(metaschema.subschema(at: draft.rawValue)?.value)
            #expect(metaschema.validate(document) == [])
            let errors = metaschema.validate(["type": "strin", "properties": ["a": ["minLength": -1], "b": 3]])
            #expect(
                Set(errors.map(\.instance.description)).isSuperset(of: [
                    "/type", "/properties/a/minLength", "/properties/b",
                ]))
        }
    }

    @Test func metaschemasNeedNotBeGiven() throws {
        for draft in SchemaDraft.allCases {
            let schema = try JSONSchema(["items": ["$ref": .string(draft.rawValue)]])
            #expect(schema.isValid([["minimum": 1], [:]]))
            #expect(!schema.isValid([["minimum": "1"]]))
        }
    }

    @Test func assertFormatsAndContentsWhenAsked() throws {
        var options = SchemaOptions()
        options.assertsFormat = true
        options.assertsContent = true
        let schema: JSONValue = [
            "properties": [
                "day": ["format": "date"], "mine": ["format": "mine"],
                "json": ["contentEncoding": "base64", "contentMediaType": "application/json"],
            ]
        ]
        let wrong: JSONValue = ["day": "2024-02-30", "mine": "x", "json": "e30"]
        #expect(try JSONSchema(schema).validate(wrong) == [])
        let strict = try JSONSchema(schema, options: options)
        #expect(
            strict.validate(wrong).map(\.description) == [
                "/day: expected a string of format 'date', found \"2024-02-30\"",
                "/json: expected base64 in the string, found \"e30\"",
            ])
        #expect(strict.validate(["day": "2024-02-29", "json": "e30="]) == [])
        #expect(strict.validate(["json": "e3t9"]).map(\.keyword) == ["contentMediaType"])
    }
}
