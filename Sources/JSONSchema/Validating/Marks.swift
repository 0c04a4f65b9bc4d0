/// Which members or elements of some values have been evaluated, one bit each, as a stack of regions.
struct Marks {
    /// The place of one value's bits.
    struct Region {
        fileprivate let start: Int
        fileprivate let count: Int  // of words

        /// What clearing and merging it takes, in steps.
        var cost: Int { count / 16 }
    }

    private var words: [UInt64] = []

    /// Makes a region for `count` members or elements, none of them marked.
    mutating func push(_ count: Int) -> Region {
        let region = Region(start: words.count, count: (count + 63) / 64)
        words.append(contentsOf: repeatElement(0, count: region.count))
        return region
    }

    /// Makes a region for the same value as `other`, nothing in it marked.
    mutating func push(like other: Region) -> Region {
        let region = Region(start: words.count, count: other.count)
        words.append(contentsOf: repeatElement(0, count: region.count))
        return region
    }

    /// Removes `region` and what was pushed after it.
    mutating func pop(_ region: Region) { words.removeLast(words.count - region.start) }

    /// Marks in `target` what is marked in `region`.
    mutating func merge(_ region: Region, into target: Region) {
        for index in 0..<min(region.count, target.count) { words[target.start + index] |= words[region.start + index] }
    }

    mutating func mark(_ index: Int, in region: Region) {
        words[region.start + index >> 6] |= 1 << UInt64(index & 63)
    }

    mutating func markAll(in region: Region) {
        for index in 0..<region.count { words[region.start + index] = .max }
    }

    func contains(_ index: Int, in region: Region) -> Bool {
        words[region.start + index >> 6] >> UInt64(index & 63) & 1 == 1
    }
}
