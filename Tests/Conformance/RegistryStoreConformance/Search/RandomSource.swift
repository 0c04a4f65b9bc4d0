/// The same random numbers in every run with the same seed (SplitMix64).
package struct RandomSource: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    package mutating func int(in range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    /// True in so many of a hundred cases.
    package mutating func chance(_ percent: Int) -> Bool { int(in: 1...100) <= percent }
    /// One of `choices`, which are not none.
    package mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[int(in: 0...(choices.count - 1))] }
    /// So many of `choices`, in their order, each at most once.
    package mutating func some<Choice>(_ choices: [Choice], _ count: ClosedRange<Int>) -> [Choice] {
        let kept = Set(choices.indices.shuffled(using: &self).prefix(int(in: count)))
        return choices.indices.filter { kept.contains($0) }.map { choices[$0] }
    }
}
