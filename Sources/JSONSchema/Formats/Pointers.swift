/// JSON pointers of RFC 6901 section 3, and relative ones of draft-bhutton-relative-json-pointer-00 section 3.
enum Pointers {
    static func isPointer(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = ByteScanner(text)
        if scanner.isAtEnd { return true }
        guard scanner.take("/") else { return false }
        while true {
            _ = scanner.takeAll(upTo: "~")
            if scanner.isAtEnd { return true }
            guard scanner.take("~"), scanner.take(oneOf: "01") else { return false }
        }
    }

    /// A number, an index step like `+1` or `-2` if wanted, then `#` or a JSON pointer; no leading zeros.
    static func isRelativePointer(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = ByteScanner(text)
        guard scanner.take("0") || takePositive(&scanner) else { return false }
        if scanner.take(oneOf: "+-"), !takePositive(&scanner) { return false }
        if scanner.take("#") { return scanner.isAtEnd }
        return isPointer(scanner.rest)
    }

    private static func takePositive(_ scanner: inout ByteScanner) -> Bool {
        guard scanner.take(oneOf: "123456789") else { return false }
        _ = scanner.takeAll(of: .digit)
        return true
    }
}
