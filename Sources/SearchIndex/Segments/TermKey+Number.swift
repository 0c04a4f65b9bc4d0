package import JSONDocument

extension TermKey {
    // A number is 0.d₁d₂… · 10^height. Its key: a byte for the sign, the height, two digits a byte. Of a negative number
    // all bytes after the first are inverted and an end mark follows, so that more digits come first.
    private static let negative: UInt8 = 0x40
    private static let zero: UInt8 = 0x80
    private static let positive: UInt8 = 0xC0
    /// Heights up to this, either way, take one byte.
    private static let heightMaximum = 100
    private static let endOfNegative: UInt8 = 0xFF

    /// Bytes whose order is that of the numbers; equal numbers have equal bytes.
    package static func number(_ number: JSONNumber) -> [UInt8] {
        var text = number.text
        var key: [UInt8] = []
        text.withUTF8 { appendNumber($0, to: &key) }
        return key
    }

    /// - Parameter text: a JSON number.
    static func appendNumber(_ text: UnsafeBufferPointer<UInt8>, to key: inout [UInt8]) {
        var position = 0
        let isNegative = text.first == UInt8(ascii: "-")
        if isNegative { position = 1 }
        // Where the digits that count begin and end, as positions in the text, and how many stand before the point.
        var first: Int?
        var last = 0
        var height = 0
        var isFraction = false
        while position < text.count {
            let byte = text[position]
            if byte == UInt8(ascii: ".") {
                isFraction = true
            } else if byte &- UInt8(ascii: "0") < 10 {
                if byte != UInt8(ascii: "0") {
                    if first == nil { first = position }
                    last = position
                }
                if first != nil, !isFraction { height += 1 }
                if first == nil, isFraction { height -= 1 }
            } else {
                break
            }
            position += 1
        }
        guard let first else {
            key.append(zero)
            return
        }
        height += exponent(text, from: position)
        key.append(isNegative ? negative : positive)
        let start = key.count
        append(height: height, to: &key)
        var high: UInt8?
        for byte in text[first...last] where byte != UInt8(ascii: ".") {
            let digit = byte - UInt8(ascii: "0")
            if let tens = high {
                key.append(tens * 10 + digit + 1)
                high = nil
            } else {
                high = digit
            }
        }
        if let high { key.append(high * 10 + 1) }
        if isNegative {
            for index in start..<key.count { key[index] = ~key[index] }
            key.append(endOfNegative)
        }
    }
    /// - Parameter start: where `e` stands, or the end.
    private static func exponent(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var exponent = 0
        var isNegative = false
        for byte in text[start...] {
            if byte == UInt8(ascii: "-") { isNegative = true }
            if byte &- UInt8(ascii: "0") < 10 { exponent = exponent &* 10 &+ Int(byte - UInt8(ascii: "0")) }
        }
        return isNegative ? -exponent : exponent
    }
    private static func append(height: Int, to key: inout [UInt8]) {
        if height.magnitude <= heightMaximum {
            key.append(UInt8(0x80 + height))
        } else {
            key.append(height < 0 ? 0x00 : 0xFF)
            let bits = UInt32(truncatingIfNeeded: height) ^ 1 << 31
            for shift in [24, 16, 8, 0] as [UInt32] { key.append(UInt8(truncatingIfNeeded: bits >> shift)) }
        }
    }

    /// The number of a key, spelled with a point where that is short and with an exponent where it is not; nil for what is
    /// no key of a number.
    package static func number(from key: [UInt8]) -> JSONNumber? {
        guard let sign = key.first else { return nil }
        if sign == zero { return key.count == 1 ? 0 : nil }
        var rest = Array(key.dropFirst())
        if sign == negative {
            guard rest.popLast() == endOfNegative else { return nil }
            for index in rest.indices { rest[index] = ~rest[index] }
        } else if sign != positive {
            return nil
        }
        guard let short = rest.first else { return nil }
        var height = Int(short) - 0x80
        var start = 1
        if height.magnitude > heightMaximum {
            guard short == 0x00 || short == 0xFF, rest.count >= 5 else { return nil }
            height = Int(Int32(bitPattern: rest[1..<5].reduce(0 as UInt32) { $0 << 8 | UInt32($1) } ^ 1 << 31))
            start = 5
        }
        var digits: [UInt8] = []
        digits.reserveCapacity(2 * (rest.count - start))
        for pair in rest[start...] {
            guard (1...100).contains(pair) else { return nil }
            digits.append((pair - 1) / 10 + UInt8(ascii: "0"))
            digits.append((pair - 1) % 10 + UInt8(ascii: "0"))
        }
        if digits.last == UInt8(ascii: "0") { digits.removeLast() }
        guard let first = digits.first, let last = digits.last, min(first, last) > UInt8(ascii: "0") else { return nil }
        return JSONNumber(text: (sign == negative ? "-" : "") + spelling(of: digits, height: height))
    }

    /// Digits more than this many places away from the point are spelled with an exponent.
    private static let placesMaximum = 21
    private static let exponentMaximum = 1_000_000_000

    private static func spelling(of digits: [UInt8], height: Int) -> String {
        let text = String(decoding: digits, as: UTF8.self)
        func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
        if height > 0, height <= placesMaximum {
            if digits.count <= height { return text + zeros(height - digits.count) }
            return String(decoding: digits[..<height], as: UTF8.self) + "."
                + String(decoding: digits[height...], as: UTF8.self)
        }
        if height <= 0, height > -6 { return "0." + zeros(-height) + text }
        let exponent = height - digits.count
        // An exponent has a limit; what is beyond it was written with more zeros.
        if exponent > exponentMaximum { return text + zeros(exponent - exponentMaximum) + "e\(exponentMaximum)" }
        if height <= -exponentMaximum { return "0." + zeros(-height - exponentMaximum) + text + "e-\(exponentMaximum)" }
        let rest = digits.count > 1 ? "." + String(decoding: digits[1...], as: UTF8.self) : ""
        let scientific = height - 1
        if scientific.magnitude > exponentMaximum { return text + "e\(exponent)" }
        return String(decoding: digits[..<1], as: UTF8.self) + rest + "e\(scientific)"
    }
}
