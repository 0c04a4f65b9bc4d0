import JSONDocument

/// The names, strings, patterns and numbers that schemas and instances share, so that they often meet.
///
/// Left out, because the reference is no judge of them: Python's `$` also matches before a last line feed, its `.` matches
/// U+2028, its `\d` and `\w` are Unicode's; it reads fractions as doubles, so all of ours are multiples of 1/4.
enum FuzzVocabulary {
    static let names = [
        "a", "b", "c", "ab", "foo", "bar", "", "é", "e\u{301}", "x/y", "~", "%25", "日本", "😀", "a b", "__proto__",
        "$ref",
        "length",
    ]
    static let strings = names + ["aa", "abc", "cab", "bab", "xyy", "é😀", "👩‍👩‍👧", "0", "1", "true", "null", "A"]

    /// Each means the same to ECMA-262 with the flag `u` and to Python.
    static let patterns = [
        "^a", "b$", "^[a-c]+$", "a|b", "^.{2}$", "^(ab)*$", "é", "^$", "", "[^a]", "^[^a]*$", "x{1,2}y?",
        "^(?:foo|bar)$",
        "^a?b?c?$", "[日-本]", "^.$", "^😀$", "(a)b", "o+", "^x/", "a(?!b)", "^(?=a)",
    ]

    /// A number of the shared range in one of its spellings.
    static func number(_ random: inout FuzzRandom) -> JSONValue {
        if random.chance(8) { return number(random.pick(integers)) }
        return number(spelling(ofQuarters: random.int(in: -12...40), &random))
    }

    /// An integer from `range` in one of its spellings.
    static func integer(_ range: ClosedRange<Int>, _ random: inout FuzzRandom) -> JSONValue {
        number(spelling(ofQuarters: 4 * random.int(in: range), &random))
    }

    static func number(_ text: String) -> JSONValue { JSONNumber(text: text).map { .number($0) } ?? .null }

    /// Beyond doubles; written without fraction or exponent, which Python keeps exactly.
    private static let integers = [
        "9007199254740992", "9007199254740993", "-9007199254740993", "18446744073709551616", "9223372036854775807",
        "9223372036854775808", "1000000000000000000000000000000", "1000000000000000000000000000001",
    ]

    private static func spelling(ofQuarters quarters: Int, _ random: inout FuzzRandom) -> String {
        let sign = quarters < 0 ? "-" : ""
        let hundredths = quarters.magnitude * 25
        let whole = hundredths / 100
        let fraction = hundredths % 100
        let fractionText = (fraction < 10 ? "0" : "") + "\(fraction)"
        switch random.below(10) {
        case 0: return "\(sign)\(whole).\(fractionText)"
        case 1: return "\(sign)\(hundredths)e-2"
        case 2: return "\(sign)\(hundredths * 10)E-3"
        case 3: return "\(sign)0.0\(hundredths)e\("\(hundredths)".utf8.count - 1)"
        case 4 where fraction == 0: return "\(sign)\(whole).0"
        case 5 where fraction == 0: return "\(sign)\(whole)e+0"
        case 6 where whole == 0 && fraction == 0: return random.pick(["-0", "-0.0", "0e7", "0.000"])
        default: return fraction == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(fractionText)"
        }
    }
}
