internal import JSONDocument

/// How else a word may be written and still be the same word.
package enum Spelling {
    private static let maxLength = 256  // in bytes
    private static let maxMatches = 4  // as many are no slip of one of them

    /// Returns those of `allowed` that are the same as `value` in another spelling (the same word, the same number or
    /// truth value written as a string or not, the only element of an array), then the one that it is a slip of.
    ///
    /// - Returns: tiers, the closest first.
    static func intended(by value: JSONValue, among allowed: [JSONValue]) -> [[JSONValue]] {
        let strings = allowed.lazy.compactMap(\.stringValue)
        switch value {
        case .string(let word):
            let literals = Array(allowed.lazy.filter { isSpelled($0, by: word) }.prefix(maxMatches))
            if strings.isEmpty, allowed.contains(.null), FixCandidates.isNull(word) { return [literals + [.null]] }
            let (same, slip) = intended(by: word, among: strings)
            return [literals + same.map { .string($0) }, slip.map { [.string($0)] } ?? []]
        case .number, .bool:
            return [Array(strings.filter { isSpelled(value, by: $0) }.prefix(maxMatches)).map { .string($0) }]
        case .array(let elements) where elements.count == 1 && allowed.contains(elements[0]):
            return [[elements[0]]]
        default: return []
        }
    }

    /// Returns those of `words` that are most closely the same as `word`; without any, the one that it is a slip of.
    ///
    /// - Parameter isLikely: whether there are other reasons to think of a slip.
    static func intended(
        by word: String, among words: some Sequence<String>, isLikely: Bool = false
    ) -> (same: [String], slip: String?) {
        guard word.utf8.count <= maxLength else { return ([], nil) }
        let loose = forms(of: word)
        // Each form is made from the one before, so what agrees in an early one agrees in the last.
        let alike = words.lazy.filter { $0.utf8.count <= maxLength && !$0.hasSameBytes(as: word) }
            .map { (word: $0, forms: forms(of: $0)) }.filter { $0.forms.last == loose.last }
        let candidates = Array(alike.prefix(100))
        for level in loose.indices {
            let matches = candidates.filter { $0.forms[level] == loose[level] }.map(\.word)
            if matches.count > maxMatches { return ([], nil) }
            if !matches.isEmpty { return (matches, nil) }
        }
        return ([], Suggestion.slip(word, of: words, isLikely: isLikely))
    }

    /// Returns the one of `names` that is meant by `name`, or nil when it is not clear.
    package static func intended(name: String, among names: [String], isLikely: Bool = false) -> String? {
        let (same, slip) = intended(by: name, among: names, isLikely: isLikely)
        return slip ?? (same.count == 1 ? same[0] : nil)
    }

    /// Without white space and invisible characters at both ends.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    /// Trimmed, and each run of white space inside as one space.
    static func spaced(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in trimmed(text).unicodeScalars where !isInvisible(scalar) {
            if !scalar.properties.isWhitespace {
                result.append(scalar)
            } else if result.last != " " {
                result.append(" ")
            }
        }
        return String(result)
    }

    /// The word in ever looser forms, to be compared by canonical equivalence: as it is, spaced, in lower case, with
    /// plain signs, with one separator, without, and as the symbol of a unit.
    private static func forms(of word: String) -> [String] {
        let spaced = spaced(word)
        let lower = spaced.lowercased()
        let plain = plain(lower)
        let separated = separated(plain)
        let joined = joined(separated)
        return [word, spaced, lower, plain, separated, joined, UnitNames.symbol(of: joined)]
    }

    /// With letters for signs that look like them or stand for them: micro and mu, degrees, dashes, quotes, powers.
    private static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0xB5, 0x3BC: result.append("u")
            case 0xBA, 0x2DA: result.append("°")
            case 0x2103: result.append(contentsOf: "°c".unicodeScalars)
            case 0x2010...0x2015, 0x2212: result.append("-")
            case 0x2018, 0x2019, 0x2BC: result.append("'")
            case 0x201C, 0x201D: result.append("\"")
            case 0xB2: result.append("2")
            case 0xB3: result.append("3")
            case 0x5E: continue  // mm^3
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// With a space for each run of spaces, `-`, `_` and `.` inside the word, unless it is part of a number.
    private static func separated(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var start = 0
        while start < scalars.count {
            var end = start
            while end < scalars.count, isSeparator(scalars[end]) { end += 1 }
            if end == start {
                result.append(scalars[start])
                start += 1
                continue
            }
            let run = scalars[start..<end]
            let isInside = start > 0 && end < scalars.count
            let touchesDigit = isInside && (isDigit(scalars[start - 1]) || isDigit(scalars[end]))
            let isSign = isInside && run.count > 1 && run.last == "-" && isDigit(scalars[end])
            if !isInside || isSign || touchesDigit && run.contains(".") {
                result.append(contentsOf: run)
            } else {
                result.append(" ")
            }
            start = end
        }
        return String(result)
    }

    /// Without spaces, unless there is a digit on both sides.
    private static func joined(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let isBetweenDigits =
                index > 0 && index + 1 < scalars.count && isDigit(scalars[index - 1]) && isDigit(scalars[index + 1])
            if scalar != " " || isBetweenDigits { result.append(scalar) }
        }
        return String(result)
    }

    static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "-" || scalar == "_" || scalar == "."
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? ("0"..."9").contains(scalar) : scalar.properties.numericType != nil
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || isInvisible(scalar)
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x200B...0x200D, 0x2060, 0xFEFF: true
        default: false
        }
    }

    private static func isSpelled(_ value: JSONValue, by text: String) -> Bool {
        switch value {
        case .number(let number): FixCandidates.number(text) == number
        case .bool(let flag): FixCandidates.flag(text) == flag
        default: false
        }
    }
}
