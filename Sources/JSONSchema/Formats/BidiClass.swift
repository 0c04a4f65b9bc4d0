/// The bidirectional class (Unicode annex 9) of a code point that a label may contain; others count as `.left`.
enum BidiClass {
    case left
    case right
    case arabicLetter
    case arabicNumber
    case europeanNumber
    case nonspacingMark
    /// ES, ON or BN: the rule for labels treats them alike.
    case neutral

    init(_ scalar: Unicode.Scalar) {
        if scalar.properties.generalCategory == .nonspacingMark, !UnicodeRanges.leftToRightMarks.contains(scalar) {
            self = .nonspacingMark
            return
        }
        switch scalar.value {
        case 0x30...0x39, 0x6F0...0x6F9: self = .europeanNumber
        case 0x660...0x669, 0x10D30...0x10D39, 0x10D40...0x10D49: self = .arabicNumber
        // The areas that DerivedBidiClass.txt gives to scripts written from right to left.
        case 0x590...0x5FF, 0x7C0...0x85F, 0xFB1D...0xFB4F: self = .right
        case 0x600...0x7BF, 0x860...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFF: self = .arabicLetter
        case 0x10D00...0x10D3F, 0x10EC0...0x10EFF, 0x10F30...0x10F6F: self = .arabicLetter
        case 0x1EC70...0x1ECBF, 0x1ED00...0x1ED4F, 0x1EE00...0x1EEFF: self = .arabicLetter
        case 0x10800...0x10FFF, 0x1E800...0x1EFFF: self = .right
        default: self = UnicodeRanges.neutral.contains(scalar) ? .neutral : .left
        }
    }

    /// Condition 5 of RFC 5893 section 2.
    var isAllowedLeftToRight: Bool {
        switch self {
        case .left, .europeanNumber, .nonspacingMark, .neutral: true
        case .right, .arabicLetter, .arabicNumber: false
        }
    }
}
