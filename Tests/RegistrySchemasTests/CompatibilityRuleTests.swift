import JSONDocument
import JSONSchema
import RegistrySchemas
import Testing

/// The rules of `docs/schema-compatibility.md`, each with pairs of schemas that it decides.
@Suite("Schema compatibility")
struct CompatibilityRuleTests {
    struct Pair: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let old: String
        let new: String
        let verdict: SchemaCompatibility.Verdict

        init(_ name: String, _ old: String, _ new: String, _ verdict: SchemaCompatibility.Verdict) {
            testDescription = name
            self.old = old
            self.new = new
            self.verdict = verdict
        }
    }

    static func compare(_ old: String, _ new: String, assertsFormat: Bool = false) throws -> SchemaCompatibility {
        var options = SchemaOptions()
        options.assertsFormat = assertsFormat
        return try SchemaCompatibility(
            from: ComparedSchema(try JSONValue(parsing: old), options: options),
            to: ComparedSchema(try JSONValue(parsing: new), options: options))
    }

    private static let d4 = #""$schema":"http://json-schema.org/draft-04/schema#""#
    private static let d7 = #""$schema":"http://json-schema.org/draft-07/schema#""#
    private static let d19 = #""$schema":"https://json-schema.org/draft/2019-09/schema""#

    static let pairs: [Pair] = [
        .init("nothing changed", #"{"type":"string"}"#, #"{"type":"string"}"#, .full),
        .init("true and the empty schema", "true", "{}", .full),
        .init("nothing becomes something", "false", #"{"type":"string"}"#, .backward),
        .init("annotations", #"{"title":"a","type":"string"}"#, #"{"type":"string","description":"b","x":1}"#, .full),

        .init("integer lies within number", #"{"type":"integer"}"#, #"{"type":"number"}"#, .backward),
        .init("another type is added", #"{"type":"string"}"#, #"{"type":["null","string"]}"#, .backward),
        .init("a type is replaced", #"{"type":"string"}"#, #"{"type":"number"}"#, .none),
        .init("all types named", #"{"type":["null","boolean","number","string","array","object"]}"#, "{}", .full),
        .init("whole multiples are integers", #"{"type":"number","multipleOf":2}"#, #"{"type":"integer"}"#, .backward),

        .init("a value is added", #"{"enum":["a","b"]}"#, #"{"enum":["b","c","a"]}"#, .backward),
        .init("a value is replaced", #"{"enum":["a","b"]}"#, #"{"enum":["a","c"]}"#, .none),
        .init("const is an enum of one", #"{"const":1}"#, #"{"enum":[1.0]}"#, .full),
        .init("listed values have the type", #"{"enum":["a","b"]}"#, #"{"type":"string","maxLength":1}"#, .backward),
        .init("listed values are tried", #"{"enum":["a","bb"]}"#, #"{"pattern":"^b"}"#, .none),
        .init("values refused by their own schema", #"{"enum":["a",1],"type":"string"}"#, #"{"const":"a"}"#, .full),
        .init("true and false", #"{"type":"boolean"}"#, #"{"enum":[false,true]}"#, .full),
        .init("null", #"{"type":"null"}"#, #"{"const":null}"#, .full),

        .init("a higher maximum", #"{"maximum":10}"#, #"{"maximum":20}"#, .backward),
        .init("an exclusive bound", #"{"exclusiveMaximum":10}"#, #"{"maximum":10}"#, .backward),
        .init(
            "integers below 10", #"{"type":"integer","exclusiveMaximum":10}"#, #"{"type":"integer","maximum":9}"#, .full
        ),
        .init("bounds by exact value", #"{"minimum":9007199254740993}"#, #"{"minimum":9007199254740992}"#, .backward),
        .init("multiples of multiples", #"{"multipleOf":6}"#, #"{"multipleOf":3}"#, .backward),
        .init("multiples of a tenth", #"{"type":"integer"}"#, #"{"type":"number","multipleOf":0.1}"#, .backward),
        .init("a bound is for numbers alone", #"{"type":"string"}"#, #"{"minimum":3,"type":"string"}"#, .full),

        .init("a longer string", #"{"minLength":2,"maxLength":4}"#, #"{"minLength":1,"maxLength":5}"#, .backward),
        .init("the same pattern", #"{"pattern":"^a+$","minLength":1}"#, #"{"pattern":"^a+$"}"#, .backward),
        .init("another pattern cannot be compared", #"{"pattern":"^a$"}"#, #"{"pattern":"^a"}"#, .none),
        .init("format is an annotation", #"{"format":"date"}"#, #"{"format":"email"}"#, .full),

        .init("more is required", #"{"required":["a"]}"#, #"{"required":["a","b"]}"#, .forward),
        .init("an optional property is restricted", "{}", #"{"properties":{"a":{"type":"string"}}}"#, .forward),
        .init(
            "a property is added to a closed object",
            #"{"properties":{"a":{}},"additionalProperties":false}"#,
            #"{"properties":{"a":{},"b":{}},"additionalProperties":false}"#, .backward),
        .init(
            "an open object is closed", #"{"properties":{"a":{}}}"#,
            #"{"properties":{"a":{}},"additionalProperties":false}"#, .forward),
        .init(
            "a property of which others were such",
            #"{"additionalProperties":{"type":"string"}}"#,
            #"{"properties":{"a":{"type":"string"}},"additionalProperties":{"type":"string"}}"#, .full),
        .init(
            "a name that a pattern matches",
            #"{"patternProperties":{"^x_":{"type":"integer"}},"additionalProperties":false}"#,
            #"{"properties":{"x_a":{"type":"number"}},"patternProperties":{"^x_":{"type":"integer"}}}"#, .backward),
        .init(
            "patterns beside a closed object", #"{"patternProperties":{"^x_":{}},"additionalProperties":false}"#,
            #"{"patternProperties":{"^x_":{},"^y_":{}},"additionalProperties":false}"#, .backward),
        .init(
            "an impossible property", #"{"properties":{"a":false}}"#, #"{"properties":{"a":{"type":"string"}}}"#,
            .backward),
        .init(
            "a required impossible property", #"{"type":"object","required":["a"],"properties":{"a":false}}"#, "false",
            .full),
        .init("required properties count", #"{"required":["a","b"]}"#, #"{"minProperties":2}"#, .backward),
        .init(
            "a closed object counts", #"{"properties":{"a":{}},"additionalProperties":false}"#, #"{"maxProperties":1}"#,
            .backward),
        .init("names", #"{"propertyNames":{"maxLength":3}}"#, #"{"propertyNames":{"maxLength":4}}"#, .backward),
        .init(
            "names of a closed object", #"{"properties":{"ab":{}},"additionalProperties":false}"#,
            #"{"propertyNames":{"maxLength":4}}"#, .backward),
        .init(
            "listed names", #"{"propertyNames":{"enum":["a","b"]},"additionalProperties":{"type":"string"}}"#,
            #"{"properties":{"a":{"type":"string"},"b":{"type":"string"}},"additionalProperties":false}"#, .full),

        .init("elements", #"{"items":{"type":"integer"}}"#, #"{"items":{"type":"number"}}"#, .backward),
        .init(
            "first elements", #"{"prefixItems":[{"type":"integer"}],"items":false}"#,
            #"{"items":{"type":"number"},"maxItems":1}"#, .backward),
        .init("more elements", #"{"minItems":2,"maxItems":3}"#, #"{"minItems":1}"#, .backward),
        .init("one element is unlike no other", #"{"maxItems":1}"#, #"{"uniqueItems":true}"#, .backward),
        .init("contains", #"{"contains":{"const":1},"minContains":2}"#, #"{"contains":{"type":"integer"}}"#, .backward),
        .init(
            "all contain", #"{"items":{"const":1},"minItems":2}"#, #"{"contains":{"type":"integer"},"minContains":2}"#,
            .backward),
        .init(
            "at most", #"{"contains":{"type":"number"},"maxContains":2,"minContains":0}"#,
            #"{"contains":{"type":"integer"},"maxContains":3,"minContains":0}"#, .backward),

        .init(
            "allOf is a conjunction", #"{"allOf":[{"type":"string"},{"maxLength":3}]}"#,
            #"{"type":"string","maxLength":3}"#, .full),
        .init(
            "an alternative is added", #"{"anyOf":[{"type":"string"},{"type":"null"}]}"#,
            #"{"anyOf":[{"type":"null"},{"type":"string"},{"type":"array"}]}"#, .backward),
        .init(
            "types as alternatives", #"{"type":["string","null"]}"#, #"{"anyOf":[{"type":"null"},{"type":"string"}]}"#,
            .full),
        .init(
            "oneOf is within anyOf", #"{"oneOf":[{"minimum":3},{"multipleOf":2}]}"#,
            #"{"anyOf":[{"minimum":3},{"multipleOf":2}]}"#, .backward),
        .init(
            "alternatives that exclude each other", #"{"anyOf":[{"type":"string"},{"type":"null"}]}"#,
            #"{"oneOf":[{"type":"string"},{"type":"null"}]}"#, .full),
        .init(
            "the same oneOf in another order", #"{"oneOf":[{"minimum":3},{"multipleOf":2}]}"#,
            #"{"oneOf":[{"multipleOf":2},{"minimum":3}]}"#, .full),
        .init(
            "alternatives told apart by a property",
            #"{"type":"object","required":["k"],"properties":{"k":{"enum":["a","b"]}}}"#,
            #"{"anyOf":[{"type":"object","required":["k"],"properties":{"k":{"const":"a"}}},{"type":"object","required":["k"],"properties":{"k":{"const":"b"}}}]}"#,
            .full),
        .init("not of more", #"{"not":{"type":"number"}}"#, #"{"not":{"type":"integer"}}"#, .backward),
        .init("not of what is excluded already", #"{"type":"string"}"#, #"{"not":{"type":"null"}}"#, .backward),
        .init(
            "if, then, else", #"{"if":{"type":"string"},"then":{"maxLength":3},"else":{"type":"number"}}"#,
            #"{"if":{"type":"string"},"then":{"maxLength":4},"else":{"type":"number"}}"#, .backward),
        .init(
            "if as alternatives", #"{"if":{"type":"string"},"then":{"maxLength":3},"else":{"type":"number"}}"#,
            #"{"anyOf":[{"type":"string","maxLength":3},{"type":"number"}]}"#, .full),
        .init(
            "a condition that holds", #"{"if":{"type":"string"},"then":{"maxLength":3}}"#,
            #"{"anyOf":[{"not":{"type":"string"}},{"maxLength":3}]}"#, .full),
        .init(
            "what goes with a property", #"{"dependentRequired":{"a":["b","c"]}}"#,
            #"{"dependentRequired":{"a":["b"]}}"#,
            .backward),
        .init(
            "a dependency that is always there", #"{"required":["a"],"dependentRequired":{"a":["b"]},"type":"object"}"#,
            #"{"required":["a","b"],"type":"object"}"#, .full),
        .init(
            "a dependent schema", #"{"dependentSchemas":{"a":{"required":["b"]}}}"#,
            #"{"dependentRequired":{"a":["b"]}}"#, .full),

        .init(
            "a reference is what it leads to", ##"{"$ref":"#/$defs/s","$defs":{"s":{"type":"string"}}}"##,
            #"{"type":"string"}"#, .full),
        .init(
            "definitions are not asked for", #"{"$defs":{"a":{"type":"null"}}}"#, #"{"$defs":{"b":{"type":"string"}}}"#,
            .full),
        .init(
            "recursion", ##"{"type":"object","properties":{"next":{"$ref":"#"},"v":{"type":"integer"}}}"##,
            ##"{"$ref":"#/$defs/n","$defs":{"n":{"type":"object","properties":{"next":{"$ref":"#/$defs/n"},"v":{"type":"number"}}}}}"##,
            .backward),
        .init(
            "recursion that differs below", ##"{"type":["object","null"],"properties":{"next":{"$ref":"#"}}}"##,
            ##"{"type":"object","properties":{"next":{"$ref":"#"}}}"##, .forward),
        .init(
            "anchors", ##"{"items":{"$ref":"#s"},"$defs":{"x":{"$anchor":"s","type":"string"}}}"##,
            #"{"items":{"type":"string"}}"#, .full),
        .init(
            "one dynamic anchor is an anchor",
            ##"{"$dynamicAnchor":"n","type":"object","additionalProperties":{"$dynamicRef":"#n"}}"##,
            ##"{"type":"object","additionalProperties":{"$ref":"#"}}"##, .full),

        .init(
            "unevaluated beside nothing is additional",
            #"{"properties":{"a":{}},"unevaluatedProperties":false}"#,
            #"{"properties":{"a":{}},"additionalProperties":false}"#, .full),
        .init(
            "unevaluated, word for word",
            #"{"anyOf":[{"properties":{"a":{}}},{"properties":{"b":{}}}],"unevaluatedProperties":false}"#,
            #"{"anyOf":[{"properties":{"a":{}}},{"properties":{"b":{}}}],"unevaluatedProperties":false,"title":"x"}"#,
            .full),
        .init(
            "unevaluated over what is always included",
            #"{"properties":{"a":{},"b":{}},"additionalProperties":false}"#,
            #"{"allOf":[{"properties":{"a":{}}}],"properties":{"b":{}},"unevaluatedProperties":false}"#, .full),

        .init(
            "unevaluated members that alternatives may see",
            #"{"anyOf":[{"properties":{"a":{"type":"string"}}},{"required":["b"]}],"properties":{"b":{}},"unevaluatedProperties":false}"#,
            #"{"anyOf":[{"properties":{"a":{}}},{"required":["b"]}],"properties":{"b":{}},"propertyNames":{"enum":["a","b"]}}"#,
            .backward),
        .init(
            "unevaluated members that a branch has seen all: it asks for nothing, which is not shown",
            #"{"anyOf":[{"unevaluatedProperties":true}],"unevaluatedProperties":false}"#,
            #"{"properties":{"a":{"type":"string"}}}"#, .none),
        .init(
            "unevaluated members that an if alone has seen",
            #"{"if":{"properties":{"a":true}},"unevaluatedProperties":false}"#, #"{"unevaluatedProperties":false}"#,
            .forward),
        .init(
            "drafts: exclusive bounds", "{\(d4),\"minimum\":1,\"exclusiveMinimum\":true}",
            "{\(d7),\"exclusiveMinimum\":1}", .full),
        .init("drafts: integers", "{\(d4),\"type\":\"integer\"}", #"{"type":"integer"}"#, .backward),
        .init(
            "drafts: definitions", "{\(d7),\"$ref\":\"#/definitions/a\",\"definitions\":{\"a\":{\"type\":\"null\"}}}",
            #"{"type":"null"}"#, .full),
        .init(
            "drafts: first elements", "{\(d7),\"items\":[{\"type\":\"null\"}],\"additionalItems\":false}",
            #"{"prefixItems":[{"type":"null"}],"items":false}"#, .full),
        .init(
            "drafts: beside a reference",
            "{\(d7),\"$ref\":\"#/definitions/a\",\"type\":\"null\",\"definitions\":{\"a\":{}}}", "{}", .full),
        .init(
            "drafts: dependencies", "{\(d7),\"dependencies\":{\"a\":[\"b\"]}}", #"{"dependentRequired":{"a":["b"]}}"#,
            .full),
        .init(
            "drafts: recursive references",
            "{\(d19),\"$recursiveAnchor\":true,\"items\":{\"$recursiveRef\":\"#\"},\"type\":\"array\"}",
            ##"{"type":"array","items":{"$ref":"#"}}"##, .full),
    ]

    @Test(arguments: pairs) func decides(_ pair: Pair) throws {
        let found = try Self.compare(pair.old, pair.new)
        #expect(found.verdict == pair.verdict, "\(found.differences.map(\.reason))")
        #expect(found.differences.isEmpty == (pair.verdict == .full))
        let turned = try Self.compare(pair.new, pair.old)
        #expect(turned.isBackward == found.isForward && turned.isForward == found.isBackward)
    }

    /// A larger schema is compatible with itself, and a copy with other annotations too.
    @Test(arguments: pairs) func isFullyCompatibleWithItself(_ pair: Pair) throws {
        for schema in [pair.old, pair.new] {
            guard case .object(var object) = try JSONValue(parsing: schema) else { continue }
            object["title"] = "changed"
            let verdict = try Self.compare(schema, JSONValue.object(object).description).verdict
            #expect(verdict == .full, "\(schema)")
        }
    }
}
