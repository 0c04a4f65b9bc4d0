import JSONDocument
import JSONSchema
import Testing

/// Members under a wrong name, and members that are missing.
@Suite struct FixMemberTests {
    private typealias Case = FixTests.Case

    static let closed: JSONValue = [
        "properties": ["genome": ["type": "string"], "read_length": ["type": "integer"], "organism": [:]],
        "additionalProperties": false,
    ]

    @Test(arguments: [
        FixTests.Case(closed, ["genom": "hg38"], ["genome": "hg38"]),
        FixTests.Case(closed, ["Genome": "hg38"], ["genome": "hg38"]),
        FixTests.Case(closed, ["readLength": 100], ["read_length": 100]),
        FixTests.Case(closed, ["read length ": 100], ["read_length": 100]),
        FixTests.Case(closed, ["read.length": 100], ["read_length": 100]),
        FixTests.Case(closed, ["readLength": "100"], nil),  // then the value would be wrong
        FixTests.Case(closed, ["genom": "hg38", "genome": "hg19"], nil),  // then one would be lost
        FixTests.Case(closed, ["lab": "x"], nil),
        FixTests.Case(closed, ["genom": 5], nil),
        FixTests.Case(
            ["properties": ["name": true, "names": true], "additionalProperties": false], ["nam": 1], nil),
    ])
    func renamesUnknownMembers(_ example: FixTests.Case) throws { try example.check() }

    @Test(arguments: [
        FixTests.Case(["required": ["genome"]], ["genom": "hg38"], ["genome": "hg38"]),
        FixTests.Case(["required": ["genome"]], ["lab": "hg38"], nil),
        FixTests.Case(["required": ["genome"]], ["genom": "hg38", "Genome": 1], nil),  // which of the two
        FixTests.Case(["required": ["names"], "properties": ["name": true]], ["name": "x"], nil),  // means another
        FixTests.Case(
            ["allOf": [["required": ["names"]], ["properties": ["name": ["type": "string"]]]]], ["name": "x"], nil),
        FixTests.Case(
            ["required": ["names"], "$ref": "#/$defs/a", "$defs": ["a": ["properties": ["name": true]]]],
            ["name": "x"], nil),
        FixTests.Case(["required": ["unit"], "properties": ["unit": ["const": "bp"]]], [:], ["unit": "bp"]),
        FixTests.Case(["required": ["unit"], "properties": ["unit": ["enum": ["bp"]]]], [:], ["unit": "bp"]),
        FixTests.Case(["required": ["unit"], "properties": ["unit": ["enum": ["bp", "kb"]]]], [:], nil),
        FixTests.Case(["required": ["unit"], "properties": ["unit": ["default": "bp"]]], [:], ["unit": "bp"]),
        FixTests.Case(
            ["required": ["unit"], "properties": ["unit": ["default": 1, "type": "string"]]], [:], nil),
        FixTests.Case(
            ["required": ["unit"], "properties": ["unit": ["default": "bp"]]], ["units": "kb"], ["unit": "kb"]),
        FixTests.Case(["required": ["unit"], "properties": ["unit": ["default": "bp"]]], ["qunit": "kb"], nil),
        FixTests.Case(["required": ["path"]], ["ath": "x"], nil),  // "ath" may be something else
        FixTests.Case(
            ["required": ["path"], "properties": ["path": true], "additionalProperties": false], ["ath": "x"],
            ["path": "x"]),
        FixTests.Case(
            ["required": ["md5sum"], "properties": ["md5sum": true], "additionalProperties": false], ["mdsum": "x"],
            ["md5sum": "x"]),
        FixTests.Case(
            ["required": ["read2"], "properties": ["read2": true], "additionalProperties": false], ["read1": "x"], nil),
        FixTests.Case(
            ["required": ["u"], "properties": ["u": ["$ref": "#/$defs/u"]], "$defs": ["u": ["const": 1]]], [:], ["u": 1]
        ),
        FixTests.Case(
            ["required": ["kind"], "oneOf": [["properties": ["kind": ["const": "a"]]]]], [:], nil),
        FixTests.Case(["dependentRequired": ["a": ["genome"]]], ["a": 1, "Genome": 2], ["a": 1, "genome": 2]),
        FixTests.Case(["propertyNames": ["pattern": "^[a-z_]+$"]], ["Genome": 2], ["genome": 2]),
        FixTests.Case(["propertyNames": ["enum": ["genome", "lab"]]], ["genom": " lab"], ["genome": " lab"]),
        FixTests.Case(["propertyNames": ["pattern": "^[a-z_]+$"]], ["Genome": 2, "genome": 1], nil),
    ])
    func findsMissingMembers(_ example: FixTests.Case) throws { try example.check() }

