/// The strict reader. It goes through the text once, without recursion: what is open lies on stacks of its own.
struct JSONReader: ~Copyable {
    let text: UnsafeBufferPointer<UInt8>
    let limits: JSONLimits
    var position = 0
    var scratch: [UInt8] = []  // for strings with escapes
    var names = JSONNameCache()

    private var level = Level(isObject: false, start: 0)  // the innermost; the first is the text itself
    private var levels = JSONStack<Level>()  // those around it
    private var elements = JSONStack<JSONValue>()  // of the open arrays
    private var members = JSONStack<JSONMember>()  // of the open objects; the last one's value is still to come
    private var indexes = JSONStack<JSONIndex>()  // of the open objects with more members than the threshold

    /// An array or object whose end has not been read.
    private struct Level {
        let isObject: Bool
        /// How many elements, or members, the stack had before it.
        let start: Int
    }

    init(_ text: UnsafeBufferPointer<UInt8>, limits: JSONLimits) {
        self.text = text
        self.limits = limits
    }

    mutating func readText() throws(JSONError) -> JSONValue {
        if text.count > limits.maxBytes { throw error(.tooLarge(limit: limits.maxBytes), at: 0) }
        if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { throw error(.byteOrderMark, at: 0) }
        skipSpace()
        var isWhole = false
        while !isWhole {
            if try readScalarOrOpen() { isWhole = try readSeparators() }
        }
        skipSpace()
        if position < text.count { throw error(.trailingData, at: position) }
        return elements.pop()
    }

    /// Reads a value that contains no other, or opens the array or object that begins at `position`.
    ///
    /// - Returns: whether a value was placed, and not only opened.
    @inline(__always)
    private mutating func readScalarOrOpen() throws(JSONError) -> Bool {
        guard position < text.count else { throw error(.unexpectedEnd, at: position) }
        switch text[position] {
        case UInt8(ascii: "\""): place(.string(try readString()))
        case UInt8(ascii: "{"): return try readOpening(ofObject: true)
        case UInt8(ascii: "["): return try readOpening(ofObject: false)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): place(.number(try readNumber()))
        case UInt8(ascii: "t"): try readWord("true", .bool(true))
        case UInt8(ascii: "f"): try readWord("false", .bool(false))
        case UInt8(ascii: "n"): try readWord("null", .null)
        default: throw unexpected("a value")
        }
        return true
    }

    /// Steps over an opening bracket and the space after it, to the first value; places the value when it is empty.
    private mutating func readOpening(ofObject isObject: Bool) throws(JSONError) -> Bool {
        if levels.count >= limits.maxDepth { throw error(.depthExceeded(limit: limits.maxDepth), at: position) }
        position &+= 1
        skipSpace()
        if skip(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
            place(isObject ? .object(JSONObject()) : .array([]))
            return true
        }
        levels.push(level)
        level = Level(isObject: isObject, start: isObject ? members.count : elements.count)
        if isObject { try readKey() }
        return false
    }

    /// Closes the arrays and objects that end after the value that was placed last, and steps to the next value.
    ///
    /// - Returns: whether there is none, since the value is the whole text.
    @inline(__always)
    private mutating func readSeparators() throws(JSONError) -> Bool {
        while levels.count > 0 {
            skipSpace()
            if skip(UInt8(ascii: ",")) {
                skipSpace()
                if level.isObject { try readKey() }
                return false
            }
            if level.isObject {
                if !skip(UInt8(ascii: "}")) { throw unexpected("',' or '}'") }
                closeObject()
            } else {
                if !skip(UInt8(ascii: "]")) { throw unexpected("',' or ']'") }
                closeArray()
            }
        }
        return true
    }

    @inline(__always)
    private mutating func place(_ value: consuming JSONValue) {
        if level.isObject { members.complete(value) } else { elements.push(value) }
    }

    private mutating func closeArray() {
        let array: [JSONValue] = elements.take(from: level.start)
        level = levels.pop()
        place(.array(array))
    }

    private mutating func closeObject() {
        let isLarge = members.count - level.start > JSONIndex.threshold
        let index = isLarge ? indexes.pop() : JSONIndex()
        let object = JSONObject(members.take(from: level.start), index: index)
        level = levels.pop()
        place(.object(object))
    }

    /// Reads a key and its colon, and pushes a member of that name after a look at those that the object has so far.
    @inline(__always)
    private mutating func readKey() throws(JSONError) {
        let offset = position
        guard stands(UInt8(ascii: "\"")) else { throw unexpected("a key in double quotes") }
        let (key, mark) = try readName()
        skipSpace()
        if !skip(UInt8(ascii: ":")) { throw unexpected("':'") }
        skipSpace()
        let others = members.elements(from: level.start)
        let isNew =
            if others.count < JSONIndex.threshold {
                others.position(of: key, mark: mark) == nil
            } else {
                note(key, mark, among: others)
            }
        if !isNew { throw error(.duplicateKey(key), at: offset) }
        members.push(JSONMember(key: key, value: .null, mark: mark))
    }

    /// Adds the next key of an object with many members to its index, or returns false when it is there already.
    @inline(never)
    private mutating func note(_ key: String, _ mark: UInt32, among others: UnsafeBufferPointer<JSONMember>) -> Bool {
        if others.count == JSONIndex.threshold { indexes.push(JSONIndex()) }
        if !indexes.last.hasRoom(forCount: others.count + 1) { indexes.last = JSONIndex(of: others) }
        return indexes.last.insert(key, mark: mark, at: others.count, in: others)
    }
}

extension JSONReader {
    @inline(never)
    func error(_ reason: JSONError.Reason, at offset: Int) -> JSONError { JSONError(reason, at: offset, in: text) }

    /// The error for what stands at `position` instead of `expected`.
    @inline(never)
    private func unexpected(_ expected: String) -> JSONError {
        guard position < text.count else { return error(.unexpectedEnd, at: position) }
        return error(.unexpectedByte(text[position], expected: expected), at: position)
    }

    private mutating func readWord(_ word: StaticString, _ value: JSONValue) throws(JSONError) {
        for offset in 0..<word.utf8CodeUnitCount {
            guard stands(word.utf8Start[offset]) else { throw unexpected("'\(word)'") }
            position += 1
        }
        place(value)
    }

    @inline(__always)
    private func stands(_ byte: UInt8) -> Bool { position < text.count && text[position] == byte }

    /// Steps over `byte` when it comes next.
    @inline(__always)
    private mutating func skip(_ byte: UInt8) -> Bool {
        guard stands(byte) else { return false }
        position &+= 1
        return true
    }

    @inline(__always)
    private mutating func skipSpace() {
        if position < text.count, text[position] <= 0x20 { skipSpaces() }
    }

    private mutating func skipSpaces() {
        var at = position
        while at < text.count, case let byte = text[at],
            byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
        {
            at &+= 1
        }
        position = at
    }
}
