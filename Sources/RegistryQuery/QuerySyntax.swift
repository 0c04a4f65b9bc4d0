/// The characters and words that mean something in a search text; reader and writer agree through this.
enum QuerySyntax {
    static let existsField = "_exists_"

    /// What separates words; other white space of Unicode belongs to a word, as in Lucene.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\n", "\r", "\u{3000}": true
        default: false
        }
    }

    /// Whether `scalar` ends a word unless a backslash stands before it.
    static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "!", "(", ")", ":", "^", "[", "]", "\"", "{", "}", "~", "/": true
        default: isSpace(scalar)
        }
    }

    /// The operator that `word` spells when nothing in it is escaped.
    static func keyword(_ word: String) -> QueryToken.Kind? {
        switch word {
        case "AND", "&&": .and
        case "OR", "||": .or
        case "NOT": .not
        default: nil
        }
    }

    /// Whether `scalar` at the beginning of a field's value makes a range of it.
    static func isComparison(_ scalar: Unicode.Scalar?) -> Bool { scalar == "<" || scalar == ">" }

    /// Returns the shortest spelling of a word that is read back as `parts`.
    static func spelling(of parts: [WildcardPattern.Part], asValueOf field: FieldPath?) -> String {
        var spelling = String.UnicodeScalarView()
        if case .literal(let text) = parts.first {
            if parts.count == 1, keyword(text) != nil { spelling.append("\\") }
            if field != nil, isComparison(text.unicodeScalars.first) { spelling.append("\\") }
        }
        for part in parts {
            switch part {
            case .one: spelling.append("?")
            case .any: spelling.append("*")
            case .literal(let text):
                for scalar in text.unicodeScalars {
                    let isSign = scalar == "+" || scalar == "-"
                    if endsWord(scalar) || scalar == "*" || scalar == "?" || scalar == "\\"
                        || (isSign && spelling.isEmpty)
                    {
                        spelling.append("\\")
                    }
                    spelling.append(scalar)
                }
            }
        }
        return String(spelling)
    }

    static func spelling(of field: FieldPath) -> String {
        let spelling = spelling(of: [.literal(field.description)], asValueOf: nil)
        return field.description.hasSameBytes(as: existsField) ? "\\" + spelling : spelling
    }

    static func spelling(ofPhrase text: String) -> String {
        var spelling = "\"".unicodeScalars
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { spelling.append("\\") }
            spelling.append(scalar)
        }
        spelling.append("\"")
        return String(spelling)
    }
}
