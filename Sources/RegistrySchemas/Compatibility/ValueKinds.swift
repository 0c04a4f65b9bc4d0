internal import JSONDocument
internal import JSONSchema

/// The kinds of values that a schema may accept; numbers are split so that `integer` lies within `number`, also by the
/// rule of draft 04, where `1.0` is no integer.
struct ValueKinds: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let null = ValueKinds(rawValue: 1)
    static let boolean = ValueKinds(rawValue: 2)
    /// Written without fraction and exponent.
    static let integer = ValueKinds(rawValue: 4)
    /// Without a fraction, and written with one or with an exponent: `1.0`.
    static let whole = ValueKinds(rawValue: 8)
    static let fraction = ValueKinds(rawValue: 16)
    static let string = ValueKinds(rawValue: 32)
    static let array = ValueKinds(rawValue: 64)
    static let object = ValueKinds(rawValue: 128)

    static let number: ValueKinds = [.integer, .whole, .fraction]
    static let integral: ValueKinds = [.integer, .whole]
    static let finite: ValueKinds = [.null, .boolean]
    static let all = ValueKinds(rawValue: 255)

    /// The kinds that `type` names; names that are no type name nothing.
    static func named(by type: JSONValue, _ draft: SchemaDraft) -> ValueKinds {
        let names = type.arrayValue?.compactMap(\.stringValue) ?? [type.stringValue ?? ""]
        return names.reduce(into: []) { kinds, name in
            switch name {
            case "null": kinds.formUnion(.null)
            case "boolean": kinds.formUnion(.boolean)
            case "integer": kinds.formUnion(draft == .draft4 ? .integer : .integral)
            case "number": kinds.formUnion(.number)
            case "string": kinds.formUnion(.string)
            case "array": kinds.formUnion(.array)
            case "object": kinds.formUnion(.object)
            default: break
            }
        }
    }

    /// Each kind by itself, numbers as one.
    var families: [ValueKinds] {
        [.null, .boolean, .number, .string, .array, .object].map { intersection($0) }.filter { !$0.isEmpty }
    }

    /// The names of the kinds as `type` writes them.
    var names: [String] {
        var names: [String] = []
        if contains(.null) { names.append("null") }
        if contains(.boolean) { names.append("boolean") }
        if contains(.fraction) {
            names.append("number")
        } else if !isDisjoint(with: .integral) {
            names.append("integer")
        }
        if contains(.string) { names.append("string") }
        if contains(.array) { names.append("array") }
        if contains(.object) { names.append("object") }
        return names
    }
}
