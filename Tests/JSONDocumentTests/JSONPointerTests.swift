import JSONDocument
import Testing

@Suite struct JSONPointerTests {
    // The document and the pointers of RFC 6901, section 5.
    @Test(
        arguments: [
            ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3), ("/g|h", 4),
            ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8), ("/foo/2", nil), ("/foo/01", nil), ("/foo/-", nil),
            ("/foo/0/x", nil), ("/foo/99999999999999999999", nil), ("/x", nil), ("/foo/", nil), ("/foo/+1", nil),
        ] as [(String, JSONValue?)])
    func resolves(_ text: String, _ value: JSONValue?) throws {
        let document: JSONValue = [
            "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7,
            "m~n": 8,
        ]
        let pointer = try JSONPointer(parsing: text)
        #expect(pointer.resolve(in: document) == value)
        #expect(pointer.description == text)
        #expect(try JSONPointer(parsing: "").resolve(in: document) == document)
    }

    @Test(
        arguments: [
            ("a", .missingSlash), ("#/a", .missingSlash), ("/~", .invalidEscape(offset: 1)),
            ("/a~2", .invalidEscape(offset: 2)),
            ("/~/", .invalidEscape(offset: 1)),
        ] as [(String, JSONPointerError)])
    func refuses(_ text: String, _ error: JSONPointerError) {
        #expect(throws: error) { try JSONPointer(parsing: text) }
    }

    @Test func grows() {
        var pointer = JSONPointer.root.appending("a/b").appending(3)
        pointer.append("~")
        pointer.append(0)
        #expect(pointer.description == "/a~1b/3/~0/0")
        #expect(pointer.tokens == ["a/b", "3", "~", "0"])
    }
}
