/// Gives pairs of numbers a number each, from 0 in the order in which they are first seen.
struct PairTable {
    private(set) var pairs: [UInt64] = []
    /// Numbers plus one by hash; 0 is free. A power of two in size, at most half full.
    private var slots = [UInt32](repeating: 0, count: 1_024)
    private let seed = UInt64.random(in: .min ... .max) | 1

    var count: Int { pairs.count }
    /// Bytes that the pairs and their table take.
    var memory: Int { 8 * count + 4 * slots.count }

    @inline(__always) mutating func number(of first: Int, _ second: Int) -> Int {
        let pair = UInt64(truncatingIfNeeded: first) &<< 32 | UInt64(truncatingIfNeeded: second)
        var slot = slot(of: pair)
        while case let taken = slots[slot], taken != 0 {
            if pairs[Int(taken) - 1] == pair { return Int(taken) - 1 }
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        pairs.append(pair)
        slots[slot] = UInt32(pairs.count)
        if 2 * pairs.count > slots.count { grow() }
        return pairs.count - 1
    }
    private func slot(of pair: UInt64) -> Int {
        let product = (pair ^ pair >> 29 &* 0xA076_1D64_78BD_642F).multipliedFullWidth(by: seed)
        return Int(truncatingIfNeeded: product.high ^ product.low) & (slots.count &- 1)
    }
    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: 4 * slots.count)
        for (number, pair) in pairs.enumerated() {
            var slot = slot(of: pair)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number + 1)
        }
    }
}
