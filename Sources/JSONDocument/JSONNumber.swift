/// A number of any size and precision, exactly as it was written.
///
/// Equal, hashed and ordered by exact value: `1`, `1.0` and `1e0` are one number, 2^53 + 1 is itself, `1e400` is finite.
public struct JSONNumber: Sendable {
    /// How a number is kept; which one it is follows from the text alone.
    enum Form: Sendable {
        /// `significand` divided by 10 to the power of `places`, written with that many places and no exponent.
        case plain(Int, places: UInt8)
        /// With an exponent, with more than 19 digits, beyond `Int`, or a zero with a minus sign.
        case text(String)
    }

    let form: Form

    init(_ form: Form) { self.form = form }

    public init(_ value: Int) { form = .plain(value, places: 0) }

    /// The shortest decimal that reads back as `value`; nil when it is not finite.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        self.init(text: value.description)
    }

    /// Takes `text` when it is one JSON number and nothing else, with an exponent within ±1 000 000 000.
    public init?(text: String) {
        var text = text
        let scan = text.withUTF8 { bytes -> Scan? in
            guard let scan = try? JSONNumber.scan(bytes, from: 0) else { return nil }
            return scan.end == bytes.count ? scan : nil
        }
        guard let scan else { return nil }
        form = scan.plain.map { .plain($0, places: scan.places) } ?? .text(text)
    }

    /// The number as written, after the grammar of RFC 8259, section 6.
    public var text: String {
        switch form {
        case .plain(let value, places: 0): value.description
        case .plain(let value, let places): Self.text(of: value, places: Int(places))
        case .text(let text): text
        }
    }

    private static func text(of value: Int, places: Int) -> String {
        let digits = String(value.magnitude)
        let padding = max(0, places + 1 - digits.utf8.count)
        let padded = String(repeating: "0", count: padding) + digits
        return (value < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
    }
}

extension JSONNumber: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}

extension JSONNumber: CustomStringConvertible {
    /// The number as written.
    public var description: String { text }
}
