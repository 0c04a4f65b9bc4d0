import JSONDocument
import Testing

/// Texts that RFC 8259 settles, and those that it leaves to the reader, with what ours does.
@Suite struct JSONConformanceTests {
    @Test(arguments: [
        // white space
        "\t\r\n 1\t\r\n ", "[ \n\t\r1 ,\r2\t]", "{ \"a\" : 1 , \"b\" : 2 }", "[\n\n\n]", "{\t}",
        // words and numbers
        "true", "[true,false,null]", "0", "-0", "-0.0", "0e0", "0E+0", "0.0e-0", "10", "-10", "1e2", "1E-2", "1.5e+07",
        "123456789012345678", "9223372036854775807", "-9223372036854775808", "9223372036854775808",
        "18446744073709551616", "0.000000000000000001", "0.0000000000000000001", "1e1000000000", "1e-1000000000",
        "1e0000000000000000000005", "[1.0,1.00,1e1]", "3.141592653589793238462643383279502884197",
        // strings
        "\"\"", "\" \"", "\"/\"", #""\/""#, #""\\""#, #""\"""#, #""\b\f\n\r\t""#, #""\u0001\u001F\u007f""#,
        #""\uD834\uDD1E""#, #""\ud834\udd1e""#, #""\uFFFF\uFFFE""#, #""\u2028\u2029""#, "\"\u{2028}\"", "\"\u{7F}\"",
        "\"\u{FEFF}\"", "\"é\"", "\"\u{10FFFF}\"", "\"\u{FFFE}\"", "\"1234567\"", "\"12345678\"", "\"123456789\"",
        "\"a\u{300}\"", #""\\\\\\\\""#, #""\\u0000""#, #"["\u0061","a"]"#, #""12345678\n12345678""#,
        // arrays and objects
        "[]", "[[]]", "[[],[]]", "[{}]", "{}", "{\"\":0}", "{\"\":{\"\":{\"\":[]}}}", "{\"a\":[],\"A\":{}}",
        #"{"a\n":1,"a":2}"#, #"{"\u0000x":1}"#, #"{"0123456789abcdef":1,"0123456789abcdeg":1}"#,
    ])
    func accepts(_ text: String) throws {
        let limits = JSONLimits(maxBytes: 1_000, allowsNUL: true)
        let value = try JSONValue(parsing: text, limits: limits)
        #expect(try JSONValue(parsing: value.serialized(), limits: limits) == value)
        #expect(try JSONValue(parsing: value.serialized(pretty: true), limits: limits) == value)
    }

