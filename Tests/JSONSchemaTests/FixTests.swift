import JSONDocument
import JSONSchema
import Testing

/// What is offered for one error, and what is not.
@Suite struct FixTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let schema: JSONValue
        let instance: JSONValue
        let result: JSONValue?  // nil when no fix is to be offered

        init(_ schema: JSONValue, _ instance: JSONValue, _ result: JSONValue?) {
            (self.schema, self.instance, self.result) = (schema, instance, result)
        }

        var testDescription: String {
            "\(instance.description.prefix(80)) by \(schema.description.prefix(80)) → \(result?.description ?? "none")"
        }

        func check(options: SchemaOptions = SchemaOptions()) throws {
            let schema = try JSONSchema(schema, options: options)
            let error = try #require(schema.validate(instance).first)
            let fix = schema.fix(for: error, in: instance)
            #expect(try fix?.applied(to: instance).description == result?.description)
        }
    }

    @Test(arguments: [
        Case(["enum": ["Homo sapiens", "Mus musculus"]], "homo sapiens", "Homo sapiens"),
        Case(["enum": ["Homo sapiens", "Mus musculus"]], " Homo  sapiens\n", "Homo sapiens"),
        Case(["enum": ["Homo sapiens", "Mus musculus"]], "Homo\u{A0}sapiens", "Homo sapiens"),
        Case(["enum": ["Homo sapiens", "Mus musculus"]], "homo_sapiens", "Homo sapiens"),
        Case(["enum": ["Homo sapiens", "Mus musculus"]], "Homo sapien", "Homo sapiens"),
        Case(["enum": ["Homo sapiens", "Mus musculus"]], "Homo spaiens", "Homo sapiens"),
        Case(["enum": ["Homo sapiens", "Mus musculus"]], "Rattus norvegicus", nil),
        Case(["enum": ["single-cell", "bulk"]], "Single Cell", "single-cell"),
        Case(["enum": ["single-cell", "bulk"]], "singlecell", "single-cell"),
        Case(["enum": ["paired_end", "single_end"]], "paired\u{2013}end", "paired_end"),
        Case(["const": "caf\u{E9}"], "cafe\u{301}", "caf\u{E9}"),
        Case(["enum": ["ab", "AB"]], "Ab", nil),
        Case(["enum": ["AB", "Ab"]], "AB ", "AB"),
        Case(["enum": ["um", "mm"]], "\u{B5}m", "um"),
        Case(["enum": ["\u{B5}m", "mm"]], "\u{3BC}m", "\u{B5}m"),
        Case(["enum": ["\u{3BC}m", "mm"]], "um", "\u{3BC}m"),
        Case(["enum": ["ul", "ml"]], "uL", "ul"),
        Case(["enum": ["uL", "mL"]], "\u{B5}l", "uL"),
        Case(["enum": ["\u{B0}C", "K"]], "degrees Celsius", "\u{B0}C"),
        Case(["enum": ["C", "F"]], "\u{2103}", "C"),
        Case(["enum": ["minutes", "hours"]], "min", "minutes"),
        Case(["enum": ["minutes", "months"]], "m", nil),
        Case(["enum": ["mm3"]], "mm\u{B3}", "mm3"),
        Case(["enum": [96, 384]], "96", 96),
        Case(["enum": ["96", "384"]], 96, "96"),
        Case(["enum": ["96", "384"]], 96.0, "96"),
        Case(["const": true], "TRUE", true),
        Case(["enum": ["true", "false"]], true, "true"),
        Case(["enum": [nil, 1]], "null", nil as JSONValue),
        Case(["enum": [nil, "x"]], "null", nil as JSONValue?),
        Case(["enum": ["a1", "b1"]], ["a1"], "a1"),
        Case(["const": 12], 13, nil), Case(["const": "bp"], "kb", nil),
    ])
    func spells(_ example: Case) throws { try example.check() }

    // A wrong letter may be another word: what follows differs in one or two letters and is not the same.
    @Test(arguments: [
        ("hg19", "hg38"), ("GRCh37", "GRCh38"), ("scRNA-seq", "snRNA-seq"), ("typical", "atypical"),
        ("paired", "unpaired"), ("male", "female"), ("intracellular", "intercellular"), ("hypotension", "hypertension"),
        ("CD4-", "CD4"), ("CD4+", "CD4"), ("Rh-", "Rh"), ("v1.0", "v10"), ("1-2", "12"), ("x -5", "x 5"),
        ("DNA", "RNA"),
        ("day 1", "day 2"), ("kb", "bp"), ("increased", "decreased"), ("HEK293T", "HEK293A"), ("10-20", "1020"),
    ])
    func doesNotGuess(_ word: String, _ other: String) throws {
        try Case(["enum": [.string(other), "unknown"]], .string(word), nil).check()
        try Case(["const": .string(other)], .string(word), nil).check()
    }

    @Test func offersNothingBetweenTwoThatAreNear() throws {
        try Case(["enum": ["sample_one", "sample_onf"]], "sample_on", nil).check()
        try Case(["enum": ["colour", "colours"]], "colou", nil).check()
        try Case(["enum": ["colour", "weight"]], "colou", "colour").check()
    }

    @Test(arguments: [
        Case(["type": "integer"], "12", 12), Case(["type": "number"], " 1.5 ", 1.5),
        Case(["type": "integer"], "12.0", 12), Case(["type": "integer"], "12.5", nil),
        Case(["type": "number"], "007", nil), Case(["type": "number"], "12 mm", nil),
        Case(["type": "number"], "1,000", nil), Case(["type": "number"], "", nil),
        Case(["type": "string"], 12, "12"), Case(["type": "string"], 1.50, "1.5"),
        Case(["type": "boolean"], "true", true), Case(["type": "boolean"], "False", false),
        Case(["type": "boolean"], "yes", nil), Case(["type": "boolean"], 1, nil),
        Case(["type": ["number", "null"]], "", nil as JSONValue), Case(["type": ["integer", "null"]], "null", .null),
        Case(["type": ["integer", "null"]], "NA", nil),
        Case(["type": "array", "items": ["type": "string"]], "a", ["a"]),
        Case(["type": "array", "items": ["type": "integer"]], "a", nil),
        Case(["type": "array", "minItems": 2], "a", nil), Case(["type": "array"], ["a": 1], [["a": 1]]),
        Case(["type": "array"], nil, nil), Case(["type": "string"], ["a"], "a"),
        Case(["type": "string"], ["a", "b"], nil), Case(["type": "string"], [], nil),
        Case(["type": ["integer", "array"]], "12", 12), Case(["type": ["integer", "boolean"]], "x", nil),
        Case(["type": "integer", "minimum": 20], "12", nil),
    ])
    func converts(_ example: Case) throws { try example.check() }

    @Test(arguments: [
        Case(["pattern": "^[A-Z]{2}$"], " AB ", "AB"), Case(["pattern": "^[a-z]+$"], "Male", "male"),
        Case(["pattern": "^[a-z]+$|^[A-Z]+$"], "Ab", nil), Case(["pattern": "^[a-z]+_[0-9]+$"], "ab-12", "ab_12"),
        Case(["pattern": "^UBERON:[0-9]{7}$"], "UBERON_0002048", "UBERON:0002048"),
        Case(["pattern": "^[a-z]+-[a-z]+$"], "Single Cell", "single-cell"),
        Case(["pattern": "^[0-9]+$"], "12-34", nil), Case(["pattern": "^[0-9]{4}$"], "123", nil),
        Case(["maxLength": 3], " abc ", "abc"), Case(["maxLength": 3], "abcd", nil), Case(["minLength": 3], "ab", nil),
        Case(["uniqueItems": true], ["a", 1, "a", 1.0, "b"], ["a", 1, "b"]),
        Case(["uniqueItems": true, "minItems": 3], ["a", "b", "a"], nil),
        Case(["minItems": 1], [], nil), Case(["minimum": 3], 2, nil), Case(["not": [:]], 1, nil), Case(false, 1, nil),
    ])
    func putsInForm(_ example: Case) throws { try example.check() }
}
