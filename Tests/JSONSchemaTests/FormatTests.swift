import JSONSchema
import Testing

/// What each format accepts and refuses, by its own rules.
@Suite struct FormatTests {
    @Test func eachDraftHasItsFormats() {
        func names(_ draft: SchemaDraft) -> Set<String> {
            Set(SchemaFormat.allCases.filter { $0.isDefined(in: draft) }.map(\.rawValue))
        }
        let four: Set = ["date-time", "email", "hostname", "ipv4", "ipv6", "uri"]
        let six = four.union(["uri-reference", "uri-template", "json-pointer"])
        let seven = six.union([
            "date", "time", "idn-email", "idn-hostname", "iri", "iri-reference", "relative-json-pointer", "regex",
        ])
        #expect(names(.draft4) == four)
        #expect(names(.draft6) == six)
        #expect(names(.draft7) == seven)
        #expect(names(.draft2019) == seven.union(["duration", "uuid"]))
        #expect(names(.draft2020) == names(.draft2019))
        #expect(SchemaFormat(rawValue: "color") == nil)
    }

    @Test(
        arguments: [
            ("", true), ("/", true), ("/a/0/-", true), ("/a~0b~1c", true), ("/ÄÖ/ü", true), ("/\u{0}", true),
            ("a", false), ("/~", false), ("/a~2", false), ("/a/~~0", false), ("#/a", false),
        ] as [(String, Bool)])
    func pointers(_ text: String, _ isPointer: Bool) {
        #expect(SchemaFormat.jsonPointer.accepts(text) == isPointer)
    }

    @Test(
        arguments: [
            ("0", true), ("7#", true), ("10/a/b", true), ("0/", true), ("1+2/a", true), ("1-1#", true), ("0/~1", true),
            ("", false), ("#", false), ("00", false), ("01/a", false), ("-1", false), ("1+0", false), ("1+", false),
            ("0a", false), ("0/~", false), ("1#/a", false), ("১", false),
        ] as [(String, Bool)])
    func relativePointers(_ text: String, _ isPointer: Bool) {
        #expect(SchemaFormat.relativeJSONPointer.accepts(text) == isPointer)
    }

    @Test(
        arguments: [
            ("6f9619ff-8b86-d011-b42d-00c04fc964ff", true), ("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", true),
            ("", false), ("6f9619ff8b86d011b42d00c04fc964ff", false), ("6f9619ff-8b86-d011-b42d-00c04fc964fg", false),
            ("{6f9619ff-8b86-d011-b42d-00c04fc964ff}", false), ("6f9619ff-8b86-d011-b42d-00c04fc964ff ", false),
            ("6f9619ff-8b86-d011b-42d-00c04fc964ff", false), ("urn:uuid:6f9619ff-8b86-d011-b42d-00c04fc964ff", false),
            ("６f9619ff-8b86-d011-b42d-00c04fc9", false),
        ] as [(String, Bool)])
    func uuids(_ text: String, _ isUUID: Bool) {
        #expect(SchemaFormat.uuid.accepts(text) == isUUID)
    }

    @Test(
        arguments: [
            ("", true), ("^[a-z]+(?:-\\d{2,4})?$", true), ("(?<year>\\d{4})-\\k<year>", true), ("\\p{Lu}", true),
            ("[", false), ("a**", false), ("(?i)a", false), ("\\Z", false), ("\\p{Latin1}", false), ("a{2,1}", false),
        ] as [(String, Bool)])
    func patterns(_ text: String, _ isPattern: Bool) {
        #expect(SchemaFormat.regex.accepts(text) == isPattern)
    }

    @Test(arguments: SchemaFormat.allCases) func longTextsEndInTime(_ format: SchemaFormat) {
        let pieces = [
            "a", "1", "-", ".", ":", "/", "~", "~0", "%", "%41", "{", "{a}", "@", "\"", "\\\"", "[", "é", "\u{300}",
            "\u{200D}",
            "א", "P1", "1:", "::", "xn--", "a.", "é.", "\u{3002}", "a@", "http://a/", "\u{10FFFF}",
        ]
        let clock = ContinuousClock()
        let start = clock.now
        for piece in pieces {
            let text = String(repeating: piece, count: 2_000)
            for prefix in ["", "P", "http://", "/", "0", "a@", "\""] {
                _ = format.accepts(prefix + text)
            }
        }
        #expect(clock.now - start < .seconds(30))
    }

    @Test(arguments: SchemaFormat.allCases) func bytesThatAreNoTextAreOfNoFormatOrHarmless(_ format: SchemaFormat) {
        let texts: [[UInt8]] = [
            [0x80], [0xC3], [0xE3, 0x80], [0xF0, 0x9F, 0x98], [0xFF], [0xED, 0xA0, 0x80], [0xC0, 0x80],
        ]
        for text in texts {
            let accepted = text.withUnsafeBufferPointer { format.accepts(utf8: $0) }
            // A pattern is read as text, in which a replacement character stands for what is none.
            #expect(!accepted || format == .regex)
        }
    }
}
