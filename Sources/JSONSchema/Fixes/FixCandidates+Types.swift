internal import JSONDocument

extension FixCandidates {
    /// The same value in another type: first as a scalar, then put into an array or taken out of one.
    ///
    /// - Parameter types: the value of `type`.
    func conversions(to types: JSONValue) -> [[JSONValue]] {
        guard let value else { return [] }
        let types = Set((types.arrayValue ?? [types]).compactMap { $0.stringValue.map(UTF8Key.init) })
        func accepts(_ type: String) -> Bool { types.contains(UTF8Key(type)) }
        var scalars: [JSONValue] = []
        switch value {
        case .string(let text):
            if accepts("number") || accepts("integer"), let number = Self.number(text) {
                scalars.append(.number(number))
            }
            if accepts("boolean"), let flag = Self.flag(text) { scalars.append(.bool(flag)) }
            if accepts("null"), Self.isNull(text) { scalars.append(.null) }
        case .number(let number):
            if accepts("string"), Self.isPlain(number.text) { scalars.append(.string(number.text)) }
            if accepts("integer"), let integer = Self.withoutFraction(number) { scalars.append(.number(integer)) }
        default: break
        }
        var others: [JSONValue] = []
        if accepts("array"), !value.isNull { others.append([value]) }
        if case .array(let elements) = value, elements.count == 1 { others.append(elements[0]) }
        return [scalars, [], others]  // as far from what is written as a slip, and farther
    }

    /// The number that `text` spells, with white space around it at most.
    static func number(_ text: String) -> JSONNumber? {
        guard let number = JSONNumber(text: Spelling.trimmed(text)) else { return nil }
        return withoutFraction(number) ?? number
    }

    /// The truth value that `text` spells in any case, as R and Python do.
    static func flag(_ text: String) -> Bool? {
        switch Spelling.trimmed(text).lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    static func isNull(_ text: String) -> Bool {
        let word = Spelling.trimmed(text)
        return word.isEmpty || word == "null"
    }

    /// Whether a number is written as a person would write the digits, without an exponent.
    private static func isPlain(_ text: String) -> Bool {
        !text.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") }
    }

    /// `12` for `12.0`; nil when nothing but an integer is written, or none.
    private static func withoutFraction(_ number: JSONNumber) -> JSONNumber? {
        let text = number.text
        guard isPlain(text), let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        let fraction = text.utf8[text.utf8.index(after: point)...]
        return fraction.allSatisfy { $0 == UInt8(ascii: "0") } ? JSONNumber(text: String(text[..<point])) : nil
    }
}