    @Test(arguments: [
        // nothing, or too much
        "", " ", "\n", "1 2", "1,", "[]]", "{}}", "{}{}", "[][]", "\"a\"b", "null,", "null null", "1//", "1#", "1/**/",
        "[1]\u{0}", "\u{0}", "\u{FEFF}[]",
        // white space that is none
        "\u{A0}1", "\u{B}1", "\u{C}1", "[1\u{2003}]", "[\u{2028}1]", "\u{85}1", "\u{200B}1",
        // words
        "tru", "truE", "True", "TRUE", "nul", "nulll", "none", "undefined", "falsey", "t", "f", "n", "[tru]", "yes",
        // numbers
        "-", "+1", "--1", "-+1", "01", "-01", "00", "0x10", "0b1", "1_000", "1.", ".1", "-.1", "1.e1", "1.e", "1e",
        "1e+", "1e-", "1E", "1e1.5", "1.2.3", "1e2e3", "1 000", "0.1.", "Infinity", "-Infinity", "NaN", "-NaN", "1f",
        "1L", "१", "１", "1e+-2", "[1.]", "[-]", "[1e]", "{\"a\":01}", "1e1000000001", "1e-1000000001",
        // strings
        "\"", "\"a", "'a'", "a", "\"\\\"", "\"\\", #""\a""#, #""\v""#, #""\0""#, #""\x41""#, #""\U0041""#, #""\'""#,
        #""\u""#, #""\u1""#, #""\u12""#, #""\u123""#, #""\u123G""#, #""\u 123""#, #""\u-123""#, "\"\\\n\"", "\"\t\"",
        "\"\n\"", "\"\r\"", "\"\u{1F}\"", "\"1234567\u{1}\"", "\"12345678\u{1F}\"", "\"\u{0}\"", #""\uD800""#,
        #""\uDC00""#, #""\uDC00\uD800""#, #""\uD800\uD800""#, #""\uD800x""#, #""\uD800\""#, #""\uD800\u""#,
        #""\uD83D\u0041""#, "\"\\é\"", "`a`",
        // arrays
        "[", "]", "[1", "[1,", "[,", "[,1]", "[1,]", "[1,,2]", "[1 2]", "[1;2]", "[1:2]", "[[]", "[\"a\"", "[1}", "(1)",
        // objects
        "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{,\"a\":1}", "{\"a\" 1}",
        "{\"a\":}", "{\"a\"::1}", "{\"a\",1}", "{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{[]:1}", "{{}:1}", "{\"a\"}",
        "{\"a\":1 \"b\":2}", "{\"a\":1;\"b\":2}", "{\"a\":1]", "{\"a\"=1}", "{...}",
    ])
    func refuses(_ text: String) throws {
        let error = try #require(throws: JSONError.self) {
            try JSONValue(parsing: text, limits: JSONLimits(maxBytes: 1_000, allowsNUL: true))
        }
        #expect((0...text.utf8.count).contains(error.offset))
        #expect(error.line >= 1 && error.column >= 1)
        #expect(!error.description.isEmpty)
    }

    /// RFC 8259 lets a reader do what it likes with these: sections 4, 6, 7, 8.1, 8.2 and 9.
    @Test(
        arguments: [
            (#"{"a":1,"a":1}"#, .duplicateKey("a")), (#"{"a":1,"\u0061":2}"#, .duplicateKey("a")),
            (#"{"":1,"":2}"#, .duplicateKey("")), (#""\ud800""#, .loneSurrogate), (#""\u0000""#, .nulCharacter),
            (#"{"\u0000":1}"#, .nulCharacter), ("\u{FEFF}1", .byteOrderMark),
            (String(repeating: "[", count: 65) + String(repeating: "]", count: 65), .depthExceeded(limit: 64)),
            ("1e1000000001", .exponentOutOfRange),
        ] as [(String, JSONError.Reason)])
    func refusesByChoice(_ text: String, _ reason: JSONError.Reason) throws {
        #expect(try #require(throws: JSONError.self) { try JSONValue(parsing: text) }.reason == reason)
    }

    @Test(arguments: [
        #"{"a":[1.5e-3,true,false,null,"é\u00e9\ud83d\ude00"],"b":{"c":{}}}"#,
        #" [ { "0123456789abcdef0123" : -12.5 , "b" : "0123456789abcdef0123\\" } , [ ] , { } , "€" ] "#,
        #"{"a":{"b":{"c":{"d":[[[[]]]]}}},"e":"plain text of more than sixteen bytes","f":1E+10}"#,
        #"["\"\\\/\b\f\n\r\t", 0, -0, 0.0, 1e400, 123456789012345678901234567890, tru"# + #"e]"#,
    ])
    func everyCutIsAnError(_ text: String) throws {
        let bytes = Array(text.utf8)
        _ = try JSONValue(parsing: bytes)
        let end = bytes.count - (bytes.last == UInt8(ascii: " ") ? 1 : 0)
        for cut in 0..<end {
            let error = try #require(throws: JSONError.self) { try JSONValue(parsing: Array(bytes[..<cut])) }
            #expect(error.offset <= cut)
        }
    }

    /// Strings of every length that the word-wise scan can meet, with a stop at every place in them.
    @Test func findsTheEndOfAStringWhereverItStands() throws {
        for count in 0...40 {
            let plain = String(repeating: "x", count: count)
            #expect(try JSONValue(parsing: "\"\(plain)\"") == .string(plain))
            for place in 0...count {
                let head = plain.prefix(place)
                let tail = plain.dropFirst(place)
                #expect(try JSONValue(parsing: "\"\(head)\\n\(tail)\"") == .string(head + "\n" + tail))
                #expect(try JSONValue(parsing: "\"\(head)€\(tail)\"") == .string(head + "€" + tail))
                for bad in ["\u{1}", "\u{1F}", "\n"] {
                    let error = try #require(throws: JSONError.self) {
                        try JSONValue(parsing: "\"\(head)\(bad)\(tail)\"")
                    }
                    #expect(error.offset == place + 1)
                }
                let cut = "\"\(head)\"\(tail)"
                #expect((try? JSONValue(parsing: cut)) == (place == count ? .string(plain) : nil))
            }
        }
    }
}
