extension DocumentSet {
    package mutating func formIntersection(_ other: DocumentSet) {
        switch (storage, other.storage) {
        case (.list(let list), _): storage = .list(other.filtering(list, keep: true))
        case (.bits, .list(let list)): storage = .list(filtering(list, keep: true))
        case (.bits, .bits(let others)):
            changeBits { words in
                for index in 0..<min(words.count, others.count) { words[index] &= others[index] }
            }
        }
    }

    package mutating func formUnion(_ other: DocumentSet) {
        switch (storage, other.storage) {
        case (.list(let one), .list(let two)):
            if one.isEmpty {
                storage = other.storage
            } else if one.count + two.count <= Self.listMaximum {
                storage = .list(Self.union(one, two))
            } else {
                makeBits()
                insert(list: two)
            }
        case (.bits, .list(let list)): insert(list: list)
        case (.list(let list), .bits):
            storage = other.storage
            insert(list: list)
        case (.bits, .bits(let others)):
            changeBits { words in
                for index in 0..<min(words.count, others.count) { words[index] |= others[index] }
            }
        }
    }

    package mutating func subtract(_ other: DocumentSet) {
        switch (storage, other.storage) {
        case (.list(let list), _): storage = .list(other.filtering(list, keep: false))
        case (.bits, .list(let list)):
            changeBits { words in
                for position in list where Int(position) >> 6 < words.count {
                    words[Int(position) >> 6] &= ~(1 << UInt64(position & 63))
                }
            }
        case (.bits, .bits(let others)):
            changeBits { words in
                for index in 0..<min(words.count, others.count) { words[index] &= ~others[index] }
            }
        }
    }
    package mutating func subtract(_ range: Range<Int>) {
        let range = range.clamped(to: 0..<capacity)
        switch storage {
        case .list(var list):
            storage = .list([])
            list.removeSubrange(list.lowerBound(of: range.lowerBound)..<list.lowerBound(of: range.upperBound))
            storage = .list(list)
        case .bits: changeBits { words in Self.forEachWord(of: range) { index, mask in words[index] &= ~mask } }
        }
    }

    /// How many positions are in both.
    package func intersectionCount(_ other: DocumentSet) -> Int {
        switch (storage, other.storage) {
        case (.list(let list), _): return other.filtering(list, keep: true).count
        case (.bits, .list(let list)): return filtering(list, keep: true).count
        case (.bits(let words), .bits(let others)):
            var count = 0
            for index in 0..<min(words.count, others.count) { count &+= (words[index] & others[index]).nonzeroBitCount }
            return count
        }
    }

    /// Calls `body` with each position, ascending.
    package func forEach(_ body: (Int) -> Void) { forEach(in: 0..<capacity, body) }
    package func forEach(in range: Range<Int>, _ body: (Int) -> Void) {
        let range = range.clamped(to: 0..<capacity)
        switch storage {
        case .list(let list):
            for index in list.lowerBound(of: range.lowerBound)..<list.lowerBound(of: range.upperBound) {
                body(Int(list[index]))
            }
        case .bits(let words):
            Self.forEachWord(of: range) { index, mask in
                var word = words[index] & mask
                while word != 0 {
                    body(index << 6 + word.trailingZeroBitCount)
                    word &= word &- 1
                }
            }
        }
    }
    /// The first position that is not before `start`; nil when there is none.
    package func first(from start: Int) -> Int? {
        let start = max(start, 0)
        if start >= capacity { return nil }
        switch storage {
        case .list(let list):
            let index = list.lowerBound(of: start)
            return index < list.count ? Int(list[index]) : nil
        case .bits(let words):
            var word = words[start >> 6] & ~Self.mask(below: start & 63)
            var index = start >> 6
            while word == 0 {
                index += 1
                if index == words.count { return nil }
                word = words[index]
            }
            return index << 6 + word.trailingZeroBitCount
        }
    }

    /// Those of `list` that are in this set, or those that are not.
    private func filtering(_ list: [UInt16], keep: Bool) -> [UInt16] {
        switch storage {
        case .bits(let words):
            return list.filter { position in
                let index = Int(position) >> 6
                return (index < words.count && words[index] >> UInt64(position & 63) & 1 == 1) == keep
            }
        case .list(let others):
            var index = 0
            return list.filter { position in
                while index < others.count, others[index] < position { index += 1 }
                return (index < others.count && others[index] == position) == keep
            }
        }
    }
    /// Into bits.
    private mutating func insert(list: [UInt16]) {
        changeBits { words in
            for position in list where Int(position) >> 6 < words.count {
                words[Int(position) >> 6] |= 1 << UInt64(position & 63)
            }
        }
    }
    private static func union(_ one: [UInt16], _ two: [UInt16]) -> [UInt16] {
        var union: [UInt16] = []
        union.reserveCapacity(one.count + two.count)
        var left = 0
        var right = 0
        while left < one.count, right < two.count {
            let (first, second) = (one[left], two[right])
            union.append(min(first, second))
            if first <= second { left += 1 }
            if second <= first { right += 1 }
        }
        union.append(contentsOf: one[left...])
        union.append(contentsOf: two[right...])
        return union
    }
}

extension DocumentSet {
    /// The position that has `rank` others before it; nil when there are not so many.
    package func position(ofRank rank: Int) -> Int? {
        guard rank >= 0 else { return nil }
        switch storage {
        case .list(let list): return rank < list.count ? Int(list[rank]) : nil
        case .bits(let words):
            var rest = rank
            for (index, word) in words.enumerated() {
                let count = word.nonzeroBitCount
                if rest < count {
                    var word = word
                    for _ in 0..<rest { word &= word &- 1 }
                    return index << 6 + word.trailingZeroBitCount
                }
                rest -= count
            }
            return nil
        }
    }
}
