import JSONDocument
import Testing

@Suite struct JSONReaderTests {
    @Test(
        arguments: [
            ("null", .null), (" true ", .bool(true)), ("false", .bool(false)), ("\"\"", ""), ("0", 0), ("-0", 0),
            ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]), ("[1,\n\t2 , 3\r]", [1, 2, 3]),
            (#"{"a":{"b":[null,"c"]},"d":-1.5e3}"#, ["a": ["b": [nil, "c"]], "d": -1500]),
            (#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\uDE00""#, "\"\\/\u{8}\u{C}\n\r\tAé😀"),
            ("\"é€😀\u{10FFFF}\u{FFFF}\u{7F}\"", "é€😀\u{10FFFF}\u{FFFF}\u{7F}"),
        ] as [(String, JSONValue)])
    func reads(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test(
        arguments: [
            ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("[1", .unexpectedEnd, 2),
            ("{\"a\"", .unexpectedEnd, 4),
            ("\"abc", .unexpectedEnd, 4), ("\"abc\\", .unexpectedEnd, 5), ("\"\\u00", .unexpectedEnd, 5),
            ("nul", .unexpectedEnd, 3), ("-", .unexpectedEnd, 1), ("1.", .unexpectedEnd, 2), ("1e+", .unexpectedEnd, 3),
            ("nulL", .unexpectedByte(UInt8(ascii: "L"), expected: "'null'"), 3),
            ("?", .unexpectedByte(UInt8(ascii: "?"), expected: "a value"), 0),
            ("[1,]", .unexpectedByte(UInt8(ascii: "]"), expected: "a value"), 3),
            ("[1 2]", .unexpectedByte(UInt8(ascii: "2"), expected: "',' or ']'"), 3),
            ("{\"a\":1,}", .unexpectedByte(UInt8(ascii: "}"), expected: "a key in double quotes"), 7),
            ("{a:1}", .unexpectedByte(UInt8(ascii: "a"), expected: "a key in double quotes"), 1),
            ("{\"a\" 1}", .unexpectedByte(UInt8(ascii: "1"), expected: "':'"), 5),
            ("{\"a\":1 \"b\":2}", .unexpectedByte(UInt8(ascii: "\""), expected: "',' or '}'"), 7),
            ("[1}", .unexpectedByte(UInt8(ascii: "}"), expected: "',' or ']'"), 2),
            ("NaN", .unexpectedByte(UInt8(ascii: "N"), expected: "a value"), 0),
            ("+1", .unexpectedByte(UInt8(ascii: "+"), expected: "a value"), 0),
            (".5", .unexpectedByte(UInt8(ascii: "."), expected: "a value"), 0),
            ("'a'", .unexpectedByte(UInt8(ascii: "'"), expected: "a value"), 0),
            ("\u{0C}1", .unexpectedByte(0x0C, expected: "a value"), 0),
            ("01", .invalidNumber, 1), ("-a", .invalidNumber, 1), ("1.e3", .invalidNumber, 2),
            ("[1e]", .invalidNumber, 3),
            ("1e1000000001", .exponentOutOfRange, 2), ("0e-99999999999999999999", .exponentOutOfRange, 3),
            ("1 1", .trailingData, 2), ("{}]", .trailingData, 2), ("1.5.5", .trailingData, 3), ("// a", nil, 0),
            ("\"a\u{1F}\"", .controlCharacter(0x1F), 2), ("\"line\nline\"", .controlCharacter(0x0A), 5),
            ("\"\\x41\"", .invalidEscape, 1), ("\"\\u12G4\"", .invalidEscape, 1), ("\"\\u+123\"", .invalidEscape, 1),
            ("\"a\\u0000\"", .nulCharacter, 2), ("\"\u{0}\"", .controlCharacter(0), 1),
            ("\"\\ud800\"", .loneSurrogate, 1), ("\"\\udc00\"", .loneSurrogate, 1), ("\"\\ud800x\"", .loneSurrogate, 1),
            ("\"\\ud800\\u0041\"", .loneSurrogate, 1), ("\"\\ud800\\n\"", .loneSurrogate, 1),
            ("\"\\ud800\\ud800\"", .loneSurrogate, 1),
            ("{\"a\":1,\"a\":2}", .duplicateKey("a"), 7), ("{\"\\u0061\":1,\"a\":2}", .duplicateKey("a"), 12),
            ("\u{FEFF}1", .byteOrderMark, 0),
        ] as [(String, JSONError.Reason?, Int)])
    func refuses(_ text: String, _ reason: JSONError.Reason?, _ offset: Int) throws {
        let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
        if let reason { #expect(error.reason == reason) }
        #expect(error.offset == offset)
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x9F, 0xBF], [0xE2, 0x82],
            [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE, 0xFF],
        ] as [[UInt8]])
    func refusesWhatIsNotUTF8(_ bytes: [UInt8]) throws {
        let text = Array("\"plain text ".utf8) + bytes + Array("\"".utf8)
        let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error.reason == .invalidUTF8)
        #expect(error.offset == 12)
    }

    @Test func countsLinesAndCodePoints() throws {
        let error = try #require(throws: JSONError.self) { try JSONValue(parsing: "{\n  \"é€\": 1,\n  \"é€\" 2\n}") }
        #expect((error.line, error.column) == (3, 8))
        #expect(error.description == "unexpected '2', expected ':' at line 3, column 8")
    }

    @Test(arguments: ["[", "{\"a\":", "[{\"a\":"])
    func endsDeepNestingWithAnError(_ opening: String) throws {
        let text = String(repeating: opening, count: 10_000)
        let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error.reason == .depthExceeded(limit: 64))
    }

    @Test func allowsExactlyTheLimits() throws {
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(try JSONValue(parsing: deep).serialized() == Array(deep.utf8))
        #expect(throws: JSONError.self) { try JSONValue(parsing: "[" + deep + "]") }
        #expect(try JSONValue(parsing: "12345", limits: JSONLimits(maxBytes: 5, maxDepth: 0)) == 12345)
        let error = try #require(throws: JSONError.self) {
            try JSONValue(parsing: "123456", limits: JSONLimits(maxBytes: 5))
        }
        #expect(error.reason == .tooLarge(limit: 5))
        #expect(throws: JSONError.self) { try JSONValue(parsing: "[]", limits: JSONLimits(maxBytes: 5, maxDepth: 0)) }
        #expect(JSONLimits(maxBytes: 1, maxDepth: .max).maxDepth == 512)
    }

    @Test func readsNULWhereItIsAllowed() throws {
        let limits = JSONLimits(maxBytes: 100, allowsNUL: true)
        let value = try JSONValue(parsing: #""a\u0000b""#, limits: limits)
        #expect(value == "a\0b")
        #expect(value.serialized() == Array(#""a\u0000b""#.utf8))
        #expect(throws: JSONError.self) { try JSONValue(parsing: "\"\0\"", limits: limits) }
    }

    @Test func everyCutOfATextIsAnError() throws {
        let text = Array(#"{"a":[1.5e-3,true,false,null,"é\u00e9\ud83d\ude00"],"b":{"c":{}}}"#.utf8)
        _ = try JSONValue(parsing: text)
        for end in text.indices {
            #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text[..<end])) }
        }
    }

    @Test func everyByteChangedIsReadOrRefused() {
        let text = Array(#"{"a":[1.5e-3,true,null,"é\u00e9\ud83d\ude00"],"b":{"c":-12}}"#.utf8)
        for position in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[position] = byte
                guard let value = try? JSONValue(parsing: changed) else { continue }
                #expect((try? JSONValue(parsing: value.serialized())) == value)
            }
        }
    }
}
