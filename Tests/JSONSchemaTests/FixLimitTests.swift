import JSONDocument
import JSONSchema
import Testing

/// Looking for a fix ends soon whatever the schema and the document are.
@Suite(.timeLimit(.minutes(1))) struct FixLimitTests {
    @Test func findsOneOfManyValues() throws {
        let terms = (0..<10_000).map { JSONValue.string("term number \($0 * 7919 % 10_000) of \($0)") }
        let schema = try JSONSchema(["enum": .array(terms + ["Homo sapiens"])])
        #expect(fix(schema, "homo_sapiens") == "Homo sapiens")
        #expect(fix(schema, "Homo spaiens") == "Homo sapiens")
        #expect(fix(schema, "term number 12 of 13") == nil)
        #expect(fix(schema, .string(String(repeating: "homo sapiens ", count: 10_000))) == nil)
    }

    @Test func leavesLongTextsAlone() throws {
        let long = String(repeating: "a-B ", count: 50_000)
        #expect(fix(try JSONSchema(["pattern": "^[A-Z]+$"]), .string(long)) == nil)
        #expect(fix(try JSONSchema(["maxLength": 199_999]), .string(long)) == .string(String(long.dropLast())))
        #expect(fix(try JSONSchema(["type": "integer"]), .string(String(repeating: "9", count: 10_000))) != nil)
        let name = String(repeating: "name", count: 10_000)
        let closed = try JSONSchema(["properties": ["names": true], "additionalProperties": false])
        #expect(fix(closed, .object([name: 1])) == nil)
    }

    @Test func offersNothingWhereThereAreTooManyErrors() throws {
        let schema = try JSONSchema(["items": ["type": "integer"]])
        let few = JSONValue.array(Array(repeating: "1", count: 150))
        let fixes = schema.fixes(for: schema.validate(few), in: few)
        #expect(fixes.count { $0 != nil } == 100)
        let many = JSONValue.array(Array(repeating: "1", count: 2000))
        #expect(fix(schema, many) == nil)
    }

    @Test func offersNothingWhereValidationEndsEarly() throws {
        var levels: JSONObject = ["0": ["minLength": 1]]
        for level in 1...30 {
            let below: JSONValue = ["$ref": .string("#/$defs/\(level - 1)")]
            levels["\(level)"] = ["allOf": [below, below]]
        }
        let schema = try JSONSchema([
            "properties": ["size": ["type": "integer"], "unit": ["$ref": "#/$defs/30"]], "$defs": .object(levels),
        ])
        #expect(fix(schema, ["size": "1"]) == ["size": 1])
        #expect(schema.validate(["size": "1", "unit": "bp"]).isEmpty == false)
        #expect(fix(schema, ["size": "1", "unit": "bp"]) == nil)
    }

    @Test func manyMembersAreNoGuess() throws {
        var document: JSONObject = [:]
        for number in 0..<3000 { document["genom\(number % 7)\(number)"] = 1 }
        #expect(fix(try JSONSchema(["required": ["genome"]]), .object(document)) == nil)
        let elements = JSONValue.array((0..<3000).map { JSONValue.number(JSONNumber($0 % 2)) })
        #expect(fix(try JSONSchema(["uniqueItems": true]), elements) == nil)
    }

    @Test func recursiveSchemasAreReadOnce() throws {
        let schema = try JSONSchema([
            "$ref": "#/$defs/a",
            "$defs": [
                "a": ["allOf": [["$ref": "#/$defs/b"]], "required": ["genome"]],
                "b": ["anyOf": [true, ["$ref": "#/$defs/b"], ["$ref": "#/$defs/a"]]],
            ],
        ])
        #expect(fix(schema, ["Genome": "hg38"]) == ["genome": "hg38"])
    }

    @Test func reachesDeepValues() throws {
        var document: JSONValue = "1"
        for _ in 0..<400 { document = [document] }
        let schema = try JSONSchema([
            "if": ["type": "array"], "then": ["items": ["$ref": "#"]], "else": ["type": "integer"],
        ])
        #expect(schema.validate(document).isEmpty == false)
        _ = fix(schema, document)
    }

    @Test func anErrorOfAnotherDocumentHasNoFixHere() throws {
        let schema = try JSONSchema(["type": "integer"])
        let error = try #require(schema.validate("12").first)
        #expect(schema.fix(for: error, in: 12) == nil)
        #expect(schema.fix(for: error, in: "13") == nil)
        #expect(try JSONSchema(["type": "number"]).fix(for: error, in: "12") == nil)
    }

    /// The document after the fix of its first error; nil without one.
    private func fix(_ schema: JSONSchema, _ document: JSONValue) -> JSONValue? {
        guard let error = schema.validate(document).first else { return nil }
        return schema.fix(for: error, in: document).flatMap { try? $0.applied(to: document) }
    }
}
