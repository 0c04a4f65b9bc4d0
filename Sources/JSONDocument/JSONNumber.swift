/// A number of any size and precision, kept as the text it was written in.
///
/// Equal, hashed and ordered by exact value: `1`, `1.0` and `1e0` are one number, 2^53 + 1 is itself, `1e400` is finite.
public struct JSONNumber: Sendable {
    /// The number as written, after the grammar of RFC 8259, section 6.
    public let text: String

    init(checked text: String) { self.text = text }

    public init(_ value: Int) { text = String(value) }

    /// The shortest decimal that reads back as `value`; nil when it is not finite.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = value.description
    }

    /// Takes `text` when it is one JSON number and nothing else, with an exponent within ±1 000 000 000.
    public init?(text: String) {
        let bytes = Array(text.utf8)
        let isNumber = bytes.withUnsafeBufferPointer { bytes in
            if case .number(bytes.count) = Self.scan(bytes, from: 0) { true } else { false }
        }
        guard isNumber else { return nil }
        self.text = text
    }

    /// The value when it is an integer that fits, else nil; `1.0` and `1e2` are integers.
    public var int: Int? { plainInt ?? decimal.int }

    /// The nearest double; infinite beyond the range of doubles.
    public var double: Double { Double(text) ?? .nan }

    /// Whether the value has no fraction, however it is written and however large it is.
    public var isInteger: Bool { plainInt != nil || decimal.isInteger }

    /// Whether this is `divisor` times an integer, exactly.
    ///
    /// - Returns: nil when the divisor is zero or has more than 19 significant digits.
    public func isMultiple(of divisor: JSONNumber) -> Bool? { decimal.isMultiple(of: divisor.decimal) }

    var decimal: JSONDecimal { JSONDecimal(text) }

    /// The value when it is written without fraction and exponent in at most 18 digits; the usual, cheap case.
    private var plainInt: Int? {
        let bytes = text.utf8
        guard bytes.count <= 19 else { return nil }
        var value = 0
        var digits = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                if digits > 18 { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "-"): continue
            default: return nil
            }
        }
        return bytes.first == UInt8(ascii: "-") ? -value : value
    }
}

extension JSONNumber: Hashable, Comparable {
    public static func == (left: JSONNumber, right: JSONNumber) -> Bool {
        if left.text.hasSameBytes(as: right.text) { return true }
        if let left = left.plainInt, let right = right.plainInt { return left == right }
        return left.decimal == right.decimal
    }

    public static func < (left: JSONNumber, right: JSONNumber) -> Bool {
        if let left = left.plainInt, let right = right.plainInt { return left < right }
        return left.decimal < right.decimal
    }

    public func hash(into hasher: inout Hasher) {
        if let int {
            hasher.combine(int)
        } else {
            hasher.combine(decimal)
        }
    }
}

extension JSONNumber: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}

extension JSONNumber: CustomStringConvertible {
    /// The number as written.
    public var description: String { text }
}

extension JSONNumber {
    enum Scan: Equatable {
        case number(end: Int)
        case malformed(at: Int)
        case exponentOutOfRange(at: Int)
    }

    /// Finds the end of the number that begins at `start`.
    static func scan(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Scan {
        var position = start
        func digit() -> Bool { position < text.count && text[position] &- UInt8(ascii: "0") < 10 }
        if position < text.count, text[position] == UInt8(ascii: "-") { position += 1 }
        guard digit() else { return .malformed(at: position) }
        if text[position] == UInt8(ascii: "0") {
            position += 1
            if digit() { return .malformed(at: position) }
        } else {
            while digit() { position += 1 }
        }
        if position < text.count, text[position] == UInt8(ascii: ".") {
            position += 1
            guard digit() else { return .malformed(at: position) }
            while digit() { position += 1 }
        }
        if position < text.count, text[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < text.count, text[position] == UInt8(ascii: "-") || text[position] == UInt8(ascii: "+") {
                position += 1
            }
            guard digit() else { return .malformed(at: position) }
            let exponent = position
            var magnitude = 0
            while digit() {
                magnitude = magnitude * 10 + Int(text[position] - UInt8(ascii: "0"))
                if magnitude > JSONDecimal.maxExponent { return .exponentOutOfRange(at: exponent) }
                position += 1
            }
        }
        return .number(end: position)
    }
}
