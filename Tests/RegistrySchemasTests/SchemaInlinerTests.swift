import JSONDocument
import JSONSchema
import RegistrySchemas
import Testing

@Suite("A schema as clients get it")
struct SchemaInlinerTests {
    private static let old = "http://json-schema.org/draft-07/schema#"
    private static let new = "https://json-schema.org/draft/2020-12/schema"

    /// The references in `value`, wherever they stand.
    private static func references(in value: JSONValue) -> [String] {
        switch value {
        case .object(let members):
            (members["$ref"]?.stringValue.map { [$0] } ?? []) + members.flatMap { references(in: $0.value) }
        case .array(let elements): elements.flatMap { references(in: $0) }
        default: []
        }
    }

    @Test func hasNoReferencesWhereNothingContainsItself() throws {
        let set = try SchemaSet(
            files: SchemaFiles([
                "_a/v1.json": #"{"$schema": "\#(Self.old)", "type": "string", "minLength": 3}"#,
                "_b/v1.json": #"{"$schema": "\#(Self.old)", "items": {"$ref": "../_a/v1.json"}}"#,
                "t/v1.json": """
                {"$schema": "\(Self.old)", "$id": "t/v1.json", "title": "T", "properties":
                 {"a": {"$ref": "../_a/v1.json", "minLength": 9}, "b": {"$ref": "../_b/v1.json"}, "$ref": {"const": 1}},
                 "enum": [{"$ref": "../_a/v1.json"}, {"a": "abc"}, {"b": ["abc"]}, {"b": ["a"]}, {"a": 1}, {"$ref": 1}]}
                """,
            ]))
        let entry = try set.entry("t/v1.json")
        #expect(
            try entry.answer.json == [
                "$schema": .string(Self.old), "$id": "t/v1.json", "title": "T",
                "properties": [
                    "a": ["type": "string", "minLength": 3],
                    "b": ["items": ["type": "string", "minLength": 3]], "$ref": ["const": 1],
                ],
                "enum": [
                    ["$ref": "../_a/v1.json"], ["a": "abc"], ["b": ["abc"]], ["b": ["a"]], ["a": 1], ["$ref": 1],
                ],
            ])
        let compiled = try entry.answer.compiled
        for document in [["a": "abc"], ["b": ["abc"]], ["b": ["a"]], ["a": 1], ["$ref": 1], ["x": 1]] as [JSONValue] {
            #expect(compiled.validate(document).isEmpty == entry.schema.validate(document).isEmpty, "\(document)")
        }
    }

    @Test(arguments: [old, new]) func keepsWhatContainsItself(draft: String) throws {
        let definitions = draft == Self.old ? "definitions" : "$defs"
        let set = try SchemaSet(
            files: SchemaFiles([
                "_tree/v1.json": """
                {"$schema": "\(draft)", "type": "object", "required": ["name"], "additionalProperties": false, "properties":
                 {"name": {"$ref": "#/\(definitions)/name"}, "next": {"$ref": "#"},
                  "children": {"type": "array", "items": {"$ref": "../_tree/v1.json"}}},
                 "\(definitions)": {"name": {"type": "string", "maxLength": 3}}}
                """,
                "t/v1.json": """
                {"$schema": "\(draft)", "properties": {"tree": {"$ref": "../_tree/v1.json"}, "me": {"$ref": "#"}}}
                """,
            ]))
        let entry = try set.entry("t/v1.json")
        let references = Self.references(in: try entry.answer.json)
        #expect(!references.isEmpty)
        #expect(references.allSatisfy { $0 == "#" || $0.hasPrefix("#/\(definitions)/") }, "\(references)")
        let compiled = try entry.answer.compiled
        for text in [
            #"{"tree": {"name": "a"}}"#, #"{"tree": {}}"#, #"{"tree": {"name": "abcd"}}"#,
            #"{"tree": {"name": "a", "children": [{"name": "b", "children": [{"name": "c"}]}]}}"#,
            #"{"tree": {"name": "a", "children": [{"name": "b", "children": [{}]}]}}"#,
            #"{"tree": {"name": "a", "next": {"name": "b", "x": 1}}}"#, #"{"me": {"me": {"tree": {}}}}"#,
            #"{"me": {"me": {"tree": {"name": "a"}}}}"#,
        ] {
            let document = try JSONValue(parsing: text)
            #expect(compiled.validate(document).isEmpty == entry.schema.validate(document).isEmpty, "\(text)")
        }
    }

    @Test func keepsWhatStandsBesideAReferenceInNewDrafts() throws {
        let set = try SchemaSet(
            files: SchemaFiles([
                "_a/v1.json": #"{"$schema": "\#(Self.new)", "type": "string", "minLength": 3, "description": "any"}"#,
                "t/v1.json": """
                {"$schema": "\(Self.new)", "properties": {
                   "a": {"$ref": "../_a/v1.json", "maxLength": 4}, "b": {"$ref": "../_a/v1.json", "description": "mine"}}}
                """,
            ]))
        let entry = try set.entry("t/v1.json")
        let answer = try entry.answer.json
        #expect(answer["properties"]?["b"] == ["type": "string", "minLength": 3, "description": "mine"])
        #expect(Self.references(in: answer).isEmpty)
        let compiled = try entry.answer.compiled
        for text in ["ab", "abc", "abcde"] {
            let document: JSONValue = ["a": .string(text)]
            #expect(compiled.validate(document).isEmpty == entry.schema.validate(document).isEmpty, "\(text)")
        }
    }

    /// 2^30 copies, were everything written out.
    @Test func staysSmallWhereReferencesMultiply() throws {
        var files = ["_s0/v1.json": #"{"type": "integer"}"#]
        for level in 1...30 {
            let reference = #"{"$ref": "../_s\#(level - 1)/v1.json"}"#
            files["_s\(level)/v1.json"] = #"{"properties": {"a": \#(reference), "b": \#(reference)}}"#
        }
        files["t/v1.json"] = #"{"$ref": "../_s30/v1.json"}"#
        let entry = try SchemaSet(files: SchemaFiles(files)).entry("t/v1.json")
        #expect(entry.answer.bytes.count < 100_000)
        var good: JSONValue = 1, bad: JSONValue = "1"
        for level in 1...30 {
            good = [level.isMultiple(of: 2) ? "a" : "b": good]
            bad = [level.isMultiple(of: 2) ? "a" : "b": bad]
        }
        let compiled = try entry.answer.compiled
        #expect(compiled.validate(good).isEmpty)
        #expect(compiled.validate(bad).count == 1)
    }

    @Test func survivesALongChainOfReferences() throws {
        var files = ["_s0/v1.json": #"{"type": "integer"}"#, "t/v1.json": #"{"$ref": "../_s400/v1.json"}"#]
        for level in 1...400 { files["_s\(level)/v1.json"] = #"{"allOf": [{"$ref": "../_s\#(level - 1)/v1.json"}]}"# }
        let entry = try SchemaSet(files: SchemaFiles(files)).entry("t/v1.json")
        #expect(try JSONValue(parsing: entry.answer.bytes).objectValue != nil)
    }

    @Test func putsSchemasOfSeveralDraftsSideBySide() throws {
        let set = try SchemaSet(
            files: SchemaFiles([
                "_a/v1.json": #"{"$schema": "\#(Self.old)", "items": [{"type": "string"}], "additionalItems": false}"#,
                "t/v1.json":
                    #"{"$schema": "\#(Self.new)", "title": "T", "properties": {"a": {"$ref": "../_a/v1.json"}}}"#,
            ]))
        let entry = try set.entry("t/v1.json")
        #expect(try entry.answer.json["title"] == "T")
        let compiled = try entry.answer.compiled
        for document in [["a": ["x"]], ["a": [1]], ["a": ["x", "y"]], [:]] as [JSONValue] {
            #expect(compiled.validate(document).isEmpty == entry.schema.validate(document).isEmpty, "\(document)")
        }
    }

    @Test(arguments: [
        ("http://json-schema.org/draft-04/schema#", "id", "definitions"),
        ("http://json-schema.org/draft-06/schema#", "$id", "definitions"),
        ("https://json-schema.org/draft/2019-09/schema", "$id", "$defs"),
    ])
    func speaksEveryDraft(draft: String, id: String, definitions: String) throws {
        let set = try SchemaSet(
            files: SchemaFiles([
                "_node/v1.json": """
                {"$schema": "\(draft)", "\(id)": "_node/v1.json", "type": "object", "required": ["name"], "properties":
                 {"name": {"$ref": "#/\(definitions)/name"}, "next": {"$ref": "../_node/v1.json"}},
                 "\(definitions)": {"name": {"type": "string"}}}
                """,
                "t/v1.json": """
                {"$schema": "\(draft)", "\(id)": "t/v1.json", "properties": {"node": {"$ref": "../_node/v1.json"}}}
                """,
            ]))
        let entry = try set.entry("t/v1.json")
        let compiled = try entry.answer.compiled
        for text in [
            #"{"node": {"name": "a", "next": {"name": "b"}}}"#, #"{"node": {"name": "a", "next": {}}}"#,
            #"{"node": {"name": 1}}"#, "{}",
        ] {
            let document = try JSONValue(parsing: text)
            #expect(compiled.validate(document).isEmpty == entry.schema.validate(document).isEmpty, "\(text)")
        }
        #expect(!entry.schema.validate(["node": ["name": "a", "next": [:]]]).isEmpty)
    }

    @Test func keepsReferencesThatDependOnHowTheyWereReached() throws {
        let set = try SchemaSet(
            files: SchemaFiles([
                "_list/v1.json": """
                {"$schema": "\(Self.new)", "type": "array", "items": {"$dynamicRef": "#item"},
                 "$defs": {"any": {"$dynamicAnchor": "item"}}}
                """,
                "t/v1.json": """
                {"$schema": "\(Self.new)", "properties": {"list": {"$ref": "../_list/v1.json"}},
                 "$defs": {"number": {"$dynamicAnchor": "item", "type": "number"}}}
                """,
            ]))
        let entry = try set.entry("t/v1.json")
        #expect(entry.schema.validate(["list": [1]]).isEmpty)
        #expect(!entry.schema.validate(["list": ["a"]]).isEmpty)
        let compiled = try entry.answer.compiled
        #expect(compiled.validate(["list": [1]]).isEmpty)
        #expect(!compiled.validate(["list": ["a"]]).isEmpty)
    }

    @Test func hasATagOfItsBytes() throws {
        let one = try SchemaSet(files: SchemaFiles(["t/v1.json": "{}"])).entry("t/v1.json").answer
        let same = try SchemaSet(files: SchemaFiles(["t/v1.json": "{ }"])).entry("t/v1.json").answer
        let other = try SchemaSet(files: SchemaFiles(["t/v1.json": #"{"title": "x"}"#])).entry("t/v1.json").answer
        #expect(one.tag == same.tag)
        #expect(one.tag != other.tag)
        #expect(one.tag.hasPrefix("\"") && one.tag.hasSuffix("\""))
    }
}
