import Foundation
import JSONDocument
import JSONSchema
import RegistrySchemas
import Testing

@Suite("The folder of schemas")
struct SchemaSetTests {
    static let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("schemas").path

    @Test func loadsEveryTypeThatAFacilityNeeds() throws {
        let set = try SchemaSet(folder: Self.shipped)
        let types = Set(set.names.map(\.type))
        let needed = [
            "generic_file", "redirection", "summarized_experiment", "single_cell_experiment", "sequencing_reads",
            "alignment", "variant_calls", "genomic_ranges", "sample_sheet", "report",
        ]
        #expect(types.isSuperset(of: needed))
    }

    @Test func acceptsTheContractsDocumentAsItStands() throws {
        let set = try SchemaSet(folder: Self.shipped)
        let name = try #require(SchemaName("generic_file/v1.json"))
        let entry = try #require(set[name])
        let document = try JSONValue(
            parsing: """
                {"$schema": "generic_file/v1.json", "path": "file1.txt", "md5sum": "0eb827652a5c272e1c82002f1c972018",
                 "generic_file": {"format": "text"}}
                """)
        #expect(entry.schema.validate(document).isEmpty)
        #expect(entry.typeTitle == "generic file")
    }

    @Test func findsTheFieldsThatAreSearchedByWord() throws {
        let set = try SchemaSet(folder: Self.shipped)
        let name = try #require(SchemaName("report/v1.json"))
        #expect(try #require(set[name]).textFields.contains("title"))
    }

    @Test(arguments: ["generic_file/v1.json", "a-b.c/v1.2.json"]) func readsNames(text: String) {
        #expect(SchemaName(text)?.description == text)
    }
    @Test(arguments: [
        "", "v1.json", "a/b/v1.json", "/v1.json", "a/.json", "../v1.json", "a/..json", "a b/v1.json", "a/v1",
    ])
    func refusesNames(text: String) { #expect(SchemaName(text) == nil) }

    @Test func suggestsTheNearestName() throws {
        let set = try SchemaSet(folder: Self.shipped)
        let mistyped = try #require(SchemaName("generic_fil/v1.json"))
        #expect(set.suggestion(for: mistyped)?.description == "generic_file/v1.json")
        let strange = try #require(SchemaName("unheard_of/v1.json"))
        #expect(set.suggestion(for: strange) == nil)
    }

    @Test func namesTheFileThatIsWrong() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("schemas-\(UUID())")
        let type = folder.appendingPathComponent("thing")
        try FileManager.default.createDirectory(at: type, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(#"{"type": "nonsense"}"#.utf8).write(to: type.appendingPathComponent("v1.json"))
        let error = #expect(throws: SchemaSetError.self) { try SchemaSet(folder: folder.path) }
        #expect(error?.description.contains("thing/v1.json") == true)
        #expect(throws: SchemaSetError.self) { try SchemaSet(folder: folder.path + "/absent") }
    }
}
