import JSONDocument
import JSONSchema
import Testing

/// Genomics metadata written by other programs, with the verdict of another validator on each.
@Suite struct RealDocumentsTests {
    @Test(.enabled(if: MetadataCorpus.isPresent, MetadataCorpus.absence))
    func agreesWithEveryVerdict() throws {
        let entries = try MetadataCorpus.entries()
        #expect(try entries.count == MetadataCorpus.read("index.json")["n_instances"]?.intValue)
        var disagreements: [String] = []
        for entry in entries {
            let document = try entry.document
            let errors = entry.schema.validate(document)
            // Three walkers, one semantics.
            #expect(entry.schema.isValid(document) == errors.isEmpty)
            #expect(entry.schema.output(document, as: .basic)["valid"] == .bool(errors.isEmpty))
            if entry.isValid != errors.isEmpty { disagreements.append("\(entry.file): \(errors)") }
        }
        #expect(disagreements == [])
        #expect(Set(entries.map(\.schemaFile)).count > 40)
    }
}
