import RegistryCore
import Testing

@Suite struct ArtifactPathTests {
    @Test func namesItsFoldersOutermostFirst() throws {
        #expect(try ArtifactPath(parsing: "a/b c/d.txt").folders.map(\.description) == ["a", "a/b c"])
        #expect(try ArtifactPath(parsing: "d.txt").folders.isEmpty)
    }

    @Test(arguments: [
        "a", "dir/file.txt", "a b/c d.txt", "a:b:c", "a@b.txt", "%3A%40", "na\u{EF}ve/\u{FC}.txt", ".adbignore",
        "a/.hidden", "a..b",
        "a/b..", "CON", "文件.h5", "a+b&c=d?e#f\"'",
    ])
    func acceptsAndKeepsItsText(_ text: String) throws {
        #expect(try ArtifactPath(parsing: text).description == text)
    }

    @Test(arguments: [
        "", "/", "/etc/passwd", "trailing/", "a//b", ".", "./a", "a/.", "a/./b", "..", "../a", "a/../b", "a/..",
        "..meta",
        "..meta/permissions.json", "a/..meta/x", "..upload/x", "..r2/a", "...", "a\\b", "..\\a", "a\0b", "a\nb",
        "a\r\nb", "a\tb",
        "a\u{7F}", "a\u{85}b", "a\u{2028}b", "a\u{2029}b", "\u{1B}[2J", "\u{202E}gnp.exe", "a\u{2066}b",
    ])
    func refuses(_ text: String) {
        #expect(throws: NameError.self) { try ArtifactPath(parsing: text) }
    }

    @Test(arguments: ["e\u{301}.txt", "\u{212A}.txt", "\u{2126}", "\u{1112}\u{1161}"])
    func refusesTextThatIsNotNFC(_ text: String) throws {
        let error = #expect(throws: NameError.self) { try ArtifactPath(parsing: text) }
        #expect(error?.rule.contains("NFC") == true)
    }

    // A mark joins the '/' or '.' before it into one Character; only the bytes show the part.
    @Test(arguments: ["/\u{301}a", "a//\u{301}b", "..\u{301}a", "a/..\u{301}"])
    func combiningMarksHideNeitherSeparatorsNorReservedParts(_ text: String) {
        #expect(throws: NameError.self) { try ArtifactPath(parsing: text) }
    }

    @Test func limitsCountBytes() throws {
        let segment = String(repeating: "x", count: 255)
        _ = try ArtifactPath(parsing: segment)
        #expect(throws: NameError.self) { try ArtifactPath(parsing: segment + "x") }
        #expect(throws: NameError.self) { try ArtifactPath(parsing: String(repeating: "\u{E9}", count: 128)) }
        let long = Array(repeating: segment, count: 4).joined(separator: "/")
        #expect(try ArtifactPath(parsing: long).description.utf8.count == 1_023)
        #expect(throws: NameError.self) { try ArtifactPath(parsing: long + "/x") }
    }

    @Test func knowsDocumentsAndInternalFiles() throws {
        #expect(try ArtifactPath(parsing: "a/b.json").isDocument)
        #expect(try !ArtifactPath(parsing: "a/b.JSON").isDocument)
        #expect(try !ArtifactPath(parsing: "a.json/b").isDocument)
        #expect(try ArtifactPath(parsing: ".adbignore").isInternal)
        #expect(try !ArtifactPath(parsing: "a/.adbignore").isInternal)
    }

    @Test func isOrderedByBytes() throws {
        let texts = ["Z", "a", "a/b", "a0", "\u{E9}", "\u{FF5E}", "\u{1F600}"]
        #expect(try texts.reversed().map { try ArtifactPath(parsing: $0) }.sorted().map(\.description) == texts)
    }
}
