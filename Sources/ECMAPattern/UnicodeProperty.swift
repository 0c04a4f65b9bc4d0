/// A property that `\p{…}` may name (ECMA-262, tables 66 to 69), and PCRE2's name for it.
struct UnicodeProperty {
    private let name: String

    /// Whether the property is what `name` is not.
    private let isComplement: Bool

    /// - Parameter expression: what stands between the braces; names are exact, case included.
    init?(_ expression: String) {
        let parts = expression.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        isComplement = parts == ["Assigned"]
        if parts.count == 1 {
            if isComplement {
                name = "Cn"
            } else if let category = Self.categories[parts[0]] {
                name = category
            } else if parts[0] == "CWKCF" {
                name = Self.nfkcCasefold
            } else if Self.binary.contains(parts[0]) {
                name = parts[0]
            } else {
                return nil
            }
            return
        }
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "General_Category", "gc":
            guard let category = Self.categories[parts[1]] else { return nil }
            name = category
        case "Script", "sc":
            guard Self.isScriptName(parts[1]) else { return nil }
            name = "sc:" + parts[1]
        case "Script_Extensions", "scx":
            guard Self.isScriptName(parts[1]) else { return nil }
            name = "scx:" + parts[1]
        default: return nil
        }
    }

    /// The code points that have the property, or those that have not.
    func set(isNegated: Bool) -> CodePointSet {
        let isNegated = isNegated != isComplement
        if name == Self.nfkcCasefold {
            return isNegated ? Self.keptByNFKCCasefold : Self.changedByNFKCCasefold
        }
        return CodePointSet(properties: [(isNegated ? "\\P{" : "\\p{") + name + "}"])
    }

    // The one property that PCRE2 10.42 does not know; Swift's library does.
    private static let nfkcCasefold = "Changes_When_NFKC_Casefolded"
    private static let changedByNFKCCasefold: CodePointSet = {
        var ranges: [ClosedRange<UInt32>] = []
        for value in UInt32.zero...0x10FFFF {
            guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenNFKCCaseFolded else { continue }
            if let last = ranges.last, last.upperBound + 1 == value {
                ranges[ranges.count - 1] = last.lowerBound...value
            } else {
                ranges.append(value...value)
            }
        }
        return CodePointSet(ranges: ranges)
    }()

    private static let keptByNFKCCasefold = changedByNFKCCasefold.inverted

    // PCRE2 knows the scripts, but reads their names without regard to case and underscores.
    private static func isScriptName(_ name: String) -> Bool {
        let words = name.split(separator: "_", omittingEmptySubsequences: false)
        return words.allSatisfy { word in
            guard let first = word.utf8.first, word.utf8.count > 1 else { return false }
            return (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
                && (word == "SignWriting" || word.utf8.dropFirst().allSatisfy { (0x61...0x7A).contains($0) })
        }
    }

    private static let categories: [String: String] = {
        var names: [String: String] = [:]
        for (short, long) in longCategories {
            names[short] = short
            for name in long { names[name] = short }
        }
        for name in ["LC", "Cased_Letter"] { names[name] = "L&" }
        return names
    }()

    private static let longCategories: [(String, [String])] = [
        ("C", ["Other"]), ("Cc", ["Control", "cntrl"]), ("Cf", ["Format"]), ("Cn", ["Unassigned"]),
        ("Co", ["Private_Use"]), ("Cs", ["Surrogate"]), ("L", ["Letter"]), ("Ll", ["Lowercase_Letter"]),
        ("Lm", ["Modifier_Letter"]), ("Lo", ["Other_Letter"]), ("Lt", ["Titlecase_Letter"]),
        ("Lu", ["Uppercase_Letter"]), ("M", ["Mark", "Combining_Mark"]), ("Mc", ["Spacing_Mark"]),
        ("Me", ["Enclosing_Mark"]), ("Mn", ["Nonspacing_Mark"]), ("N", ["Number"]),
        ("Nd", ["Decimal_Number", "digit"]),
        ("Nl", ["Letter_Number"]), ("No", ["Other_Number"]), ("P", ["Punctuation", "punct"]),
        ("Pc", ["Connector_Punctuation"]), ("Pd", ["Dash_Punctuation"]), ("Pe", ["Close_Punctuation"]),
        ("Pf", ["Final_Punctuation"]), ("Pi", ["Initial_Punctuation"]), ("Po", ["Other_Punctuation"]),
        ("Ps", ["Open_Punctuation"]), ("S", ["Symbol"]), ("Sc", ["Currency_Symbol"]), ("Sk", ["Modifier_Symbol"]),
        ("Sm", ["Math_Symbol"]), ("So", ["Other_Symbol"]), ("Z", ["Separator"]), ("Zl", ["Line_Separator"]),
        ("Zp", ["Paragraph_Separator"]), ("Zs", ["Space_Separator"]),
    ]

    private static let binary: Set<String> = [
        "ASCII", "Any", "ASCII_Hex_Digit", "AHex", "Alphabetic", "Alpha", "Bidi_Control", "Bidi_C", "Bidi_Mirrored",
        "Bidi_M", "Case_Ignorable", "CI", "Cased", "Changes_When_Casefolded", "CWCF", "Changes_When_Casemapped", "CWCM",
        "Changes_When_Lowercased", "CWL", nfkcCasefold, "Changes_When_Titlecased", "CWT",
        "Changes_When_Uppercased", "CWU", "Dash", "Default_Ignorable_Code_Point", "DI", "Deprecated", "Dep",
        "Diacritic", "Dia", "Emoji", "Emoji_Component", "EComp", "Emoji_Modifier", "EMod", "Emoji_Modifier_Base",
        "EBase", "Emoji_Presentation", "EPres", "Extended_Pictographic", "ExtPict", "Extender", "Ext", "Grapheme_Base",
        "Gr_Base", "Grapheme_Extend", "Gr_Ext", "Hex_Digit", "Hex", "IDS_Binary_Operator", "IDSB",
        "IDS_Trinary_Operator", "IDST", "ID_Continue", "IDC", "ID_Start", "IDS", "Ideographic", "Ideo", "Join_Control",
        "Join_C", "Logical_Order_Exception", "LOE", "Lowercase", "Lower", "Math", "Noncharacter_Code_Point", "NChar",
        "Pattern_Syntax", "Pat_Syn", "Pattern_White_Space", "Pat_WS", "Quotation_Mark", "QMark", "Radical",
        "Regional_Indicator", "RI", "Sentence_Terminal", "STerm", "Soft_Dotted", "SD", "Terminal_Punctuation", "Term",
        "Unified_Ideograph", "UIdeo", "Uppercase", "Upper", "Variation_Selector", "VS", "White_Space", "space",
        "XID_Continue", "XIDC", "XID_Start", "XIDS",
    ]
}
