internal import JSONDocument

extension JSONValue {
    /// The compact text, at most about sixty characters of it.
    var excerpt: String {
        switch self {
        case .string(let text) where text.utf8.count > 60:
            return JSONValue.string(String(text.unicodeScalars.prefix(57)) + "…").description
        case .number(let number): return number.excerpt
        case .array(let elements) where !elements.isEmpty: return "an array of \(elements.count)"
        case .object(let object) where !object.isEmpty: return "an object of \(object.count)"
        default: return description
        }
    }

    /// How many values this is, with those inside.
    var valueCount: Int {
        switch self {
        case .array(let elements): elements.reduce(1) { $0 + $1.valueCount }
        case .object(let object): object.reduce(1) { $0 + $1.value.valueCount }
        default: 1
        }
    }

    /// What was found: the value with the name of its type.
    var phrase: String {
        switch self {
        case .null: "null"
        case .bool: excerpt
        case .number: "the number " + excerpt
        case .string: "the string " + excerpt
        case .array(let elements): "an array of \(elements.count) elements"
        case .object(let object): "an object of \(object.count) members"
        }
    }
}

extension JSONNumber {
    /// The number as written, at most about sixty characters of it.
    var excerpt: String { text.utf8.count > 60 ? text.prefix(57) + "…" : text }
}
