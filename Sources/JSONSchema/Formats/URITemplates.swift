/// URI templates of any level after RFC 6570 section 2, with erratum 6937: `'` is a literal.
enum URITemplates {
    // Section 2.1: all but controls, space, and these.
    private static let literal = ASCIISet("!"..."~").subtracting("\"%<>\\^`{|}")
    private static let operators: ASCIISet = "+#./;?&=,!@|"
    private static let name = ASCIISet.letterOrDigit.union("_")

    static func isTemplate(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var scanner = ByteScanner(text)
        while let byte = scanner.next {
            if scanner.take(oneOf: literal) { continue }
            if scanner.take("{") {
                guard takeExpression(&scanner) else { return false }
            } else if byte >= 0x80 {
                guard let scalar = scanner.takeScalar(), scalar.isInternationalCharacter || scalar.isPrivateUse else {
                    return false
                }
            } else if !takeEscape(&scanner) {
                return false
            }
        }
        return true
    }

    /// Takes an expression from behind its brace (section 2.2).
    private static func takeExpression(_ scanner: inout ByteScanner) -> Bool {
        _ = scanner.take(oneOf: operators)
        repeat {
            guard takeVariable(&scanner) else { return false }
        } while scanner.take(",")
        return scanner.take("}")
    }

    /// Takes a name and its modifier (sections 2.3 and 2.4).
    private static func takeVariable(_ scanner: inout ByteScanner) -> Bool {
        repeat {
            let start = scanner.position
            while let next = scanner.next {
                if scanner.take(oneOf: name) { continue }
                guard next == UInt8(ascii: "%") else { break }
                guard takeEscape(&scanner) else { return false }
            }
            if scanner.position == start { return false }
        } while scanner.take(".")
        if scanner.take(":") {
            return scanner.take(oneOf: "123456789") && scanner.takeAll(of: .digit) <= 3
        }
        _ = scanner.take("*")
        return true
    }

    private static func takeEscape(_ scanner: inout ByteScanner) -> Bool {
        scanner.take("%") && scanner.take(oneOf: .hexDigit) && scanner.take(oneOf: .hexDigit)
    }
}
