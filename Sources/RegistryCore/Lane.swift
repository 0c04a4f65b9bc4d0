/// The hash partition that a project's rows live in (`research/scaling.md`): every table's key begins with it.
package struct Lane: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let number: Int

    package init(_ number: Int) { self.number = number }
    package var description: String { String(number) }
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// How many lanes a database has: a power of two, fixed when it is made (1 on SQLite, 64 on PostgreSQL).
package struct LaneCount: Sendable, Hashable {
    package let count: Int

    package init(_ count: Int) {
        precondition(count > 0 && count & (count - 1) == 0, "the number of lanes is a power of two")
        self.count = count
    }
    package var all: [Lane] { (0..<count).map { Lane($0) } }

    /// `crc32(utf8(name)) mod count`, where `name` is a project's id, else a sequence's prefix, a token's hash, or
    /// whatever the thing without a project is called.
    package func lane(of name: String) -> Lane { Lane(Int(CRC32.checksum(name.utf8)) & (count - 1)) }
    package func lane(of project: ProjectID) -> Lane { lane(of: project.description) }
}

/// The cyclic redundancy check of ISO 3309 (polynomial 0xEDB88320, as in zlib).
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }
    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(UInt32.max) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    }
}
