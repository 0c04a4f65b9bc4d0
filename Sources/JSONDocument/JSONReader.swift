/// The strict reader: recursive descent over bytes, bounded by `JSONLimits.maxDepth`.
struct JSONReader {
    let text: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    var position = 0
    var scratch: [UInt8] = []  // for strings with escapes

    init(_ text: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.text = text
        self.limits = limits
    }

    mutating func readText() throws(JSONError) -> JSONValue {
        if text.count > limits.maxBytes { throw error(.tooLarge(limit: limits.maxBytes), at: 0) }
        if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { throw error(.byteOrderMark, at: 0) }
        skipSpace()
        let value = try readValue(depth: 0)
        skipSpace()
        if position < text.count { throw error(.trailingData, at: position) }
        return value
    }

    func error(_ reason: JSONError.Reason, at offset: Int) -> JSONError { JSONError(reason, at: offset, in: text) }

    /// The error for what stands at `position` instead of `expected`.
    func unexpected(_ expected: String) -> JSONError {
        guard position < text.count else { return error(.unexpectedEnd, at: position) }
        return error(.unexpectedByte(text[position], expected: expected), at: position)
    }

    private mutating func skipSpace() {
        while position < text.count {
            switch text[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func readValue(depth: Int) throws(JSONError) -> JSONValue {
        guard position < text.count else { throw error(.unexpectedEnd, at: position) }
        switch text[position] {
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "{"): return .object(try readObject(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try readArray(depth: depth + 1))
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try readNumber())
        default: throw unexpected("a value")
        }
    }

    private mutating func readWord(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard position < text.count, text[position] == word.utf8Start[offset] else {
                throw unexpected("'\(word)'")
            }
            position += 1
        }
        return value
    }

    private mutating func readArray(depth: Int) throws(JSONError) -> [JSONValue] {
        try enter(depth)
        var elements: [JSONValue] = []
        if endsEmpty(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try readValue(depth: depth))
            if try endsAfterElement(UInt8(ascii: "]"), "',' or ']'") { return elements }
        }
    }

    private mutating func readObject(depth: Int) throws(JSONError) -> JSONObject {
        try enter(depth)
        var object = JSONObject()
        if endsEmpty(UInt8(ascii: "}")) { return object }
        while true {
            let start = position
            guard position < text.count, text[position] == UInt8(ascii: "\"") else {
                throw unexpected("a key in double quotes")
            }
            let key = try readString()
            skipSpace()
            guard position < text.count, text[position] == UInt8(ascii: ":") else { throw unexpected("':'") }
            position += 1
            skipSpace()
            let value = try readValue(depth: depth)
            if !object.appendIfAbsent(key, value) { throw error(.duplicateKey(key), at: start) }
            if try endsAfterElement(UInt8(ascii: "}"), "',' or '}'") { return object }
        }
    }

    /// Steps over the opening bracket of level `depth` and the space after it.
    private mutating func enter(_ depth: Int) throws(JSONError) {
        if depth > limits.maxDepth { throw error(.depthExceeded(limit: limits.maxDepth), at: position) }
        position += 1
        skipSpace()
    }

    private mutating func endsEmpty(_ bracket: UInt8) -> Bool {
        guard position < text.count, text[position] == bracket else { return false }
        position += 1
        return true
    }

    private mutating func endsAfterElement(_ bracket: UInt8, _ expected: String) throws(JSONError) -> Bool {
        skipSpace()
        guard position < text.count else { throw error(.unexpectedEnd, at: position) }
        switch text[position] {
        case bracket:
            position += 1
            return true
        case UInt8(ascii: ","):
            position += 1
            skipSpace()
            return false
        default: throw unexpected(expected)
        }
    }
}
