internal import Foundation

/// The rule that a name from outside broke.
package struct NameError: Error, Hashable, CustomStringConvertible {
    /// What was being read, in the reader's words: `project`, `version`, `path`, `artifact ID`.
    package let kind: String
    /// One clause that completes "the *kind* …": what is wrong, and the rule.
    package let rule: String
    /// The text as it came, shortened to 80 characters and with control characters replaced.
    package let text: String

    package init(_ kind: String, _ text: String, _ rule: String) {
        self.kind = kind
        self.rule = rule
        self.text = Self.shown(text)
    }

    package var description: String { "\(kind) '\(text)' \(rule)" }

    private static func shown(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(80) {
            shown.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return text.unicodeScalars.count > 80 ? shown + "…" : shown
    }
}

/// Which bytes a name may hold; names are compared and ordered by their UTF-8 bytes.
enum NameRules {
    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
    static func areDigits(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
    static func isNameByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }
    /// Whether `text` is in Unicode normal form C; two such texts that String calls equal have the same bytes.
    static func isNFC(_ text: String) -> Bool {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return true }
        return text.precomposedStringWithCanonicalMapping.utf8.elementsEqual(text.utf8)
    }
}
