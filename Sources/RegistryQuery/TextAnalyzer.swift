/// The words of a text, as they are indexed and looked for.
///
/// A word is a run of letters and numbers with the marks that follow them, lower-cased by Unicode's mapping of single
/// scalars. That is Lucene's standard analyser in the plain cases; it differs on purpose in being simpler: `.`, `_`, `'`
/// and `:` always end a word (Lucene keeps `bar.txt`, `3.5` and `foo_bar` whole), and a run of ideographs is one word.
/// Nothing is normalised or stemmed and no word is left out.
package enum TextAnalyzer {
    /// Scalars of a word; a longer run is cut into words of this length, as Lucene does at 255.
    package static let maximumLength = 255

    /// Returns the words of `text` in their order, repeated ones included.
    package static func tokens(_ text: String) -> [String] {
        var tokens: [String] = []
        var token = String.UnicodeScalarView()
        var length = 0
        for scalar in text.unicodeScalars {
            let kind = kind(of: scalar)
            if kind == .word || (kind == .mark && length > 0) {
                if length == maximumLength {
                    tokens.append(String(token))
                    token = String.UnicodeScalarView()
                    length = 0
                }
                appendLowercased(scalar, to: &token)
                length += 1
            } else if length > 0 {
                tokens.append(String(token))
                token = String.UnicodeScalarView()
                length = 0
            }
        }
        if length > 0 { tokens.append(String(token)) }
        return tokens
    }

    /// Returns `text` with each scalar lower-cased as in a word; nothing else changes.
    package static func lowercased(_ text: String) -> String {
        var lowercased = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { appendLowercased(scalar, to: &lowercased) }
        return String(lowercased)
    }

    private static func appendLowercased(_ scalar: Unicode.Scalar, to text: inout String.UnicodeScalarView) {
        switch scalar.value {
        case 0x41...0x5A: text.append(Unicode.Scalar(UInt8(scalar.value + 0x20)))
        case ..<0x80: text.append(scalar)
        default: text.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }

    private enum Kind {
        case word, mark, other
    }

    private static func kind(of scalar: Unicode.Scalar) -> Kind {
        switch scalar.value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return .word
        case ..<0x80: return .other
        default: break
        }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: .word
        case .decimalNumber, .letterNumber, .otherNumber: .word
        case .nonspacingMark, .spacingMark, .enclosingMark: .mark
        default: .other
        }
    }
}
