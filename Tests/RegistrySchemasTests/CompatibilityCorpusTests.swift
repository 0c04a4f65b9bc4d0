import Foundation
import JSONDocument
import JSONSchema
import RegistrySchemas
import Testing

/// Versions of the same type as they are in use, and the documents that were written for them.
@Suite("Schema compatibility of schemas in use")
struct CompatibilityCorpusTests {
    @Test(.enabled(if: MetadataCorpus.isPresent, MetadataCorpus.absence))
    func noRealDocumentDisprovesAVerdict() throws {
        let types = try FileManager.default.contentsOfDirectory(
            atPath: MetadataCorpus.folder.appending(path: "schemas/bundle").path
        ).sorted()
        let pairs =
            types.map { ("schemas/bundle/\($0)/v1.json", "schemas/collaboratordb/\($0)/v1.json") }
            + zip(types, types.dropFirst()).map { ("schemas/bundle/\($0)/v1.json", "schemas/bundle/\($1)/v1.json") }
        let instances = try #require(try MetadataCorpus.read("index.json")["instances"]?.arrayValue)
        let documents = try instances.compactMap { $0["file"]?.stringValue }.map { try MetadataCorpus.read($0) }
        var compared = 0, uncertain = 0
        for (old, new) in pairs {
            guard let old = try? MetadataCorpus.read(old), let new = try? MetadataCorpus.read(new) else { continue }
            let found = try SchemaCompatibility(from: ComparedSchema(old), to: ComparedSchema(new))
            let (before, after) = (try JSONSchema(old), try JSONSchema(new))
            let verdicts = documents.map { (before.isValid($0), after.isValid($0)) }
            #expect(!(found.isBackward && verdicts.contains { $0 && !$1 }))
            #expect(!(found.isForward && verdicts.contains { !$0 && $1 }))
            uncertain += found.differences.count { $0.isUncertain }
            compared += 1
        }
        #expect(compared > 80)
        #expect(uncertain < compared / 10, "what cannot be shown is rare")
    }

    @Test(.enabled(if: MetadataCorpus.isPresent, MetadataCorpus.absence))
    func aNewOptionalPropertyIsBackwardCompatible() throws {
        let old = try MetadataCorpus.read("schemas/gypsum/bioconductor/v1_2024-02-26.json")
        let new = try MetadataCorpus.read("schemas/gypsum/bioconductor/v1.json")
        let found = try SchemaCompatibility(from: ComparedSchema(old), to: ComparedSchema(new))
        #expect(found.verdict == .backward)
        #expect(found.differences.map(\.reason) == ["property 'describedby' is newly allowed"])
    }
}
