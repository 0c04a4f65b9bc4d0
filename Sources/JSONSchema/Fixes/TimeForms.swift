/// Dates and times that are written in another way than RFC 3339 has them, and say all that it asks for.
enum TimeForms {
    /// Year, month and day, in this order: `2024/1/2`, `2024.01.02`, `20240102`.
    static func date(_ text: String) -> String? {
        if text.utf8.count == 8, let digits = digits(text[...]) {
            return digits.prefix(4) + "-" + digits.dropFirst(4).prefix(2) + "-" + digits.suffix(2)
        }
        for separator: Character in ["-", "/", "."] {
            let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].utf8.count == 4, let year = digits(parts[0]),
                let month = twoDigits(parts[1]), let day = twoDigits(parts[2])
            else { continue }
            return year + "-" + month + "-" + day
        }
        return nil
    }

    /// A time with its zone: `10:30:00+0100`, `10:30:00 UTC`. Without a zone nil, for none can be known.
    static func time(_ text: String) -> String? {
        guard let start = text.lastIndex(where: { "+-ZzUu\u{2212}".contains($0) }) else { return nil }
        let clock = Spelling.trimmed(String(text[..<start]))
        let fields = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 3, let hour = twoDigits(fields[0]), let zone = zone(text[start...]) else { return nil }
        return hour + ":" + fields[1] + ":" + fields[2] + zone
    }

    /// A date and a time with its zone, with blanks or `T` between them.
    static func dateTime(_ text: String) -> String? {
        guard let end = text.firstIndex(where: { " Tt_".contains($0) }) else { return nil }
        let rest = Spelling.trimmed(String(text[text.index(after: end)...]))
        guard let date = date(String(text[..<end])), let time = time(rest) else { return nil }
        return date + "T" + time
    }

    private static func zone(_ text: Substring) -> String? {
        if ["Z", "UTC"].contains(text.uppercased()) { return "Z" }
        guard let sign = text.first else { return nil }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard sign == "+" || sign == "-", parts.count <= 2, let digits = digits(parts.joined()[...]) else { return nil }
        switch digits.utf8.count {
        case 2: return "\(sign)\(digits):00"
        case 4: return "\(sign)\(digits.prefix(2)):\(digits.suffix(2))"
        default: return nil
        }
    }

    private static func twoDigits(_ text: Substring) -> String? {
        guard let digits = digits(text), digits.utf8.count <= 2 else { return nil }
        return digits.utf8.count == 1 ? "0" + digits : digits
    }

    private static func digits(_ text: Substring) -> String? {
        !text.isEmpty && text.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 } ? String(text) : nil
    }
}
