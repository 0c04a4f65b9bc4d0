internal import JSONDocument

extension JSONValue {
    /// What hashing this takes, in steps of a validation: one for 4 values, 256 bytes of text or 16 of a long number.
    var hashingCost: Int { weight >> 2 }

    private var weight: Int {
        switch self {
        case .array(let elements): elements.reduce(1) { $0 + $1.weight }
        case .object(let object): object.reduce(1) { $0 + $1.value.weight + $1.key.utf8.count >> 6 }
        case .string(let text): 1 + text.utf8.count >> 6
        case .number(let number): 1 + number.longTextCount >> 2
        default: 1
        }
    }
}
