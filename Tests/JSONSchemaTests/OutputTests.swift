import JSONDocument
import JSONSchema
import Testing

@Suite struct OutputTests {
    private static func polygon() throws -> JSONSchema {
        try JSONSchema([
            "$id": "https://example.org/polygon", "type": "array", "minItems": 3, "items": ["$ref": "#/$defs/point"],
            "$defs": [
                "point": [
                    "type": "object", "properties": ["x": ["type": "number"], "y": true], "required": ["x", "y"],
                    "additionalProperties": false,
                ]
            ],
        ])
    }

    private static let line: JSONValue = [["x": 1, "z": 2], ["x": "1", "y": 2]]

    @Test func flagSaysYesOrNo() throws {
        #expect(try Self.polygon().output([], as: .flag) == ["valid": false])
        #expect(try JSONSchema(true).output([], as: .flag) == ["valid": true])
    }

    @Test func basicListsWhatFailed() throws {
        let output = try Self.polygon().output(Self.line, as: .basic)
        #expect(output["valid"] == false)
        let places = (output["errors"]?.arrayValue ?? []).map {
            "\($0["keywordLocation"]?.stringValue ?? "?") \($0["instanceLocation"]?.stringValue ?? "?")"
        }
        #expect(
            places == [
                " ", "/minItems ", "/items /0", "/items/$ref /0", "/items/$ref/required /0",
                "/items/$ref/additionalProperties /0/z", "/items /1", "/items/$ref /1",
                "/items/$ref/properties/x /1/x", "/items/$ref/properties/x/type /1/x",
            ])
    }

    @Test func detailedKeepsOnlyBranches() throws {
        let output = try Self.polygon().output([["x": 1, "z": 2]], as: .detailed)
        let expected: JSONValue = [
            "valid": false, "keywordLocation": "", "absoluteKeywordLocation": "https://example.org/polygon#",
            "instanceLocation": "",
            "errors": [
                [
                    "valid": false, "keywordLocation": "/minItems",
                    "absoluteKeywordLocation": "https://example.org/polygon#/minItems", "instanceLocation": "",
                    "error": "expected at least 3 elements, found 1",
                ],
                [
                    "valid": false, "keywordLocation": "/items/$ref",
                    "absoluteKeywordLocation": "https://example.org/polygon#/$defs/point", "instanceLocation": "/0",
                    "errors": [
                        [
                            "valid": false, "keywordLocation": "/items/$ref/required",
                            "absoluteKeywordLocation": "https://example.org/polygon#/$defs/point/required",
                            "instanceLocation": "/0", "error": "expected the member 'y'",
                        ],
                        [
                            "valid": false, "keywordLocation": "/items/$ref/additionalProperties",
                            "absoluteKeywordLocation": "https://example.org/polygon#/$defs/point/additionalProperties",
                            "instanceLocation": "/0/z", "error": "no value is allowed here, found the number 2",
                        ],
                    ],
                ],
            ],
        ]
        #expect(output == expected, "\(output)")
    }

    @Test func verboseKeepsEverything() throws {
        let schema = try JSONSchema(["type": "object", "properties": ["a": true], "additionalProperties": false])
        let output = schema.output(["a": 5, "b": 1], as: .verbose)
        let parts = output["errors"]?.arrayValue ?? []
        #expect(parts.map { $0["keywordLocation"] } == ["/type", "/properties", "/additionalProperties"])
        #expect(parts.map { $0["valid"] } == [true, true, false])
        #expect(
            parts.last?["errors"] == [
                [
                    "valid": false, "keywordLocation": "/additionalProperties",
                    "absoluteKeywordLocation": "#/additionalProperties", "instanceLocation": "/b",
                    "error": "no value is allowed here, found the number 1",
                ]
            ])
    }

    @Test func annotationsComeFromWhatAcceptsTheValue() throws {
        let schema = try JSONSchema([
            "title": "T", "x-unit": "mm", "format": "date",
            "anyOf": [["type": "string", "description": "no"], ["type": "integer", "description": "yes"]],
            "not": ["title": "never", "type": "array"],
        ])
        let output = schema.output(1, as: .basic)
        let annotations = (output["annotations"]?.arrayValue ?? []).map {
            "\($0["keywordLocation"]?.stringValue ?? "?")=\($0["annotation"]?.description ?? "?")"
        }
        #expect(
            Set(annotations) == [
                "/title=\"T\"", "/x-unit=\"mm\"", "/format=\"date\"", "/anyOf/1/description=\"yes\"",
            ])
        #expect(schema.output([], as: .basic)["annotations"] == nil)
    }

    @Test(
        arguments: [
            (#"{"properties":{"a":true},"additionalProperties":true}"#, #"{"a":1,"b":2}"#, "/properties", #"["a"]"#),
            (
                #"{"properties":{"a":true},"additionalProperties":true}"#, #"{"a":1,"b":2}"#, "/additionalProperties",
                #"["b"]"#
            ),
            (#"{"patternProperties":{"^a":true,"b":true}}"#, #"{"ab":1}"#, "/patternProperties", #"["ab"]"#),
            (
                #"{"properties":{"a":true},"unevaluatedProperties":true}"#, #"{"a":1,"b":2}"#, "/unevaluatedProperties",
                #"["b"]"#
            ),
            (#"{"prefixItems":[true,true]}"#, "[1,2,3]", "/prefixItems", "1"),
            (#"{"prefixItems":[true,true]}"#, "[1,2]", "/prefixItems", "true"),
            (#"{"items":true}"#, "[1,2]", "/items", "true"),
            (#"{"contains":{"const":1}}"#, "[1,2,1]", "/contains", "[0,2]"),
            (#"{"contains":{"const":1},"unevaluatedItems":true}"#, "[1,2,1]", "/unevaluatedItems", "true"),
        ])
    func keywordsAnnotateWhatTheyEvaluated(_ schema: String, _ value: String, _ place: String, _ annotation: String)
        throws
    {
        let output = try JSONSchema(JSONValue(parsing: schema)).output(JSONValue(parsing: value), as: .basic)
        let units = output["annotations"]?.arrayValue ?? []
        #expect(
            units.filter { $0["keywordLocation"]?.stringValue == place }.map { $0["annotation"]?.description } == [
                annotation
            ])
    }

    @Test func judgesWhatIsTooLargeToShow() throws {
        let schema = try JSONSchema(["items": ["type": "integer", "title": "T"]])
        let many = JSONValue.array(Array(repeating: 1, count: 150_000))
        #expect(schema.output(many, as: .verbose)["valid"] == true)
        guard case .array(let elements) = many else { return }
        let output = schema.output(.array(elements + ["x"]), as: .basic)
        #expect(output["valid"] == false)
        #expect(output["errors"]?.arrayValue?.count == 2)
    }
}
