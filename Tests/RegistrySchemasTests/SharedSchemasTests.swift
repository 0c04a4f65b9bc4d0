import Foundation
import JSONDocument
import JSONSchema
import RegistrySchemas
import Testing

/// Schemas that others released, loaded as a folder and asked for as clients do.
@Suite struct SharedSchemasTests {
    @Test(
        .enabled(if: MetadataCorpus.isPresent, MetadataCorpus.absence),
        arguments: ["raw", "bundle", "collaboratordb"])
    func giveEveryVerdictAlsoWhenTheyStandAlone(source: String) throws {
        let set = try SchemaSet(folder: MetadataCorpus.folder.appending(path: "schemas/\(source)").path)
        #expect(set.names.count > 30)
        #expect(set.names.allSatisfy { !$0.isHidden })
        let index = try MetadataCorpus.read("index.json")
        var checked = 0
        var disagreements: [String] = []
        var answers: [SchemaName: JSONSchema] = [:]
        for instance in try #require(index["instances"]?.arrayValue) {
            let prefix = "schemas/\(source)/"
            guard let path = instance["schema"]?.stringValue, path.hasPrefix(prefix),
                let name = SchemaName(String(path.dropFirst(prefix.count))), let entry = set[name]
            else { continue }
            let answer = try answers[name] ?? entry.answer.compiled
            answers[name] = answer
            let document = try MetadataCorpus.read(try #require(instance["file"]?.stringValue))
            let isValid = instance["expected"]?.stringValue == "valid"
            if entry.schema.validate(document).isEmpty != isValid { disagreements.append("loaded: \(instance)") }
            if answer.validate(document).isEmpty != isValid { disagreements.append("answered: \(instance)") }
            checked += 1
        }
        #expect(disagreements == [])
        #expect(checked > 0)
    }
}
