/// The text of one value in the making: bytes in memory of its own, which grows by doubling.
struct JSONOutput: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var count = 0
    private var capacity: Int
    private let pretty: Bool
    private var level: Int

    /// - Parameter level: how many arrays and objects the value stands in, for the indentation.
    init(pretty: Bool, level: Int = 0, minimumCapacity: Int = 512) {
        self.pretty = pretty
        self.level = level
        capacity = max(minimumCapacity, 16)
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// What has been written; valid until more is.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    mutating func value(_ value: borrowing JSONValue) {
        switch value {
        case .null: word("null")
        case .bool(let value): word(value ? "true" : "false")
        case .number(let value): number(value)
        case .string(let value): string(value)
        case .array(let elements): array(elements)
        case .object(let object): self.object(object)
        }
    }

    mutating func array(_ elements: borrowing [JSONValue]) {
        begin(UInt8(ascii: "["))
        var isFirst = true
        elements.withUnsafeBufferPointer { elements in
            for position in elements.indices {
                separate(&isFirst)
                value(elements[position])
            }
        }
        end(UInt8(ascii: "]"), isEmpty: isFirst)
    }

    mutating func object(_ object: borrowing JSONObject) {
        begin(UInt8(ascii: "{"))
        var isFirst = true
        object.members.withUnsafeBufferPointer { members in
            for position in members.indices {
                separate(&isFirst)
                string(members[position].key)
                byte(UInt8(ascii: ":"))
                if pretty { byte(UInt8(ascii: " ")) }
                value(members[position].value)
            }
        }
        end(UInt8(ascii: "}"), isEmpty: isFirst)
    }

    @inline(__always)
    private mutating func begin(_ bracket: UInt8) {
        byte(bracket)
        level += 1
    }

    @inline(__always)
    private mutating func end(_ bracket: UInt8, isEmpty: Bool) {
        level -= 1
        if pretty, !isEmpty { breakLine() }
        byte(bracket)
    }

    @inline(__always)
    private mutating func separate(_ isFirst: inout Bool) {
        if !isFirst { byte(UInt8(ascii: ",")) }
        isFirst = false
        if pretty { breakLine() }
    }

    private mutating func breakLine() {
        let indentation = 4 * level
        let target = room(for: indentation + 1)
        target[0] = UInt8(ascii: "\n")
        (target + 1).update(repeating: UInt8(ascii: " "), count: indentation)
        count &+= indentation + 1
    }
}

extension JSONOutput {
    @inline(__always)
    mutating func byte(_ byte: UInt8) {
        room(for: 1).pointee = byte
        count &+= 1
    }

    mutating func word(_ word: StaticString) {
        room(for: word.utf8CodeUnitCount).update(from: word.utf8Start, count: word.utf8CodeUnitCount)
        count &+= word.utf8CodeUnitCount
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        room(for: bytes.count).update(from: start, count: bytes.count)
        count &+= bytes.count
    }

    /// Counts bytes that were written to `room(for:)`, which was asked for at least as many.
    @inline(__always)
    mutating func advance(by written: Int) { count &+= written }

    /// Where the next bytes go; there is room for `needed` of them.
    @inline(__always)
    mutating func room(for needed: Int) -> UnsafeMutablePointer<UInt8> {
        if capacity &- count < needed { grow(by: needed) }
        return base + count
    }

    @inline(never)
    private mutating func grow(by needed: Int) {
        capacity = max(capacity * 2, count + needed)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
    }
}
