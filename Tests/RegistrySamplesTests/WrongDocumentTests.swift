import JSONDocument
import JSONSchema
import Testing

/// One mistake made in the example of one type.
struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let type: String
    let make: @Sendable (inout JSONObject) -> Void

    init(_ description: String, in type: String, _ make: @escaping @Sendable (inout JSONObject) -> Void) {
        testDescription = "\(description) in \(type)"
        self.type = type
        self.make = make
    }

    /// A mistake within the object that is named after the type.
    init(_ description: String, inside type: String, _ make: @escaping @Sendable (inout JSONObject) -> Void) {
        self.init(description, in: type) { document in
            guard var payload = document[type]?.objectValue else { return }
            make(&payload)
            document[type] = .object(payload)
        }
    }

    static let all: [Mistake] =
        SchemaFiles.types.flatMap { type in
            [
                Mistake("no path", in: type) { $0.remove("path") },
                Mistake("an empty path", in: type) { $0["path"] = "" },
                Mistake("no object of its type", in: type) { $0.remove(type) },
                Mistake("a list for the object of its type", in: type) { $0[type] = [] },
                Mistake("a number for the title", in: type) { $0["title"] = 7 },
            ]
        }
        + SchemaFiles.types.filter { $0 != "redirection" && $0 != "generic_file" }.flatMap { type in
            [
                Mistake("no title", in: type) { $0.remove("title") },
                Mistake("another type's schema", in: type) { $0["$schema"] = "other/v1.json" },
                Mistake("a misspelt member", inside: type) { $0["file_formt"] = "csv" },
                Mistake("an unknown format", inside: type) { $0["file_format"] = "docs" },
                Mistake("no format", inside: type) { $0.remove("file_format") },
                Mistake("a nickname of an assembly", in: type) { $0["genome_build"] = "hg38" },
                Mistake("a species in lower case", in: type) { $0["organism"] = "homo sapiens" },
                Mistake("a term without its label", in: type) { $0["cell_type_ontology"] = "CL:0000625" },
                Mistake("a term of another ontology", in: type) { document in
                    document["disease"] = "normal"
                    document["disease_ontology"] = "DOID:1612"
                },
                Mistake("the same sample twice", in: type) { $0["sample_ids"] = ["a", "a"] },
                Mistake("an MD5 that is none", in: type) { $0["md5sum"] = "d41d8cd9" },
                Mistake("a day in words", in: type) { $0["created"] = "14 March 2026" },
            ]
        } + special

    private static let special: [Mistake] = [
        Mistake("an assembly of another species", in: "alignment") { $0["organism"] = "Mus musculus" },
        Mistake("no assembly", in: "genomic_ranges") { $0.remove("genome_build") },
        Mistake("no organism", in: "single_cell_experiment") { $0.remove("organism") },
        Mistake("a paired library without mate", inside: "sequencing_reads") { $0.remove("mate") },
        Mistake("a mate in a single library", inside: "sequencing_reads") { $0["layout"] = "single" },
        Mistake("somatic calls without tumour", inside: "variant_calls") { $0["origin"] = "somatic" },
        Mistake("a negative count", inside: "variant_calls") { $0["variants"] = -1 },
        Mistake("a misspelt member of the caller", inside: "variant_calls") { $0["caller"] = ["nam": "x"] },
        Mistake("one dimension", inside: "summarized_experiment") { $0["dimensions"] = [4] },
        Mistake("no tables", inside: "summarized_experiment") { $0["assays"] = [] },
        Mistake("a probability of 2", inside: "genomic_ranges") { $0["q_value_cutoff"] = 2 },
        Mistake("an end without a start", inside: "report") { $0["period_end"] = "2026-03-31" },
        Mistake("no format", inside: "generic_file") { $0.remove("format") },
        Mistake("no target", inside: "redirection") { $0["targets"] = [] },
        Mistake("two targets", inside: "redirection") { payload in
            payload["targets"] = [["type": "local", "location": "a"], ["type": "local", "location": "b"]]
        },
        Mistake("a remote path", inside: "redirection") { $0["targets"] = [["type": "remote", "location": "a/b"]] },
    ]
}

@Suite("schemas/ on wrong documents")
struct WrongDocumentTests {
    @Test(arguments: Mistake.all)
    func refuses(_ mistake: Mistake) throws {
        let schema = try JSONSchema(SchemaFiles.document("\(mistake.type)/v1.json"))
        var document = try SchemaFiles.example(mistake.type)
        #expect(schema.validate(.object(document)).isEmpty)
        mistake.make(&document)
        #expect(!schema.validate(.object(document)).isEmpty)
    }
}
