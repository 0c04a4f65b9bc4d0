/// A label of a host name in Unicode, held against IDNA 2008.
struct InternationalLabel {
    private let scalars: [Unicode.Scalar]

    /// Whether it has a character of a script written from right to left, or an Arabic number (RFC 5893 section 1.4).
    let isRightToLeft: Bool

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        isRightToLeft = scalars.contains {
            switch BidiClass($0) {
            case .right, .arabicLetter, .arabicNumber: true
            default: false
            }
        }
    }

    /// Whether it is a U-label: RFC 5891 section 4.2 without the bidi rule, which depends on the whole name.
    var isValid: Bool {
        guard let first = scalars.first, !first.isCombiningMark, first != "-", scalars.last != "-" else { return false }
        if scalars.count > 3, scalars[2] == "-", scalars[3] == "-" { return false }
        let isAllowed = scalars.indices.allSatisfy { index in
            switch IDNAProperty(scalars[index]) {
            case .valid: true
            case .contextual: isAllowedByContext(at: index)
            case .disallowed: false
            }
        }
        return isAllowed && NormalizationForm.isComposed(scalars)
    }

    /// The rules of RFC 5892 appendix A.
    private func isAllowedByContext(at index: Int) -> Bool {
        let before = index > 0 ? scalars[index - 1] : nil
        let after = index + 1 < scalars.count ? scalars[index + 1] : nil
        switch scalars[index].value {
        case 0x200C: return before?.isVirama == true || joinsAround(index)
        case 0x200D: return before?.isVirama == true
        case 0x00B7: return before == "l" && after == "l"
        case 0x0375: return after.map(UnicodeRanges.greek.contains) ?? false
        case 0x05F3, 0x05F4: return before.map(UnicodeRanges.hebrew.contains) ?? false
        case 0x30FB: return scalars.contains(where: UnicodeRanges.japanese.contains)
        case 0x0660...0x0669: return !scalars.contains { (0x06F0...0x06F9).contains($0.value) }
        case 0x06F0...0x06F9: return !scalars.contains { (0x0660...0x0669).contains($0.value) }
        default: return false
        }
    }

    /// Appendix A.1: (L or D) T* ZWNJ T* (R or D), in joining types.
    private func joinsAround(_ index: Int) -> Bool {
        let before = scalars[..<index].last { !$0.isJoiningTransparent }
        let after = scalars[(index + 1)...].first { !$0.isJoiningTransparent }
        guard let before, let after else { return false }
        return UnicodeRanges.joinsBothSides.contains(before) || UnicodeRanges.joinsNext.contains(before)
            ? UnicodeRanges.joinsBothSides.contains(after) || UnicodeRanges.joinsPrevious.contains(after) : false
    }

    /// The six conditions of RFC 5893 section 2.
    var keepsBidiRule: Bool {
        let classes = scalars.map { BidiClass($0) }
        let last = classes.last { $0 != .nonspacingMark }
        switch classes.first {
        case .left:
            return classes.allSatisfy { $0.isAllowedLeftToRight } && (last == .left || last == .europeanNumber)
        case .right, .arabicLetter:
            let endsWell =
                switch last {
                case .right, .arabicLetter, .europeanNumber, .arabicNumber: true
                default: false
                }
            return endsWell && !classes.contains(.left)
                && !(classes.contains(.europeanNumber) && classes.contains(.arabicNumber))
        default: return false
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isCombiningMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    fileprivate var isVirama: Bool { properties.canonicalCombiningClass == .virama }

    /// Whether it is of joining type T; of what a label may contain, these are the nonspacing marks and one letter.
    fileprivate var isJoiningTransparent: Bool { properties.generalCategory == .nonspacingMark || value == 0x1E94B }
}
