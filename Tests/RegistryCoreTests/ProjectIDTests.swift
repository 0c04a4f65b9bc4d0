import RegistryCore
import Testing

@Suite struct ProjectIDTests {
    @Test(arguments: ["PRJ000000021", "test-public", "a", "0", "a..b", "A.b_c-d", "Lock", "uploads"])
    func acceptsAndKeepsItsText(_ text: String) throws {
        #expect(try ProjectID(parsing: text).description == text)
    }

    @Test(arguments: [
        "", "lock", "upload", "gprn", "_p", "..p", ".p", "-p", "..", "a/b", "/a", "a:b", "a b", "a@b", "a\\b", "a\0",
        "a\n", "a\r\n",
        "é", "\u{212A}elvin", "a\u{301}", "a\u{200B}", "%41", "a+b",
    ])
    func refuses(_ text: String) {
        #expect(throws: NameError.self) { try ProjectID(parsing: text) }
    }

    @Test func isAtMost128BytesLong() throws {
        _ = try ProjectID(parsing: String(repeating: "p", count: 128))
        #expect(throws: NameError.self) { try ProjectID(parsing: String(repeating: "p", count: 129)) }
    }

    @Test func isCaseSensitiveAndOrderedByBytes() throws {
        let (upper, lower) = (try ProjectID(parsing: "Z"), try ProjectID(parsing: "a"))
        #expect(upper < lower)
        #expect(try ProjectID(parsing: "A") != ProjectID(parsing: "a"))
    }

    @Test func errorNamesTheFieldTheTextAndTheRule() {
        let error = #expect(throws: NameError.self) { try ProjectID(parsing: "a/b") }
        #expect(error?.description == "project 'a/b' may hold only letters, digits, '.', '_' and '-'")
    }

    @Test func errorShowsNeitherControlCharactersNorEndlessText() throws {
        let text = "\u{1B}[31m" + String(repeating: "x", count: 10_000)
        let error = try #require(throws: NameError.self) { try ProjectID(parsing: text) }
        #expect(error.text.hasPrefix("\u{FFFD}[31m"))
        #expect(error.text.unicodeScalars.count == 81)
    }
}
