import RegistryCore
import Testing

@Suite struct VersionReferenceTests {
    @Test(arguments: [
        "1", "1.0.3-rc1", "base", "_x", "-1", ".hidden", "v..2", "latest1", "REVISION-3", "num-3", "NUM-x",
    ])
    func readsNames(_ text: String) throws {
        guard case .version(let version) = try VersionReference(parsing: text) else {
            Issue.record("an alias: \(text)")
            return
        }
        #expect(version.description == text)
        #expect(try VersionID(parsing: text) == version)
    }

    @Test(arguments: ["latest", "LATEST", "Latest"])
    func readsLatestInAnyCase(_ text: String) throws {
        #expect(try VersionReference(parsing: text) == .latest)
        #expect(throws: NameError.self) { try VersionID(parsing: text) }
    }

    @Test(arguments: [("NUM-1", 1), ("NUM-42", 42), ("NUM-999999999999999999", 999_999_999_999_999_999)])
    func readsRevisions(_ text: String, _ number: Int) throws {
        #expect(try VersionReference(parsing: text) == .revision(Revision(number)))
        #expect(try VersionReference(parsing: text).description == text)
        #expect(throws: NameError.self) { try VersionID(parsing: text) }
    }

    @Test(arguments: ["NUM-0", "NUM-007", "NUM-1000000000000000000", "NUM-99999999999999999999999999", "NUM-"])
    func refusesWhatOnlyLooksLikeARevision(_ text: String) {
        #expect(throws: NameError.self) { try VersionReference(parsing: text) }
        #expect(Revision(parsing: text) == nil)
    }

    @Test(arguments: [
        "", ".", "..", "..meta", "a/b", "a:b", "1 2", "v1+2", "2022-10-01T00:00", "é", "1\n", "1\0", "a@b",
        "lat\u{200B}est",
    ])
    func refuses(_ text: String) {
        #expect(throws: NameError.self) { try VersionReference(parsing: text) }
        #expect(throws: NameError.self) { try VersionID(parsing: text) }
    }

    @Test func isAtMost128BytesLong() throws {
        _ = try VersionID(parsing: String(repeating: "1", count: 128))
        #expect(throws: NameError.self) { try VersionID(parsing: String(repeating: "1", count: 129)) }
    }

    @Test(arguments: ["NUM-+1", "NUM- 1", "NUM-1\u{301}", "NUM-١", "1", "latest"])
    func revisionIsThePrefixAndDecimalDigits(_ text: String) {
        #expect(Revision(parsing: text) == nil)
    }

    @Test func revisionsAreOrderedByNumber() {
        #expect(Revision(9) < Revision(10))
    }
}
