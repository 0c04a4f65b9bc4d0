/// Some of the objects of an ``ObjectTable``.
struct ObjectSet {
    private var words: [UInt64]
    private let count: Int

    /// None of `count` objects.
    init(count: Int) {
        self.count = count
        words = [UInt64](repeating: 0, count: (count + 63) / 64)
    }
    static func all(_ count: Int) -> ObjectSet {
        var set = ObjectSet(count: count)
        for index in set.words.indices { set.words[index] = DocumentSet.mask(below: count - index * 64) }
        return set
    }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
    func contains(_ object: Int) -> Bool { words[object >> 6] >> UInt64(object & 63) & 1 == 1 }

    mutating func insert(_ object: Int) { words[object >> 6] |= 1 << UInt64(object & 63) }
    /// - Parameter other: of the same table, as in all of these.
    mutating func formIntersection(_ other: ObjectSet) {
        for index in words.indices { words[index] &= other.words[index] }
    }
    mutating func formUnion(_ other: ObjectSet) {
        for index in words.indices { words[index] |= other.words[index] }
    }
    mutating func subtract(_ other: ObjectSet) {
        for index in words.indices { words[index] &= ~other.words[index] }
    }
}
