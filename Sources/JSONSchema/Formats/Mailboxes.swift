/// Mail addresses: `Mailbox` of RFC 5321 section 4.1.2, with the characters that RFC 6531 section 3.3 adds.
enum Mailboxes {
    private static let maxLocalPart = 64  // RFC 5321 section 4.5.3.1.1, octets
    private static let maxMailbox = 254  // a path (section 4.5.3.1.3) without its angle brackets

    private static let atom = ASCIISet.letterOrDigit.union("!#$%&'*+-/=?^_`{|}~")
    private static let quotable = ASCIISet(" "..."~")
    private static let quoted = quotable.subtracting("\"\\")

    static func isMailbox(_ text: UnsafeBufferPointer<UInt8>, isInternational: Bool) -> Bool {
        var scanner = ByteScanner(text)
        guard takeLocalPart(&scanner, isInternational: isInternational), scanner.position <= maxLocalPart,
            scanner.take("@"), isInternational || text.count <= maxMailbox
        else { return false }
        if scanner.take("[") { return isAddressLiteral(&scanner) }
        return isInternational
            ? HostNames.isInternationalHostName(scanner.rest, dots: .ascii) : HostNames.isHostName(scanner.rest)
    }

    private static func takeLocalPart(_ scanner: inout ByteScanner, isInternational: Bool) -> Bool {
        if scanner.take("\"") {
            while !scanner.take("\"") {
                if scanner.take("\\") {
                    guard scanner.take(oneOf: quotable) else { return false }
                } else if !takeCharacter(of: quoted, &scanner, isInternational) {
                    return false
                }
            }
            return true
        }
        repeat {
            guard takeCharacter(of: atom, &scanner, isInternational) else { return false }
            while takeCharacter(of: atom, &scanner, isInternational) {}
        } while scanner.take(".")
        return true
    }

    private static func takeCharacter(
        of set: ASCIISet, _ scanner: inout ByteScanner, _ isInternational: Bool
    ) -> Bool {
        if scanner.take(oneOf: set) { return true }
        guard isInternational, let next = scanner.next, next >= 0x80 else { return false }
        return scanner.takeScalar() != nil
    }

    /// Section 4.1.3; of the tags that may stand before a colon, `IPv6` is the only one ever registered.
    private static func isAddressLiteral(_ scanner: inout ByteScanner) -> Bool {
        let literal = scanner.takeAll(upTo: "]")
        guard scanner.take("]"), scanner.isAtEnd else { return false }
        var address = ByteScanner(literal)
        if address.take(oneOf: "Ii"), address.take(oneOf: "Pp"), address.take(oneOf: "Vv"), address.take("6"),
            address.take(":")
        {
            return InternetAddresses.isIPv6(address.rest)
        }
        return InternetAddresses.isIPv4(literal)
    }
}
