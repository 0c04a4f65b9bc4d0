import ECMAPattern
import Testing

@Suite struct ECMAPatternTests {
    @Test(
        arguments: [
            ("", "", true), ("", "abc", true), ("b", "abc", true), ("^b", "abc", false), ("c$", "abc", true),
            ("^a|c$", "xc", true), ("^(a|b)+$", "abba", true), ("^(?:ab){2}$", "abab", true),
            ("^a{2,3}$", "aaaa", false),
            ("^a{2,}$", "aaaa", true), ("^a{0}$", "", true), ("^a*?b+?c??$", "aab", true),
            // `$` is the end, not the place before a last line feed; `^` is the start only.
            ("^abc$", "abc\n", false), ("^b", "a\nb", false), ("a$", "a\nb", false),
            // `.` is one code point and no line end of ECMA-262.
            ("^.$", "😀", true), ("^.$", "\n", false), ("^.$", "\r", false), ("^.$", "\u{2028}", false),
            ("^.$", "\u{2029}", false), ("^.$", "\u{85}", true), ("^..$", "e\u{301}", true), ("^é$", "e\u{301}", false),
            // Classes are ASCII, except white space.
            (#"^\d$"#, "7", true), (#"^\d$"#, "৪", false), (#"^\D$"#, "৪", true), (#"^\w$"#, "é", false),
            (#"^\W$"#, "é", true), (#"^\w+$"#, "aZ_9", true), (#"^\s$"#, "\u{A0}", true), (#"^\s$"#, "\u{FEFF}", true),
            (#"^\s$"#, "\u{2003}", true), (#"^\s$"#, "\u{2029}", true), (#"^\s$"#, "\u{0B}", true),
            (#"^\s$"#, "\u{85}", false), (#"^\s$"#, "\u{200B}", false), (#"^\s$"#, "\u{180E}", false),
            (#"^\S$"#, "\u{A0}", false), (#"^\S$"#, "\u{85}", true), (#"^[\S]$"#, "\u{FEFF}", false),
            (#"^[^\S]$"#, "\u{FEFF}", true), (#"^[\D]$"#, "5", false), (#"^[\W\d]$"#, "5", true),
            (#"^[\W\d]$"#, "_", false),
            ("^[]$", "a", false), ("^[^]$", "\n", true), ("a[]?b", "ab", true), ("^[a-c-]$", "-", true),
            ("^[[:alpha:]$", "p", true), ("^[[:alpha:]$", "b", false), (#"^[\]\-\\^]$"#, "^", true),
            (#"^[a\b]$"#, "\u{8}", true), ("^[😀-😂]$", "😁", true), ("^[.$]$", "x", false), ("^[&&]$", "&", true),
            (#"\bé"#, "aé", true), (#"^\B"#, "", true), (#"\ba\b"#, "b a c", true),
            // Escapes.
            (#"^\x41\u0042\u{43}\u{1F600}$"#, "ABC😀", true), (#"^\ud83d\ude00$"#, "😀", true),
            (#"^\u{0000041}$"#, "A", true),
            (#"^\cA\ca\t\n\v\f\r\0$"#, "\u{1}\u{1}\t\n\u{B}\u{C}\r\0", true), (#"\ud83d"#, "😀", false),
            (#"^[\ud800-\udfff]?$"#, "", true), (#"^\/\.\*\+\?\^\$\|\(\)\[\]\{\}\\$"#, #"/.*+?^$|()[]{}\"#, true),
            ("^ #x$", " #x", true), ("^\"'<>=!~@%&,;:`_-$", "\"'<>=!~@%&,;:`_-", true), ("^\n$", "\n", true),
            // Properties.
            (#"^\p{Letter}+$"#, "é", true), (#"^\p{L}$"#, "1", false), (#"^\P{Lu}$"#, "a", true),
            (#"^\p{gc=Decimal_Number}$"#, "৪", true), (#"^\p{General_Category=digit}$"#, "৪", true),
            (#"^\p{Script=Greek}$"#, "λ", true), (#"^\p{sc=Grek}$"#, "l", false),
            (#"^\p{Script_Extensions=Deva}$"#, "।", true),
            (#"^[\p{L}\p{Nd}-]+$"#, "é৪-", true), (#"^[^\p{L}]$"#, "é", false), (#"^\p{LC}$"#, "ª", false),
            (#"^\p{Emoji}$"#, "😀", true), (#"^\p{Any}$"#, "\u{10FFFF}", true), (#"^\p{ASCII}$"#, "é", false),
            (#"^\p{Assigned}$"#, "\u{378}", false), (#"^\P{Assigned}$"#, "\u{378}", true),
            (#"^\p{White_Space}$"#, "\u{85}", true),
            (#"^\p{CWKCF}$"#, "Ａ", true), (#"^[^\P{CWKCF}b]$"#, "a", false),
            // Groups, references, look-around.
            (#"^(a)(b)?\2\1$"#, "aa", true), (#"^(?<x>a|b)\k<x>$"#, "bb", true), (#"^(?<x>a|b)\k<x>$"#, "ab", false),
            (#"^\k<x>(?<x>a)$"#, "a", true), (#"^\1(a)$"#, "a", true), (#"^(a)\10?$"#, "a", nil),
            (#"^(a)\1{2}0$"#, "aaa0", true),
            (#"^(?<$ünï_1>a)\k<$ünï_1>$"#, "aa", true), (#"^(?<\u0061b>x)\k<ab>$"#, "xx", true),
            (#"^(?=.*\d)(?!.*x).{3,}$"#, "ab1", true), (#"^(?=.*\d)(?!.*x).{3,}$"#, "xb1", false),
            (#"(?<=\$)\d+(?!\.)"#, "$42", true), (#"(?<!a)b"#, "ab", false), ("^(?:)*$", "", true),
            ("()|x{0,1}", "", true),
            (#"^[0-9a-zA-Z\._-]+/[0-9a-zA-Z\._-]+$"#, "a.b/c-d", true),
            (#"^in [0-9]+ (hours|days)$"#, "in 5 days", true),
        ] as [(String, String, Bool?)])
    func matchesLikeECMAScript(_ pattern: String, _ text: String, _ answer: Bool?) throws {
        guard let answer else {
            #expect(throws: PatternError.self) { try ECMAPattern(pattern) }
            return
        }
        #expect(try ECMAPattern(pattern).matches(text) == answer)
    }

    @Test(
        arguments: [
            ("(", .unbalancedParenthesis, 0), ("a)", .unbalancedParenthesis, 1), ("(a|(b)", .unbalancedParenthesis, 0),
            ("[a", .unclosedClass, 0), ("]", .loneBracket("]"), 0), ("a}", .loneBracket("}"), 1),
            ("{", .loneBracket("{"), 0),
            ("a{,3}", .loneBracket("{"), 1), ("a{x}", .loneBracket("{"), 1), ("a{1", .loneBracket("{"), 1),
            ("{1}", .nothingToRepeat, 0), ("*", .nothingToRepeat, 0), ("a|+", .nothingToRepeat, 2),
            ("a**", .nothingToRepeat, 2),
            ("a++", .nothingToRepeat, 2), ("a{1}{2}", .nothingToRepeat, 4), ("^*", .nothingToRepeat, 1),
            ("(?=a)*", .nothingToRepeat, 5), (#"\b+"#, .nothingToRepeat, 2), ("(*UTF)a", .nothingToRepeat, 1),
            ("a{3,2}", .rangeOfQuantifier, 1), ("a{99999999999999999999}", .quantifierTooLarge(limit: 65_535), 1),
            ("[b-a]", .rangeOfClass, 1), (#"[\d-z]"#, .rangeOfClass, 1), (#"[a-\w]"#, .rangeOfClass, 1),
            ("(?i)a", .unknownGroup, 0), ("(?>a)", .unknownGroup, 0), ("(?#a)", .unknownGroup, 0),
            ("(?P<n>a)", .unknownGroup, 0),
            ("(?|a)", .unknownGroup, 0), ("(?", .unknownGroup, 0), ("(?R)", .unknownGroup, 0),
            ("(?<1a>b)", .groupName("1"), 3), ("(?<>b)", .groupName(""), 3), ("(?<a>b)(?<a>c)", .groupName("a"), 10),
            ("(?<a", .groupName("a"), 3), (#"\1"#, .unknownReference("\\1"), 0),
            (#"(a)\2"#, .unknownReference("\\2"), 3),
            (#"\k<a>"#, .unknownReference("a"), 0), (#"\k"#, .invalidEscape, 0),
            (#"\A"#, .invalidEscape, 0), (#"a\Z"#, .invalidEscape, 1), (#"\z"#, .invalidEscape, 0),
            (#"\h"#, .invalidEscape, 0),
            (#"\Qa\E"#, .invalidEscape, 0), (#"\a"#, .invalidEscape, 0), (#"\e"#, .invalidEscape, 0),
            (#"\G"#, .invalidEscape, 0),
            (#"\K"#, .invalidEscape, 0), (#"\X"#, .invalidEscape, 0), (#"\R"#, .invalidEscape, 0),
            (#"\C"#, .invalidEscape, 0),
            (#"\-"#, .invalidEscape, 0), (#"\ "#, .invalidEscape, 0), (#"\é"#, .invalidEscape, 0),
            (#"\"#, .invalidEscape, 0),
            (#"\01"#, .invalidEscape, 0), (#"[\1]"#, .invalidEscape, 1), (#"[\B]"#, .invalidEscape, 1),
            (#"[\k]"#, .invalidEscape, 1),
            (#"\c1"#, .invalidEscape, 0), (#"\x4"#, .invalidEscape, 0), (#"\u12"#, .invalidEscape, 0),
            (#"\u{}"#, .invalidEscape, 0),
            (#"\u{110000}"#, .invalidEscape, 0), (#"\u{41"#, .invalidEscape, 0), (#"\p"#, .invalidEscape, 0),
            (#"\pL"#, .invalidEscape, 0),
            (#"\p{L"#, .invalidEscape, 0), (#"\p{^L}"#, .invalidEscape, 0),
            (#"\p{Greek}"#, .unknownProperty("Greek"), 0),
            (#"\p{letter}"#, .unknownProperty("letter"), 0), (#"\p{sc=greek}"#, .unknownProperty("sc=greek"), 0),
            (#"\p{}"#, .unknownProperty(""), 0), (#"\p{L=L}"#, .unknownProperty("L=L"), 0),
            (#"\p{gc=}"#, .unknownProperty("gc="), 0),
        ] as [(String, PatternError.Reason, Int)])
    func refusesWhatECMAScriptDoesNotHave(_ pattern: String, _ reason: PatternError.Reason, _ offset: Int) throws {
        let error = try #require(throws: PatternError.self) { try ECMAPattern(pattern) }
        #expect(error.reason == reason)
        #expect(error.offset == offset)
    }

    @Test func refusesPatternsThatAreTooLargeOrTooDeep() throws {
        let long = try #require(throws: PatternError.self) { try ECMAPattern(String(repeating: "a", count: 65_537)) }
        #expect(long.reason == .tooLong(limit: 65_536))
        let deep = String(repeating: "(", count: 10_000) + String(repeating: ")", count: 10_000)
        let nested = try #require(throws: PatternError.self) { try ECMAPattern(deep) }
        #expect(nested.reason == .nestingTooDeep(limit: 200))
        #expect(throws: PatternError.self) { try ECMAPattern("(((a{1000}){1000}){1000}){1000}") }
        #expect(throws: PatternError.self) { try ECMAPattern("(?<=a+)b") }
        let hundred = String(repeating: "(?:", count: 199) + "a" + String(repeating: ")", count: 199)
        #expect(try ECMAPattern(hundred).matches("a"))
    }

    @Test func findsMatchesAnywhereInLongTexts() throws {
        let text = String(repeating: "é–😀a", count: 2_000)
        #expect(try ECMAPattern("b$").matches(text + "b"))
        #expect(try !ECMAPattern("^b").matches(text + "b"))
        #expect(try ECMAPattern("😀ab").matches(text + "b"))
        #expect(try ECMAPattern("(?<=😀a)b$").matches(text + "b"))
        #expect(try ECMAPattern("x*$").matches(text))
        #expect(try !ECMAPattern("[^é–😀a]").matches(text))
        for count in 1_020...1_030 {
            #expect(try ECMAPattern("b").matches(String(repeating: "a", count: count) + "b"))
            #expect(try ECMAPattern("é$").matches(String(repeating: "a", count: count) + "é"))
        }
    }

    @Test func knowsEveryProperty() throws {
        let names = [
            "ASCII", "Alphabetic", "Bidi_Mirrored", "Case_Ignorable", "CWL", "CWKCF", "Dash",
            "Default_Ignorable_Code_Point", "Deprecated", "Diacritic", "Emoji_Modifier_Base", "EBase", "ExtPict", "Ext",
            "Grapheme_Base", "Gr_Ext", "Hex", "IDSB", "IDST", "IDC", "IDS", "Ideo", "Join_C", "LOE", "Lower", "Math",
            "NChar",
            "Pat_Syn", "Pat_WS", "QMark", "Radical", "RI", "STerm", "SD", "Term", "UIdeo", "Upper", "VS", "space",
            "XIDC",
            "XIDS", "Cased_Letter", "punct", "Surrogate", "Script=SignWriting", "sc=Nko", "scx=Phags_Pa", "sc=Zinh",
        ]
        for name in names {
            #expect(throws: Never.self, "\(name)") { try ECMAPattern("\\p{\(name)}[\\P{\(name)}x]").matches("a") }
        }
        #expect(throws: PatternError.self) { try ECMAPattern("\\p{sc=Nowhere}") }
    }
}
