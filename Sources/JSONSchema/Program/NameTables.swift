internal import JSONDocument

/// Hash tables from names to numbers, all in one block of memory.
///
/// The tables are fixed when a schema is compiled, so that what an instance contains can make no look-up slower than
/// the longest run of filled slots, which the schema alone decides. Member names are hashed by the mark that every
/// member has; a table in which marks collide, as someone may have prepared, is hashed with a seed instead.
final class NameTables: Sendable {
    fileprivate static let longestRun = 8
    fileprivate static let longName = 1024  // bytes

    /// One table: a power of two of slots, at least half of them free.
    struct Table: Sendable {
        var start: Int32 = 0
        var mask: Int32 = -1  // of slots; -1 when empty
        var isSeeded = false
        var readsNames = false  // whole ones, which may be long: to hash them, or to compare them with a long one
    }

    /// One name and what is known about it.
    struct Slot: Sendable {
        var hash: UInt64 = 0
        var bits: (UInt64, UInt64) = (0, 0)  // of the string as it lies in memory
        var name: Int32 = -1  // of names; -1 when free
        var node: Int32 = -1
        var bit: UInt64 = 0
    }

    let slots: FrozenArray<Slot>
    let names: FrozenArray<String>

    /// Chosen at random, so that nobody can prepare names that fall into one slot.
    let seed: UInt64

    init(_ builder: Builder) {
        seed = builder.seed
        slots = FrozenArray(builder.slots)
        names = FrozenArray(builder.names)
    }

    /// Tables while a schema is compiled.
    struct Builder {
        typealias Entry = (name: String, node: Int32, bit: UInt64)

        fileprivate let seed = UInt64.random(in: .min ... .max)
        fileprivate var slots: [Slot] = []
        fileprivate var names: [String] = []

        /// Adds a table of `entries`, whose names differ, for names with marks.
        mutating func add(members entries: [Entry]) -> Table {
            if entries.isEmpty { return Table() }
            let (slots, names) = (slots, names)
            if let table = add(entries, upTo: NameTables.longestRun, hash: { UInt64(JSONKey($0).memberMark) }) {
                return table
            }
            (self.slots, self.names) = (slots, names)
            return add(entries)
        }

        /// Adds a table of `entries`, whose names differ, for any strings.
        mutating func add(_ entries: [Entry]) -> Table {
            if entries.isEmpty { return Table() }
            let seed = seed
            var table = add(entries, upTo: .max) { name in
                Array(name.utf8).withUnsafeBufferPointer { NameTables.hash($0, seed: seed) }
            }
            table?.isSeeded = true
            table?.readsNames = true
            return table ?? Table()
        }

        private mutating func add(_ entries: [Entry], upTo longestRun: Int, hash: (String) -> UInt64) -> Table? {
            var size = 2
            while size < entries.count * 2 { size *= 2 }
            let table = Table(
                start: Int32(slots.count), mask: Int32(size - 1),
                readsNames: entries.contains { $0.name.utf8.count > NameTables.longName })
            slots += repeatElement(Slot(), count: size)
            for entry in entries {
                let hash = hash(entry.name)
                var place = Int(truncatingIfNeeded: hash) & (size - 1)
                var run = 0
                while slots[Int(table.start) + place].name >= 0 {
                    place = (place + 1) & (size - 1)
                    run += 1
                    if run > longestRun { return nil }
                }
                slots[Int(table.start) + place] = Slot(
                    hash: hash, bits: entry.name.bits, name: Int32(names.count), node: entry.node, bit: entry.bit)
                names.append(entry.name)
            }
            return table
        }
    }

    /// A hash of the bytes, eight at a time.
    @inline(__always)
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64) -> UInt64 {
        let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
        let raw = UnsafeRawBufferPointer(bytes)
        var hash = (seed ^ UInt64(truncatingIfNeeded: bytes.count)) &* factor
        var offset = 0
        while offset &+ 8 <= raw.count {
            hash = (hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* factor
            hash ^= hash >> 32
            offset &+= 8
        }
        if offset < raw.count {
            var last: UInt64 = 0
            if raw.count >= 8 {
                last = raw.loadUnaligned(fromByteOffset: raw.count &- 8, as: UInt64.self)
            } else {
                while offset < raw.count {
                    last = last << 8 | UInt64(raw[offset])
                    offset &+= 1
                }
            }
            hash = (hash ^ last) &* factor
            hash ^= hash >> 32
        }
        return hash
    }
}

extension String {
    /// The string as it lies in memory: equal bits are an equal string, other bits may be one as well.
    var bits: (UInt64, UInt64) {
        @inline(__always) get { unsafeBitCast(self, to: (UInt64, UInt64).self) }
    }

    /// Calls `body` with the UTF-8 bytes.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
    }
}
