import RegistryCore
import Testing

@Suite struct PrincipalTests {
    @Test(arguments: ["alice", "Alice Smith", "a*b", "alice@example.org", "/groups/curators", "J\u{FC}rgen", "名前"])
    func acceptsNames(_ text: String) throws {
        #expect(try Principal.parse(text, as: "owner") == text)
    }

    @Test(arguments: [
        "", "*", "*public", "*authenticated", "*system", "*\u{301}x", "a\n", "a\0", "a\r\nb", "Ju\u{308}rgen",
        "\u{212A}arl",
    ])
    func refuses(_ text: String) {
        let error = #expect(throws: NameError.self) { try Principal.parse(text, as: "owner") }
        #expect(error?.kind == "owner")
    }

    @Test func isAtMost256BytesLong() throws {
        _ = try Principal.parse(String(repeating: "\u{E9}", count: 128), as: "user")
        #expect(throws: NameError.self) { try Principal.parse(String(repeating: "\u{E9}", count: 129), as: "user") }
    }
}
