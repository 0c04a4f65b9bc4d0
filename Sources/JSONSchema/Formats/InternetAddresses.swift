/// Addresses in text: IPv4 after RFC 2673 section 3.2, IPv6 after RFC 4291 section 2.2.
enum InternetAddresses {
    /// Four numbers from 0 to 255 without leading zeros, which some readers take for octal.
    static func isIPv4(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = ByteScanner(text)
        for part in 0..<4 {
            if part > 0, !scanner.take(".") { return false }
            let first = scanner.next
            let start = scanner.position
            var value = 0
            while scanner.position - start < 3, let digit = scanner.takeNumber(digits: 1) { value = value * 10 + digit }
            let count = scanner.position - start
            if count == 0 || value > 255 || count > 1 && first == UInt8(ascii: "0") { return false }
        }
        return scanner.isAtEnd
    }

    /// Eight groups of one to four hexadecimal digits; `::` stands once for one or more groups, and the last two may
    /// be an IPv4 address. No zone.
    static func isIPv6(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = ByteScanner(text)
        var groups = 0
        var isCompressed = false
        if scanner.take(":") {
            guard scanner.take(":") else { return false }
            if scanner.isAtEnd { return true }
            isCompressed = true
        }
        while groups < 8 {
            let group = scanner
            let digits = scanner.takeAll(of: .hexDigit)
            if scanner.next == UInt8(ascii: ".") {
                return isIPv4(group.rest) && (isCompressed ? groups < 6 : groups == 6)
            }
            guard (1...4).contains(digits) else { return false }
            groups += 1
            if scanner.isAtEnd { break }
            guard scanner.take(":") else { return false }
            if scanner.take(":") {
                if isCompressed { return false }
                isCompressed = true
                if scanner.isAtEnd { break }
            } else if scanner.isAtEnd {
                return false
            }
        }
        return scanner.isAtEnd && (isCompressed ? groups < 8 : groups == 8)
    }
}
