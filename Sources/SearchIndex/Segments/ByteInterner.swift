/// Gives byte strings numbers, from 0 in the order in which they are first seen; each has a tag, and two with different
/// tags are different.
struct ByteInterner {
    private var arena: [UInt8] = []
    /// One more than there are strings.
    private var starts: [Int] = [0]
    private(set) var tags: [UInt32] = []
    private var hashes: [UInt32] = []
    /// Numbers plus one by hash; 0 is free. A power of two in size, at most half full.
    private var slots = [UInt32](repeating: 0, count: 1_024)
    /// So that nobody can prepare strings that all have one hash; the numbers do not depend on it.
    private let seed = UInt64.random(in: .min ... .max)

    var count: Int { tags.count }
    /// Bytes that the strings and their table take.
    var memory: Int { arena.count + 16 * count + 4 * slots.count }

    func bytes(of number: Int) -> ArraySlice<UInt8> { arena[starts[number]..<starts[number + 1]] }

    func withBytes<Value>(of number: Int, _ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        arena.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[starts[number]..<starts[number + 1]])) }
    }
    /// Calls `body` with all bytes, and where each string begins.
    func withAllBytes<Value>(_ body: (UnsafeRawBufferPointer, [Int]) -> Value) -> Value {
        arena.withUnsafeBytes { body($0, starts) }
    }

    mutating func number(of bytes: UnsafeRawBufferPointer, tag: UInt32) -> Int {
        let hash = hash(of: bytes, tag: tag)
        let (slot, found) = find(bytes, tag: tag, hash: hash)
        if let found { return found }
        let number = tags.count
        arena.append(contentsOf: bytes)
        starts.append(arena.count)
        tags.append(tag)
        hashes.append(hash)
        slots[slot] = UInt32(number + 1)
        if 2 * tags.count > slots.count { grow() }
        return number
    }
    /// The number of a string that was seen before; nil for another.
    func knownNumber(of bytes: UnsafeRawBufferPointer, tag: UInt32) -> Int? {
        find(bytes, tag: tag, hash: hash(of: bytes, tag: tag)).number
    }
    @inline(__always)
    private func find(_ bytes: UnsafeRawBufferPointer, tag: UInt32, hash: UInt32) -> (slot: Int, number: Int?) {
        var slot = Int(hash) & (slots.count - 1)
        while case let taken = slots[slot], taken != 0 {
            let number = Int(taken) - 1
            if hashes[number] == hash, tags[number] == tag, holds(bytes, at: number) { return (slot, number) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return (slot, nil)
    }
    private func holds(_ bytes: UnsafeRawBufferPointer, at number: Int) -> Bool {
        let start = starts[number]
        guard starts[number + 1] - start == bytes.count else { return false }
        return arena.withUnsafeBytes {
            UnsafeRawBufferPointer(rebasing: $0[start..<start + bytes.count]).commonPrefixCount(with: bytes)
                == bytes.count
        }
    }
    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: 4 * slots.count)
        for (number, hash) in hashes.enumerated() {
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number + 1)
        }
    }

    private func hash(of bytes: UnsafeRawBufferPointer, tag: UInt32) -> UInt32 {
        var state = seed ^ UInt64(tag) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count) &<< 32
        var offset = 0
        while offset &+ 8 <= bytes.count {
            state = Self.mixed(state ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self), seed)
            offset &+= 8
        }
        var last: UInt64 = 0
        while offset < bytes.count {
            last = last &<< 8 | UInt64(bytes[offset])
            offset &+= 1
        }
        let mixed = Self.mixed(state ^ last, seed)
        return UInt32(truncatingIfNeeded: mixed ^ mixed >> 32)
    }
    private static func mixed(_ value: UInt64, _ seed: UInt64) -> UInt64 {
        let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: seed | 1)
        return product.high ^ product.low &+ value.byteSwapped
    }
}
