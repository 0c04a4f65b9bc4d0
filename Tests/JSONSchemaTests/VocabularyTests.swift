import JSONDocument
import JSONSchema
import Testing

/// Metaschemas of one's own: what they require, and what they leave out.
@Suite struct VocabularyTests {
    private static func metaschema(_ draft: String, _ vocabularies: [String: Bool]) -> JSONValue {
        let listed = vocabularies.map {
            (
                $0.key.contains(":") ? $0.key : "https://json-schema.org/draft/\(draft)/vocab/\($0.key)",
                JSONValue.bool($0.value)
            )
        }
        return [
            "$schema": .string("https://json-schema.org/draft/\(draft)/schema"), "$id": "http://x.org/meta",
            "$vocabulary": .object(JSONObject(listed)),
        ]
    }

    private static func schema(_ members: JSONObject, _ draft: String, _ vocabularies: [String: Bool]) throws
        -> JSONSchema
    {
        var object = members
        object["$schema"] = "http://x.org/meta"
        return try JSONSchema(.object(object), resolving: ["http://x.org/meta": metaschema(draft, vocabularies)])
    }

    @Test(arguments: ["2019-09", "2020-12"])
    func switchOffWhatTheyDoNotName(_ draft: String) throws {
        let members: JSONObject = ["minimum": 3, "properties": ["a": false], "type": "string", "required": ["b"]]
        let applying = try Self.schema(members, draft, ["core": true, "applicator": true])
        #expect(applying.isValid(1))
        #expect(applying.isValid([:]))
        #expect(!applying.isValid(["a": 1]))
        let asserting = try Self.schema(members, draft, ["core": true, "validation": true])
        #expect(!asserting.isValid(1))
        #expect(
            try Self.schema(["properties": ["a": false]], draft, ["core": true, "validation": true]).isValid(["a": 1]))
    }

    @Test(arguments: [
        ("2020-12", "format-assertion", true), ("2020-12", "format-assertion", false), ("2019-09", "format", true),
    ])
    func switchFormatsOn(_ draft: String, _ vocabulary: String, _ isRequired: Bool) throws {
        let schema = try Self.schema(["format": "ipv4"], draft, ["core": true, vocabulary: isRequired])
        #expect(schema.isValid("127.0.0.1"))
        #expect(!schema.isValid("127.0.0"))
    }

    @Test func mustBeKnownWhenRequired() throws {
        let error = try #require(throws: SchemaError.self) {
            try Self.schema([:], "2020-12", ["core": true, "http://x.org/mine": true])
        }
        #expect(error.reason == .unknownVocabulary("http://x.org/mine"))
        #expect(error.pointer.description == "/$schema")
        #expect(try Self.schema(["minimum": 1], "2020-12", ["core": true, "http://x.org/mine": false]).isValid(0))
    }

    @Test func metaschemasMayBeOfOldDrafts() throws {
        let metaschema: JSONValue = ["$schema": "http://json-schema.org/draft-04/schema#", "id": "http://x.org/old"]
        let schema = try JSONSchema(
            ["$schema": "http://x.org/old#", "const": 1, "minimum": 1, "exclusiveMinimum": true],
            resolving: ["http://x.org/old": metaschema])
        #expect(schema.draft == .draft4)
        #expect(schema.isValid(2))
        #expect(!schema.isValid(1))
    }

    @Test func aMetaschemaThatDescribesItselfNamesNoDraft() throws {
        let metaschema: JSONValue = ["$schema": "http://x.org/self", "$id": "http://x.org/self"]
        let error = try #require(throws: SchemaError.self) {
            try JSONSchema(["$schema": "http://x.org/self"], resolving: ["http://x.org/self": metaschema])
        }
        #expect(error.reason == .unknownDraft("http://x.org/self"))
    }
}
