/// Host names of RFC 1123 section 2.1, and internationalized ones of RFC 5890.
///
/// A label `xn--…` must be the A-label of a valid label (RFC 5891 section 5.4); a name does not end with a dot.
struct HostNames {
    /// What separates labels: a dot, or also the ideographic and full-width ones (RFC 3490 section 3.1).
    enum Dots {
        case ascii
        case all
    }

    private static let maxLabel = 63  // RFC 1035 section 2.3.4, octets
    private static let maxName = 253  // the same, written with dots

    private let isInternational: Bool
    private var length = 0
    private var isBidirectional = false
    private var keepsBidiRule = true

    static func isHostName(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var names = HostNames(isInternational: false)
        return names.accepts(text, dots: .ascii)
    }

    static func isInternationalHostName(_ text: UnsafeBufferPointer<UInt8>, dots: Dots = .all) -> Bool {
        var names = HostNames(isInternational: true)
        return names.accepts(text, dots: dots)
    }

    private init(isInternational: Bool) { self.isInternational = isInternational }

    private mutating func accepts(_ text: UnsafeBufferPointer<UInt8>, dots: Dots) -> Bool {
        var start = 0
        while let (end, next) = Self.separator(in: text, from: start, dots: dots) {
            guard acceptsLabel(UnsafeBufferPointer(rebasing: text[start..<end])) else { return false }
            length += 1
            start = next
        }
        return acceptsLabel(UnsafeBufferPointer(rebasing: text[start...])) && (keepsBidiRule || !isBidirectional)
    }

    /// Returns where the next separator begins and ends.
    private static func separator(
        in text: UnsafeBufferPointer<UInt8>, from start: Int, dots: Dots
    ) -> (start: Int, end: Int)? {
        for index in start..<text.count {
            switch text[index] {
            case UInt8(ascii: "."): return (index, index + 1)
            case 0xE3, 0xEF:  // U+3002, U+FF0E, U+FF61
                guard dots == .all, index + 2 < text.count else { continue }
                switch (text[index], text[index + 1], text[index + 2]) {
                case (0xE3, 0x80, 0x82), (0xEF, 0xBC, 0x8E), (0xEF, 0xBD, 0xA1): return (index, index + 3)
                default: continue
                }
            default: continue
            }
        }
        return nil
    }

    private mutating func acceptsLabel(_ label: UnsafeBufferPointer<UInt8>) -> Bool {
        let isASCII = label.allSatisfy { $0 < 0x80 }
        guard isASCII ? acceptsASCII(label) : isInternational && acceptsUnicode(label) else { return false }
        return length <= Self.maxName
    }

    private mutating func acceptsASCII(_ label: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = label.first, let last = label.last, label.count <= Self.maxLabel,
            ASCIISet.letterOrDigit.contains(first), ASCIISet.letterOrDigit.contains(last),
            label.allSatisfy({ Self.labelCharacters.contains($0) })
        else { return false }
        length += label.count
        if label.count > 3, label[2] == UInt8(ascii: "-"), label[3] == UInt8(ascii: "-") {
            if label[0] | 0x20 == UInt8(ascii: "x"), label[1] | 0x20 == UInt8(ascii: "n") {
                return acceptsALabel(label)
            }
            if isInternational { return false }  // RFC 5890 section 2.3.1, reserved
        }
        // A digit at the start breaks condition 1 of the bidi rule; the others hold.
        keepsBidiRule = keepsBidiRule && ASCIISet.letter.contains(first)
        return true
    }

    private static let labelCharacters = ASCIISet.letterOrDigit.union("-")

    private mutating func acceptsALabel(_ label: UnsafeBufferPointer<UInt8>) -> Bool {
        let encoded = label.dropFirst(4).map { ASCIISet.letter.contains($0) ? $0 | 0x20 : $0 }
        guard let scalars = Punycode.decode(encoded), scalars.contains(where: { !$0.isASCII }),
            Punycode.encode(scalars) == encoded
        else { return false }
        return acceptsULabel(scalars)
    }

    private mutating func acceptsUnicode(_ label: UnsafeBufferPointer<UInt8>) -> Bool {
        // Every code point takes at least one character of the encoded label.
        guard label.count <= Self.maxLabel * 4 else { return false }
        var scanner = ByteScanner(label)
        var scalars: [Unicode.Scalar] = []
        while let scalar = scanner.takeScalar() { scalars.append(scalar) }
        guard scanner.isAtEnd, let encoded = Punycode.encode(scalars), encoded.count + 4 <= Self.maxLabel else {
            return false
        }
        length += encoded.count + 4
        return acceptsULabel(scalars)
    }

    private mutating func acceptsULabel(_ scalars: [Unicode.Scalar]) -> Bool {
        let label = InternationalLabel(scalars)
        isBidirectional = isBidirectional || label.isRightToLeft
        keepsBidiRule = keepsBidiRule && label.keepsBidiRule
        return label.isValid
    }
}
