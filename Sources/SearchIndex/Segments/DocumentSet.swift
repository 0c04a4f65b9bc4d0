/// Positions of documents within one segment: a value that is combined with others.
///
/// Few positions are held as a sorted list, many as bits. Sets are combined with sets of the same capacity; positions
/// beyond it are never in a set.
package struct DocumentSet: Sendable {
    enum Storage: Sendable {
        /// Ascending, each once; at most ``listMaximum``.
        case list([UInt16])
        /// Exactly `(capacity + 63) / 64` words; no bit from `capacity` on is set.
        case bits([UInt64])
    }
    /// Positions of a segment are below this.
    package static let capacityMaximum = 1 << 16
    static let listMaximum = 512

    package let capacity: Int
    var storage: Storage

    /// The empty set.
    ///
    /// - Parameter capacity: how many documents the segment has, at most ``capacityMaximum``.
    package init(capacity: Int) {
        self.capacity = min(max(capacity, 0), Self.capacityMaximum)
        storage = .list([])
    }
    package init(capacity: Int, range: Range<Int>) {
        self.init(capacity: capacity)
        insert(range)
    }
    /// - Parameter sorted: ascending, each once; what is beyond the capacity is left out.
    package init(capacity: Int, sorted: some Sequence<UInt16>) {
        self.init(capacity: capacity)
        let limit = self.capacity
        let list = sorted.filter { Int($0) < limit }
        storage = .list(list)
        if list.count > Self.listMaximum { makeBits() }
    }
    package static func full(capacity: Int) -> DocumentSet {
        DocumentSet(capacity: capacity, range: 0..<capacity)
    }
    /// - Parameter list: ascending, each once, below the capacity.
    init(capacity: Int, list: [UInt16]) {
        self.init(capacity: capacity)
        storage = .list(list)
        if list.count > Self.listMaximum { makeBits() }
    }
    /// - Parameter words: exactly as many as the capacity needs.
    init(capacity: Int, words: [UInt64]) {
        self.init(capacity: capacity)
        var words = words
        words.removeLast(max(words.count - wordCount, 0))
        words.append(contentsOf: repeatElement(0, count: wordCount - words.count))
        if let last = words.indices.last { words[last] &= Self.mask(below: self.capacity - last * 64) }
        storage = .bits(words)
    }

    /// Takes time in proportion to the capacity where the set is large.
    package var count: Int {
        switch storage {
        case .list(let list): list.count
        case .bits(let words): words.reduce(0) { $0 &+ $1.nonzeroBitCount }
        }
    }
    package var isEmpty: Bool {
        switch storage {
        case .list(let list): list.isEmpty
        case .bits(let words): words.allSatisfy { $0 == 0 }
        }
    }
    package func count(in range: Range<Int>) -> Int {
        let range = range.clamped(to: 0..<capacity)
        switch storage {
        case .list(let list):
            return list.lowerBound(of: range.upperBound) - list.lowerBound(of: range.lowerBound)
        case .bits(let words):
            var count = 0
            Self.forEachWord(of: range) { index, mask in count &+= (words[index] & mask).nonzeroBitCount }
            return count
        }
    }
    package func contains(_ position: Int) -> Bool {
        guard position >= 0, position < capacity else { return false }
        switch storage {
        case .list(let list):
            let index = list.lowerBound(of: position)
            return index < list.count && Int(list[index]) == position
        case .bits(let words): return words[position >> 6] >> UInt64(position & 63) & 1 == 1
        }
    }

    package mutating func insert(_ position: Int) {
        guard position >= 0, position < capacity else { return }
        insert(position..<position + 1)
    }
    package mutating func insert(_ range: Range<Int>) {
        let range = range.clamped(to: 0..<capacity)
        if range.isEmpty { return }
        if case .list(var list) = storage {
            let low = list.lowerBound(of: range.lowerBound)
            let high = list.lowerBound(of: range.upperBound)
            if list.count - (high - low) + range.count <= Self.listMaximum {
                storage = .list([])
                list.replaceSubrange(low..<high, with: range.lazy.map { UInt16($0) })
                storage = .list(list)
                return
            }
            makeBits()
        }
        changeBits { words in Self.forEachWord(of: range) { index, mask in words[index] |= mask } }
    }

    var wordCount: Int { (capacity + 63) >> 6 }

    /// Bits 0 to `end`, without it.
    static func mask(below end: Int) -> UInt64 { end >= 64 ? .max : end <= 0 ? 0 : (1 << UInt64(end)) &- 1 }

    /// Calls `body` with every word that `range` touches and the bits of it there.
    static func forEachWord(of range: Range<Int>, _ body: (Int, UInt64) -> Void) {
        if range.isEmpty { return }
        for index in (range.lowerBound >> 6)...((range.upperBound - 1) >> 6) {
            let base = index << 6
            body(index, mask(below: range.upperBound - base) & ~mask(below: range.lowerBound - base))
        }
    }

    mutating func makeBits() {
        guard case .list(let list) = storage else { return }
        var words = [UInt64](repeating: 0, count: wordCount)
        for position in list { words[Int(position) >> 6] |= 1 << UInt64(position & 63) }
        storage = .bits(words)
    }
    /// Changes the words in place; the set holds bits.
    mutating func changeBits(_ body: (inout [UInt64]) -> Void) {
        guard case .bits(var words) = storage else { return }
        storage = .list([])
        body(&words)
        storage = .bits(words)
    }
}

extension DocumentSet: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        guard left.capacity == right.capacity else { return false }
        switch (left.storage, right.storage) {
        case (.list(let one), .list(let other)): return one == other
        case (.bits(let one), .bits(let other)): return one == other
        case (.list(let list), .bits), (.bits, .list(let list)):
            let bits = if case .bits = left.storage { left } else { right }
            return bits.count == list.count && list.allSatisfy { bits.contains(Int($0)) }
        }
    }
}

extension [UInt16] {
    /// The index of the first element that is not less than `position`, in an ascending list.
    func lowerBound(of position: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low &+ high) >> 1
            if Int(self[middle]) < position { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
