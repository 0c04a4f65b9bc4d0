/// URIs after RFC 3986 appendix A and IRIs after RFC 3987 section 2.2, and references of both kinds.
struct ResourceIdentifiers {
    private var scanner: ByteScanner
    private let isInternational: Bool

    /// Returns whether `text` is a URI or IRI: absolute, with or without a fragment.
    static func isIdentifier(_ text: UnsafeBufferPointer<UInt8>, isInternational: Bool) -> Bool {
        var grammar = ResourceIdentifiers(scanner: ByteScanner(text), isInternational: isInternational)
        return grammar.takeScheme() && grammar.takeHierarchy(isRelative: false) && grammar.takeQueryAndFragment()
    }

    /// Returns whether `text` is a URI or IRI, or relative to one.
    static func isReference(_ text: UnsafeBufferPointer<UInt8>, isInternational: Bool) -> Bool {
        var grammar = ResourceIdentifiers(scanner: ByteScanner(text), isInternational: isInternational)
        let isAbsolute = grammar.takeScheme()
        return grammar.takeHierarchy(isRelative: !isAbsolute) && grammar.takeQueryAndFragment()
    }

    private static let unreserved = ASCIISet.letterOrDigit.union("-._~")
    private static let subDelimiters: ASCIISet = "!$&'()*+,;="
    private static let registeredName = unreserved.union(subDelimiters)
    private static let userInfo = registeredName.union(":")
    private static let segmentWithoutColon = registeredName.union("@")
    private static let segment = segmentWithoutColon.union(":")
    private static let path = segment.union("/")
    private static let query = path.union("?")
    private static let scheme = ASCIISet.letterOrDigit.union("+-.")

    /// Takes a scheme and its colon, or nothing.
    private mutating func takeScheme() -> Bool {
        let start = scanner
        if scanner.take(oneOf: .letter) {
            _ = scanner.takeAll(of: Self.scheme)
            if scanner.take(":") { return true }
        }
        scanner = start
        return false
    }

    /// Takes `hier-part` or `relative-part`.
    private mutating func takeHierarchy(isRelative: Bool) -> Bool {
        if scanner.take("/") {
            if scanner.take("/") {
                guard isAuthority(scanner.takeAll(upTo: "/?#")) else { return false }
            }
        } else if isRelative {
            // A first segment with a colon would be a scheme.
            guard takeText(Self.segmentWithoutColon), scanner.next != UInt8(ascii: ":") else { return false }
        }
        return takeText(Self.path)
    }

    private mutating func takeQueryAndFragment() -> Bool {
        if scanner.take("?"), !takeText(Self.query, allowsPrivateUse: true) { return false }
        if scanner.take("#"), !takeText(Self.query) { return false }
        return scanner.isAtEnd
    }

    private func isAuthority(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var grammar = ResourceIdentifiers(scanner: ByteScanner(text), isInternational: isInternational)
        _ = grammar.scanner.takeAll(upTo: "@")
        if grammar.scanner.isAtEnd {
            grammar.scanner = ByteScanner(text)
        } else {
            var user = ResourceIdentifiers(
                scanner: ByteScanner(UnsafeBufferPointer(rebasing: text[..<grammar.scanner.position])),
                isInternational: isInternational)
            guard user.takeText(Self.userInfo), user.scanner.isAtEnd, grammar.scanner.take("@") else { return false }
        }
        guard grammar.takeHost() else { return false }
        if grammar.scanner.take(":") { _ = grammar.scanner.takeAll(of: .digit) }
        return grammar.scanner.isAtEnd
    }

    private mutating func takeHost() -> Bool {
        guard scanner.take("[") else { return takeText(Self.registeredName) }
        let literal = scanner.takeAll(upTo: "]")
        return scanner.take("]") && (InternetAddresses.isIPv6(literal) || Self.isFutureAddress(literal))
    }

    private static func isFutureAddress(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = ByteScanner(text)
        return scanner.take(oneOf: "vV") && scanner.takeAll(of: .hexDigit) > 0 && scanner.take(".")
            && scanner.takeAll(of: userInfo) > 0 && scanner.isAtEnd
    }

    /// Takes characters of `set`, escapes like `%2F` and, in an IRI, characters beyond ASCII.
    ///
    /// - Returns: false for a broken escape and for a character beyond ASCII that may not stand here.
    private mutating func takeText(_ set: ASCIISet, allowsPrivateUse: Bool = false) -> Bool {
        while let byte = scanner.next {
            if scanner.take(oneOf: set) { continue }
            if scanner.take("%") {
                guard scanner.take(oneOf: .hexDigit), scanner.take(oneOf: .hexDigit) else { return false }
            } else if byte >= 0x80 {
                guard isInternational, let scalar = scanner.takeScalar(),
                    scalar.isInternationalCharacter || allowsPrivateUse && scalar.isPrivateUse
                else { return false }
            } else {
                break
            }
        }
        return true
    }
}

extension Unicode.Scalar {
    /// Whether it is of `ucschar` in RFC 3987.
    var isInternationalCharacter: Bool {
        switch value {
        case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: true
        case 0x10000...0xDFFFF: value & 0xFFFF <= 0xFFFD
        case 0xE1000...0xEFFFD: true
        default: false
        }
    }

    /// Whether it is of `iprivate` in RFC 3987.
    var isPrivateUse: Bool {
        switch value {
        case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD: true
        default: false
        }
    }
}
