/// Takes percent-encoding (https://www.rfc-editor.org/rfc/rfc3986#section-2.1) off the parts of servers' URLs.
package enum PercentEncoding {
    /// Why a text cannot be decoded; says it so that it follows the part's name, and holds nothing of it.
    package enum Failure: Error, Sendable, CustomStringConvertible {
        /// A `%` without two hexadecimal digits behind it, or one that stands for U+0000.
        case encoding
        case notUTF8

        package var description: String {
            switch self {
            case .encoding: "is not percent-encoded correctly"
            case .notUTF8: "is not UTF-8"
            }
        }
    }

    package static func decoded(_ text: Substring) throws(Failure) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.first != UInt8(ascii: "+"),
                let value = UInt8(String(Substring(digits)), radix: 16), value != 0
            else { throw .encoding }
            rest = rest.dropFirst(2)
            bytes.append(value)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }
}
