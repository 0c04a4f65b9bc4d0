/// A generator of numbers that depends on its name alone (SplitMix64, seeded by FNV-1a of the name).
///
/// The standard library's `random(in:using:)` is avoided: how it uses a generator may change between releases.
struct SampleRandom {
    private var state: UInt64

    init(_ name: String) {
        state = name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Returns a number from `range`, both ends included.
    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// Returns true in `percent` of 100 cases.
    mutating func chance(percent: Int) -> Bool { number(in: 1...100) <= percent }

    /// Returns one element; `choices` must not be empty.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[number(in: 0...(choices.count - 1))] }

    /// Returns `count` different numbers from `range` in ascending order, or all of them when there are fewer.
    mutating func distinct(_ count: Int, in range: ClosedRange<Int>) -> [Int] {
        if range.count <= count { return Array(range) }
        var chosen: Set<Int> = []
        while chosen.count < count { chosen.insert(number(in: range)) }
        return chosen.sorted()
    }
}
