/// The name of a member, prepared for looking it up in many objects.
///
/// Equal to another only when their UTF-8 bytes are.
public struct JSONKey: Sendable {
    /// The name itself.
    public let string: String

    let mark: UInt32

    public init(_ string: String) {
        self.string = string
        mark = Self.mark(of: string)
    }
}

extension JSONKey {
    /// A digest of the length and of the first and the last eight bytes: cheap, and no defence against an attacker.
    static func mark(of key: String) -> UInt32 {
        let found: UInt32? = key.utf8.withContiguousStorageIfAvailable { Self.mark(of: $0) }
        if let found { return found }
        return Array(key.utf8).withUnsafeBufferPointer { Self.mark(of: $0) }
    }

    static func mark(of key: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let bytes = UnsafeRawBufferPointer(key)
        let count = bytes.count
        var head: UInt64 = 0
        var tail: UInt64 = 0
        if count >= 8 {
            head = bytes.loadUnaligned(as: UInt64.self)
            tail = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
        } else if count >= 4 {
            head = UInt64(bytes.loadUnaligned(as: UInt32.self))
            tail = UInt64(bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
        } else if count > 0 {
            head = UInt64(bytes[0]) << 16 | UInt64(bytes[count / 2]) << 8 | UInt64(bytes[count - 1])
        }
        // Two odd constants of the golden ratio and of pi; the product's halves mix what the lower bits alone do not.
        let product = (head ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: tail ^ 0x243F_6A88_85A3_08D3)
        let mixed = product.high ^ product.low &+ UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9
        return UInt32(truncatingIfNeeded: mixed ^ mixed >> 32)
    }
}

extension JSONKey: Hashable {
    public static func == (left: JSONKey, right: JSONKey) -> Bool {
        left.mark == right.mark && left.string.hasSameBytes(as: right.string)
    }

    public func hash(into hasher: inout Hasher) { string.hashBytes(into: &hasher) }
}

extension JSONKey: CustomStringConvertible {
    /// The name itself.
    public var description: String { string }
}
