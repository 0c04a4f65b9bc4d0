/// Where each key of a large object stands: an open hash table of positions.
///
/// Hashed with the seed of the process, so that nobody can choose keys that collide.
struct JSONIndex: Sendable {
    /// Objects with more members than this have an index.
    static let threshold = 16

    private var slots: ContiguousArray<UInt32> = []  // position + 1, or 0 for none; the count is a power of two

    /// An index of nothing, for an object that is small.
    init() {}

    /// - Parameter members: with each key once.
    init(of members: some Collection<JSONMember>) {
        var capacity = 64
        while capacity < members.count * 2 { capacity *= 2 }
        slots = ContiguousArray(repeating: 0, count: capacity)
        var position: UInt32 = 0
        for member in members {
            position += 1
            var slot = Self.hash(member.key) & (capacity - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
            slots[slot] = position
        }
    }

    var isEmpty: Bool { slots.isEmpty }

    /// Whether another member fits without making the table again.
    func hasRoom(forCount count: Int) -> Bool { count * 2 <= slots.count }

    /// The position of `key`, or nil when it is none of the keys; `members` are those that were indexed.
    func position(of key: String, mark: UInt32, in members: UnsafeBufferPointer<JSONMember>) -> Int? {
        let position = slots[slot(of: key, mark: mark, in: members)]
        return position == 0 ? nil : Int(position) - 1
    }

    /// Notes that `key` stands at `position`, or returns false when it is there already.
    mutating func insert(
        _ key: String, mark: UInt32, at position: Int, in members: UnsafeBufferPointer<JSONMember>
    ) -> Bool {
        let slot = slot(of: key, mark: mark, in: members)
        if slots[slot] != 0 { return false }
        slots[slot] = UInt32(position + 1)
        return true
    }

    /// The slot that holds `key`, or the free one where it would go.
    private func slot(of key: String, mark: UInt32, in members: UnsafeBufferPointer<JSONMember>) -> Int {
        var slot = Self.hash(key) & (slots.count - 1)
        while case let position = slots[slot], position != 0 {
            if members[Int(position) - 1].isNamed(key, mark: mark) { break }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private static func hash(_ key: String) -> Int {
        var hasher = Hasher()
        key.hashBytes(into: &hasher)
        return hasher.finalize()
    }
}
