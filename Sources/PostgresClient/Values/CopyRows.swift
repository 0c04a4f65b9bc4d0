/// Rows in the two forms that `COPY` takes (https://www.postgresql.org/docs/15/sql-copy.html, "File Formats").
extension [UInt8] {
    mutating func appendCopyHeader() {
        self += Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
    }

    mutating func append(binaryRow row: [PostgresValue]) throws(PostgresError) {
        append(integer: UInt16(truncatingIfNeeded: row.count))
        for (index, value) in row.enumerated() {
            let place = count
            append(integer: UInt32.max)  // -1 is NULL
            guard try value.append(to: &self, parameter: index + 1) else { continue }
            let size = UInt32(truncatingIfNeeded: count - place - 4)
            Swift.withUnsafeBytes(of: size.bigEndian) { replaceSubrange(place..<place + 4, with: $0) }
        }
    }

    mutating func append(textRow row: [PostgresValue]) throws(PostgresError) {
        for (index, value) in row.enumerated() {
            if index > 0 { append(UInt8(ascii: "\t")) }
            guard let text = value.text else {
                self += "\\N".utf8
                continue
            }
            guard !text.utf8.contains(0) else { throw .zeroByte(in: index + 1) }
            for byte in text.utf8 {
                switch byte {
                case UInt8(ascii: "\\"): self += "\\\\".utf8
                case UInt8(ascii: "\t"): self += "\\t".utf8
                case UInt8(ascii: "\n"): self += "\\n".utf8
                case UInt8(ascii: "\r"): self += "\\r".utf8
                default: append(byte)
                }
            }
        }
        append(UInt8(ascii: "\n"))
    }
}

extension PostgresValue {
    /// As a literal of its type without quotes; nil for NULL.
    fileprivate var text: String? {
        switch self {
        case .int(let value): value.map(String.init)
        case .double(let value):
            value.map { $0.isNaN ? "NaN" : $0.isInfinite ? ($0 < 0 ? "-Infinity" : "Infinity") : "\($0)" }
        case .bool(let value): value.map { $0 ? "t" : "f" }
        case .text(let value): value
        case .bytes(let value): value.map { Self.hexadecimal($0) }
        case .ints(let values): "{\(values.map(String.init).joined(separator: ","))}"
        case .texts(let values): "{\(values.map(Self.quoted).joined(separator: ","))}"
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return "\\x" + String(decoding: text, as: UTF8.self)
    }

    /// An element of an array.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