    /// Where the names are declared in another place than the keyword that refuses them.
    @Test(arguments: [
        FixTests.Case(["properties": ["genome": true], "unevaluatedProperties": false], ["Genome": 1], ["genome": 1]),
        FixTests.Case(
            ["allOf": [["properties": ["genome": true]]], "unevaluatedProperties": false], ["genom": 1], ["genome": 1]),
        FixTests.Case(
            [
                "$ref": "#/$defs/a%20b", "unevaluatedProperties": false,
                "$defs": ["a b": ["properties": ["genome": true]]],
            ],
            ["genom": 1], ["genome": 1]),
        FixTests.Case(
            [
                "$id": "https://example.org/a", "$ref": "b", "unevaluatedProperties": false,
                "$defs": ["b": ["$id": "b", "properties": ["genome": true]]],
            ], ["genom": 1], ["genome": 1]),
        FixTests.Case(
            ["properties": ["a/b \u{E9}%": ["required": ["genome"]]]], ["a/b \u{E9}%": ["Genome": 1]],
            ["a/b \u{E9}%": ["genome": 1]]),
        FixTests.Case(
            ["properties": ["a/b \u{E9}%": closed]], ["a/b \u{E9}%": ["Genome": "hg38"]],
            ["a/b \u{E9}%": ["genome": "hg38"]]),
        FixTests.Case(
            ["$schema": "http://json-schema.org/draft-07/schema#", "dependencies": ["a": ["genome"]]],
            ["a": 1, "Genome": 2], ["a": 1, "genome": 2]),
        FixTests.Case(
            ["$schema": "http://json-schema.org/draft-04/schema#", "properties": ["n": ["type": "integer"]]],
            ["n": 12.0],
            ["n": 12]),
        FixTests.Case(["if": true, "then": ["required": ["genome"]]], ["genom": 1], ["genome": 1]),
        FixTests.Case(
            ["properties": ["genom": true], "if": true, "then": ["required": ["genome"]]], ["genom": 1], nil),
    ])
    func readsTheSchemasForTheSameObject(_ example: FixTests.Case) throws { try example.check() }

    @Test func followsReferencesToOtherDocuments() throws {
        let schema = try JSONSchema(
            ["properties": ["sample": ["$ref": "sample.json#/$defs/closed"]]], base: "schemas/root.json",
            resolving: [
                "schemas/sample.json": [
                    "$defs": [
                        "closed": ["allOf": [["$ref": "#/$defs/open"]], "unevaluatedProperties": false],
                        "open": ["properties": ["organism": ["enum": ["Homo sapiens"]]], "required": ["organism"]],
                    ]
                ]
            ])
        let instance: JSONValue = ["sample": ["Organism": "Homo sapiens"]]
        let errors = schema.validate(instance)
        let rename = JSONPatch([
            .move(from: JSONPointer(["sample", "Organism"]), to: JSONPointer(["sample", "organism"]))
        ])
        #expect(schema.fixes(for: errors, in: instance) == [rename, rename])
        #expect(
            schema.fixes(for: schema.validate(["sample": [:]]), in: ["sample": [:]])
                == [JSONPatch([.add(JSONPointer(["sample", "organism"]), "Homo sapiens")])])
    }

    @Test func fixesEachOfSeveralErrorsByItself() throws {
        let schema = try JSONSchema([
            "required": ["genome", "organism", "unit"], "additionalProperties": false,
            "properties": [
                "genome": ["enum": ["hg38", "mm10"]], "organism": ["type": "string"], "unit": ["const": "bp"],
                "tags": ["items": ["enum": ["tumor", "normal"]]],
            ],
        ])
        let instance: JSONValue = ["Genome": "hg38", "organsm": "mouse", "tags": ["normal", "Tumor", "healthy"]]
        let errors = schema.validate(instance)
        let fixes = schema.fixes(for: errors, in: instance)
        let rename = JSONPatch([.move(from: JSONPointer(["Genome"]), to: JSONPointer(["genome"]))])
        let other = JSONPatch([.move(from: JSONPointer(["organsm"]), to: JSONPointer(["organism"]))])
        #expect(
            fixes == [
                rename, other, JSONPatch([.add(JSONPointer(["unit"]), "bp")]), rename, other,
                JSONPatch([.replace(JSONPointer(["tags", "1"]), "tumor")]), nil,
            ])
    }

    @Test func fixesTheClosestAlternative() throws {
        let size: JSONValue = [
            "properties": ["size": ["type": "integer"], "unit": ["enum": ["bp", "kb"]]], "required": ["size"],
        ]
        try Case(["anyOf": [["type": "string"], size]], ["size": "10"], ["size": 10]).check()
        try Case(["anyOf": [["type": "string"], size]], ["size": "10", "unit": "BP"], ["size": 10, "unit": "bp"])
            .check()
        try Case(["anyOf": [["type": "string"], size]], ["size": "ten", "unit": "BP"], nil).check()
        try Case(["oneOf": [["type": "integer"], ["type": "number"]]], "12", nil).check()  // then both would match
        try Case(["oneOf": [["type": "integer"], ["type": "number"]]], 12, nil).check()
        try Case(["oneOf": [["type": "integer"], ["type": "boolean"]]], "12", 12).check()
        try Case(["anyOf": [["type": "integer"], ["type": "boolean"]]], "true", true).check()
        try Case(["anyOf": [["type": "number"], ["enum": ["NA"]]]], "na", "NA").check()
        try Case(["anyOf": [["type": "array"], ["enum": ["Visium"]]]], "visium", "Visium").check()
        try Case(
            ["anyOf": [["type": "array"], ["$ref": "#/$defs/a"]], "$defs": ["a": ["const": "Visium"]]], "visium",
            "Visium"
        ).check()
        try Case(["anyOf": [["enum": ["AB"]], ["enum": ["ab"]]]], "Ab", nil).check()
    }

    @Test func branchesOfAlternativesHaveTheirOwnFixes() throws {
        let schema = try JSONSchema(["oneOf": [["type": "integer"], ["type": "number"]]])
        #expect(schema.fixes(for: schema.validate("12"), in: "12").allSatisfy { $0 == nil })
        let other = try JSONSchema(["anyOf": [["type": "integer"], ["type": "null"]]])
        #expect(
            other.fixes(for: other.validate("12"), in: "12")
                == Array(repeating: JSONPatch([.replace(.root, 12)]), count: 2))
    }
}
