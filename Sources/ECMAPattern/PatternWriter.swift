/// Writes a pattern in PCRE2's syntax.
///
/// What the two languages read differently is written out: sets as code points, `$` as the very end, groups by number.
struct PatternWriter {
    private static let maxLength = 1 << 20  // bytes; PCRE2 refuses far shorter patterns by their compiled size

    private var text = ""

    static func text(of pattern: PatternNode) throws(PatternError) -> String {
        var writer = PatternWriter()
        writer.write(pattern)
        if writer.isTooLong { throw PatternError(.notSupported("regular expression is too large")) }
        return writer.text
    }

    private var isTooLong: Bool { text.utf8.count > Self.maxLength }

    private mutating func write(_ node: PatternNode) {
        if isTooLong { return }
        switch node {
        case .character(let value): writeAtom(value)
        case .set(let set): write(set)
        case .start: text += "^"
        case .end: text += "\\z"
        case .wordBoundary(let isNegated): text += isNegated ? "\\B" : "\\b"
        case .sequence(let terms):
            for term in terms {
                if case .alternatives = term { write(group: "(?:", term) } else { write(term) }
            }
        case .alternatives(let alternatives):
            for (index, alternative) in alternatives.enumerated() {
                if index > 0 { text += "|" }
                write(alternative)
            }
        case .capture(let body): write(group: "(", body)
        case .repetition(let body, let least, let most, let isLazy):
            switch body {
            case .character, .set, .capture, .reference: write(body)
            default: write(group: "(?:", body)
            }
            text += "{\(least),\(most.map(String.init) ?? "")}\(isLazy ? "?" : "")"
        case .look(let body, let isBehind, let isNegated):
            write(group: "(?" + (isBehind ? "<" : "") + (isNegated ? "!" : "="), body)
        case .reference(let number): text += "\\g{\(number)}"
        }
    }

    private mutating func write(group opening: String, _ body: PatternNode) {
        text += opening
        write(body)
        text += ")"
    }

    private mutating func writeAtom(_ value: UInt32) {
        if (0xD800...0xDFFF).contains(value) {
            write(CodePointSet())
        } else {
            write(value)
        }
    }

    private mutating func write(_ set: CodePointSet) {
        var positive = set
        positive.isNegated = false
        let ranges = positive.normalizedRanges
        if ranges.isEmpty, set.properties.isEmpty {
            text += set.isNegated ? "[\\x{0}-\\x{10ffff}]" : "[^\\x{0}-\\x{10ffff}]"
            return
        }
        text += set.isNegated ? "[^" : "["
        for range in ranges {
            write(range.lowerBound)
            if range.upperBound > range.lowerBound {
                text += "-"
                write(range.upperBound)
            }
        }
        for property in set.properties { text += property }
        text += "]"
    }

    /// Writes one code point so that it stands for itself, inside a class and outside.
    private mutating func write(_ value: UInt32) {
        switch value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: text.unicodeScalars.append(Unicode.Scalar(UInt8(value)))
        default: text += "\\x{" + String(value, radix: 16) + "}"
        }
    }
}
