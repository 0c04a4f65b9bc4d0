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

    /// Whether `scalar` ends the bound of a range unless it is quoted or a backslash stands before it.
    static func endsBound(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "]" || scalar == "}" || isSpace(scalar)
    }

    /// Returns the shortest spelling of a word that is read back as `parts`.
    static func spelling(of parts: [WildcardPattern.Part], asValueOf field: FieldPath?) -> String {
        var spelling = String.UnicodeScalarView()
        if case .literal(let text) = parts.first {
            if parts.count == 1, keyword(text) != nil { spelling.append("\\") }
            if field != nil, let first = text.unicodeScalars.first, first == "<" || first == ">" {
                spelling.append("\\")
            }
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

    /// Returns `text` as the bound of a range: quoted, unless it is as plain as a number or a date.
    static func spelling(ofBound text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "0"..."9", "a"..."z", "A"..."Z", "-", "+", ".", ":", "_": true
            default: false
            }
        }
        return isPlain && !text.isEmpty && text != "TO" ? text : spelling(ofPhrase: text)
    }

    /// Returns `factor`, which is finite and not negative, in digits without an exponent.
    static func spelling(ofFactor factor: Double) -> String {
        let text = factor.description
        let parts = text.utf8.split(separator: UInt8(ascii: "e"))
        guard parts.count == 2, let exponent = Int(Substring(parts[1])) else {
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }
        // One digit stands before the point.
        let digits = String(Substring(parts[0])).filter { $0 != "." }
        if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
        let zeros = String(repeating: "0", count: max(0, exponent + 1 - digits.count))
        let whole = digits.prefix(exponent + 1) + zeros
        return digits.count > exponent + 1 ? "\(whole).\(digits.dropFirst(exponent + 1))" : String(whole)
    }
}
