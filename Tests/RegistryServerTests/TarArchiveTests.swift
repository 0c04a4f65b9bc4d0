import RegistrySchemas
import RegistryServer
import Testing

@Suite struct TarArchiveTests {
    private static func schemas(
        _ files: [(String, String)], below folder: String = "", isBundle: Bool = true
    ) throws -> [String] {
        var tar = TarBuilder()
        for (name, content) in files { tar.add(name, content) }
        return try TarArchive.schemas(in: tar.finished, below: folder, isBundle: isBundle).contents.keys.sorted()
    }

    @Test func givesThePlacesInIt() throws {
        var tar = TarBuilder()
        tar.add("./a/v1.json", "{}")
        tar.add("a/", type: "5")
        tar.add("a/README.md", "text")
        let long = "deep/" + String(repeating: "x", count: 110) + ".json"
        tar.addLongName(long)
        tar.add("ignored", #"{"title": "long"}"#)
        tar.add("a/link.json", type: "2")
        tar.add("a/hard.json", type: "1")
        let files = try TarArchive.schemas(in: tar.finished)
        #expect(files.contents.keys.sorted() == ["a/v1.json", long])
        #expect(files.contents[long] == Array(#"{"title": "long"}"#.utf8))
    }

    @Test func leavesOffTheFolderOfAForge() throws {
        let files = [("s-12ab/README.md", ""), ("s-12ab/raw/a/v1.json", "{}"), ("s-12ab/raw/_f/v1.json", "{}")]
        #expect(try Self.schemas(files, below: "raw") == ["_f/v1.json", "a/v1.json"])
        #expect(try Self.schemas(files) == ["raw/_f/v1.json", "raw/a/v1.json"])
        #expect(try Self.schemas([("a/v1.json", "{}"), ("a/v2.json", "{}")]) == ["a/v1.json", "a/v2.json"])
        #expect(try Self.schemas([("s/a/v1.json", "{}")], isBundle: false) == ["s/a/v1.json"])
    }

    @Test func refusesNamesThatLeadElsewhere() {
        for name in ["/etc/a.json", "../a.json", "a/../../b.json"] {
            let error = #expect(throws: SchemaSetError.self) { try Self.schemas([(name, "{}")]) }
            #expect(error?.description.contains("leads elsewhere") == true)
        }
    }

    @Test func saysWhatIsMissing() {
        let error = #expect(throws: SchemaSetError.self) { try Self.schemas([("a/v1.json", "{}")], below: "raw") }
        #expect(error?.description.contains("below 'raw'") == true)
    }

    /// Every prefix, and every byte changed, ends in files or in an error.
    @Test func survivesDamage() throws {
        var tar = TarBuilder()
        tar.addLongName("a/v1.json")
        tar.add("x", "{}")
        tar.add("b/v1.json", [1, 2, 3], type: "0", size: 8_589_934_591)
        let whole = tar.finished
        for length in stride(from: 0, to: whole.count, by: 7) {
            #expect(throws: SchemaSetError.self) { try TarArchive.schemas(in: Array(whole[..<length])) }
        }
        for position in stride(from: 0, to: whole.count, by: 3) {
            for value: UInt8 in [0, 0x20, 0x37, 0x39, 0xFF] {
                var damaged = whole
                damaged[position] = value
                _ = try? TarArchive.schemas(in: damaged)
            }
        }
        #expect(throws: SchemaSetError.self) { try TarArchive.schemas(in: Array("no archive".utf8)) }
        #expect(throws: SchemaSetError.self) { try TarArchive.schemas(in: [UInt8](repeating: 7, count: 4_096)) }
    }
}
