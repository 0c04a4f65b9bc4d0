internal import JSONDocument

// Equality as JSON Schema has it, in steps that count.
extension Validator {
    /// Whether the value is equal to the one at `other`; no also when a limit is reached.
    @inline(__always)
    mutating func areEqual(_ value: UnsafePointer<JSONValue>, _ other: UnsafePointer<JSONValue>) -> Bool {
        switch value.pointee {
        case .array: areEqual(value.elements, other.elements, other)
        case .object: areEqualObjects(value, other)
        case .string(let text): takeStep(text.utf8.count >> 8) && value.pointee == other.pointee
        case .number(let number): takeStep(cost(of: number, other)) && value.pointee == other.pointee
        default: value.pointee == other.pointee
        }
    }

    /// What it takes to compare a number: the whole text of a long one is read, of either.
    private func cost(of number: JSONNumber, _ other: UnsafePointer<JSONValue>) -> Int {
        guard case .number(let other) = other.pointee else { return 0 }
        return (number.longTextCount + other.longTextCount) >> 4
    }

    private mutating func areEqual(
        _ elements: UnsafeBufferPointer<JSONValue>, _ others: UnsafeBufferPointer<JSONValue>,
        _ other: UnsafePointer<JSONValue>
    ) -> Bool {
        guard case .array = other.pointee, elements.count == others.count, takeStep(elements.count >> 2) else {
            return false
        }
        guard let start = elements.baseAddress, let otherStart = others.baseAddress else { return true }
        for index in 0..<elements.count where !areEqual(start + index, otherStart + index) { return false }
        return true
    }

    private mutating func areEqualObjects(
        _ value: UnsafePointer<JSONValue>, _ other: UnsafePointer<JSONValue>
    ) -> Bool {
        guard case .object(let others) = other.pointee else { return false }
        let members = value.members
        guard members.count == others.count, takeStep(members.count >> 2) else { return false }
        for position in 0..<members.count {
            let key = members.key(position).pointee
            guard takeStep(key.utf8.count >> 6), let same = others[key] else { return false }
            let isEqual = withUnsafePointer(to: same) { areEqual(members.value(position), $0) }
            if !isEqual { return false }
        }
        return true
    }
}
