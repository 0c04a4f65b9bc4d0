import JSONDocument
import JSONSchema
import Testing

/// What is done between two steps is itself short: a schema that is applied 65 536 times ends by the limit of steps.
///
/// Each case took minutes, hours or days while what it reads did not count.
@Suite(.timeLimit(.minutes(5))) struct ValidationCostTests {
    enum Case: CaseIterable {
        case patternOfManyRanges, divisorOfManyDigits, longBound, longNumberInConstant, longNumberInEnumeration
        case longTextInElements, longTextInEnumeration, longNameInEnumeration, absentDependencies, absentSchemas
    }

    @Test(arguments: Case.allCases) func countsWhatItReads(_ one: Case) throws {
        let (leaf, instance) = try Self.schemaAndInstance(one)
        var options = SchemaOptions()
        options.assertsFormat = true
        let schema = try JSONSchema(Self.doubled(16, leaf), options: options)
        #expect(!schema.isValid(instance))
        let last = try #require(schema.validate(instance).last)
        #expect(last.message.hasPrefix("validation takes more than"), "\(last.message.prefix(100))")
        #expect(schema.output(instance, as: .basic)["valid"] == false)
    }

    /// Reports and outputs count what a rule reads just as the verdict does.
    @Test(arguments: ["const", "uniqueItems", "minLength"])
    func countsWhatAReportReads(_ keyword: String) throws {
        let numbers = (0..<2_000).map { JSONValue.number(JSONNumber($0)) }
        let (leaf, instance): (JSONValue, JSONValue) =
            switch keyword {
            case "const": (["const": .array(numbers)], .array((0..<2_000).map { .number(JSONNumber($0)) }))
            case "uniqueItems": (["uniqueItems": true], .array(numbers))
            default: (["minLength": 20_000], .string(String(repeating: "é", count: 20_000)))
            }
        guard case .object(var document) = Self.doubled(14, leaf) else { return }
        document["maxItems"] = 1
        document["maxLength"] = 1
        let schema = try JSONSchema(.object(document))
        #expect(!schema.isValid(instance))
        #expect(schema.validate(instance).isEmpty == false)
        #expect(schema.output(instance, as: .basic)["valid"] == false)
    }

    @Test func hintsEndBeforeTheyTakeLong() throws {
        let text = String(repeating: "a", count: 20)
        let branches = (0..<1_000).map { branch in
            JSONValue.object(["required": .array((0..<20).map { .string("\(text)x\(branch)\($0)") })])
        }
        let schema = try JSONSchema(["anyOf": .array(branches)])
        let instance = JSONValue.object(JSONObject((0..<1_000).map { ("\(text)y\($0)", 1) }))
        let errors = schema.validate(instance)
        #expect(errors.count == 21)
        #expect(errors[1].message.contains(", did you mean "))
        #expect(errors[1].message.hasPrefix("expected the member '\(text)x00', found none"))
    }

    private static func doubled(_ levels: Int, _ leaf: JSONValue) -> JSONValue {
        var definitions: JSONObject = ["d\(levels)": leaf]
        for level in 0..<levels {
            let next: JSONValue = ["$ref": .string("#/$defs/d\(level + 1)")]
            definitions["d\(level)"] = ["allOf": [next, next]]
        }
        return ["$ref": "#/$defs/d0", "$defs": .object(definitions)]
    }

    private static func schemaAndInstance(_ one: Case) throws -> (JSONValue, JSONValue) {
        let digits = JSONValue.number(try #require(JSONNumber(text: String(repeating: "3", count: 100_000))))
        let text = JSONValue.string(String(repeating: "a", count: 1_000_000))
        let few = (0..<10).map { JSONValue.number(JSONNumber($0)) }
        switch one {
        case .patternOfManyRanges:
            return (["not": ["not": ["format": "regex"]]], .string(String(repeating: "\\P{CWKCF}", count: 10)))
        case .divisorOfManyDigits:
            let divisor = try #require(JSONNumber(text: "1" + String(repeating: "0", count: 998) + "1"))
            let multiple = try #require(JSONNumber(text: divisor.text + "e4000"))
            return (["multipleOf": .number(divisor)], .number(multiple))
        case .longBound: return (["maximum": digits], 5)
        case .longNumberInConstant: return (["not": ["const": [5]]], [digits])
        case .longNumberInEnumeration: return (["not": ["enum": .array(few)]], digits)
        case .longTextInElements:
            return (["uniqueItems": true], .array((0..<9).map { [text, .number(JSONNumber($0))] }))
        case .longTextInEnumeration: return (["not": ["enum": .array(few.map { [$0] })]], [text])
        case .longNameInEnumeration:
            return (["not": ["enum": .array(few.map { ["a": $0] })]], .object([text.stringValue ?? "": 1]))
        case .absentDependencies:
            let names = (0..<5_000).map { ("a\($0)", JSONValue.array(["b"])) }
            return (["dependentRequired": .object(JSONObject(names))], ["b": 1])
        case .absentSchemas:
            let names = (0..<5_000).map { ("a\($0)", ["type": "object"] as JSONValue) }
            return (["dependentSchemas": .object(JSONObject(names))], ["b": 1])
        }
    }
}
