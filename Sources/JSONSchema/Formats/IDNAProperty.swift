/// What IDNA 2008 allows a code point to be, after RFC 5892 section 3 with the Unicode version of Swift's library.
enum IDNAProperty {
    case valid
    /// Allowed where a rule of appendix A says so.
    case contextual
    /// Also what is not assigned.
    case disallowed

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        // Section 2.6, exceptions.
        case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: self = .valid
        case 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB, 0x660...0x669, 0x6F0...0x6F9: self = .contextual
        case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: self = .disallowed
        // Section 2.5, LDH.
        case 0x2D, 0x30...0x39, 0x61...0x7A: self = .valid
        // Section 2.8, JoinControl.
        case 0x200C, 0x200D: self = .contextual
        // Section 2.4, IgnorableBlocks; section 2.9, OldHangulJamo.
        case 0x20D0...0x20FF, 0x1D100...0x1D24F: self = .disallowed
        case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: self = .disallowed
        default: self = scalar.isLetterOrDigit && scalar.isStable ? .valid : .disallowed
        }
    }
}

extension Unicode.Scalar {
    /// Section 2.1, LetterDigits.
    fileprivate var isLetterOrDigit: Bool {
        switch properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber, .modifierLetter, .nonspacingMark,
            .spacingMark:
            true
        default: false
        }
    }

    /// Sections 2.2 and 2.3, the complement of Unstable and IgnorableProperties.
    fileprivate var isStable: Bool {
        !properties.changesWhenNFKCCaseFolded && !properties.isDefaultIgnorableCodePoint && !properties.isWhitespace
    }
}
