/// Other ways to write a text that mean the same, by rank.
enum TextForms {
    private static let maxLength = 1024  // in bytes

    /// For a text that is to match some pattern: without white space around it, in another case, with other separators.
    static func patternTiers(_ text: String) -> [[String]] {
        guard text.utf8.count <= maxLength else { return [[Spelling.trimmed(text)]] }
        let plain = Spelling.spaced(text)
        let separated = separatorForms(plain)
        return others(
            than: text,
            [
                [Spelling.trimmed(text), plain], caseForms(plain), separated,
                separated.flatMap { [$0.lowercased(), $0.uppercased()] },
            ])
    }

    /// For a text that is to be of `format`.
    static func formatTiers(_ text: String, format: String) -> [[String]] {
        let trimmed = Spelling.trimmed(text)
        guard trimmed.utf8.count <= maxLength else { return others(than: text, [[trimmed]]) }
        let form: String? =
            switch format {
            case "date": TimeForms.date(trimmed)
            case "time": TimeForms.time(trimmed)
            case "date-time": TimeForms.dateTime(trimmed)
            case "uuid": uuid(trimmed)
            default: nil
            }
        return others(than: text, [[trimmed], form.map { [$0] } ?? []])
    }

    private static func others(than text: String, _ tiers: [[String]]) -> [[String]] {
        var seen: Set<[UInt8]> = [Array(text.utf8)]
        return tiers.map { $0.filter { seen.insert(Array($0.utf8)).inserted } }
    }

    private static func caseForms(_ text: String) -> [String] {
        [text.lowercased(), text.uppercased(), text.prefix(1).uppercased() + text.dropFirst().lowercased()]
    }

    /// With one separator for each `-`, `_` and space, or with none where no digits would grow together.
    private static func separatorForms(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        let places = scalars.indices.filter { isSeparator(scalars[$0]) }
        if places.isEmpty { return [] }
        var forms = ["_", "-", " ", ":"].map { text.split(isSeparator, joinedBy: $0) }
        let joinsDigits = places.contains {
            $0 > 0 && $0 + 1 < scalars.count && Spelling.isDigit(scalars[$0 - 1]) && Spelling.isDigit(scalars[$0 + 1])
        }
        if !joinsDigits { forms.append(text.split(isSeparator, joinedBy: "")) }
        return forms
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "-" || scalar == "_" || scalar == " "
    }

    /// 32 hexadecimal digits, in braces or after `urn:uuid:`, as RFC 9562 writes them, section 4.
    private static func uuid(_ text: String) -> String? {
        var digits = text[...]
        if digits.lowercased().hasPrefix("urn:uuid:") { digits = digits.dropFirst(9) }
        if digits.first == "{", digits.last == "}" { digits = digits.dropFirst().dropLast() }
        let bytes = digits.utf8.filter { $0 != UInt8(ascii: "-") }
        guard bytes.count == 32, bytes.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        var result = ""
        for (index, byte) in bytes.enumerated() {
            if [8, 12, 16, 20].contains(index) { result += "-" }
            result.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return result
    }
}

extension String {
    fileprivate func split(_ isSeparator: (Unicode.Scalar) -> Bool, joinedBy separator: String) -> String {
        unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isSeparator).map { String($0) }
            .joined(separator: separator)
    }
}
