/// What is due when: a binary heap of deadlines that can be called off.
package struct DeadlineHeap {
    /// Names one deadline for as long as the heap lives.
    package typealias ID = UInt64

    private var entries: [(due: ContinuousClock.Instant, id: ID)] = []
    private var work: [ID: @Sendable () -> Void] = [:]
    private var lastID: ID = 0

    package init() {}

    /// The earliest deadline that still stands.
    package mutating func next() -> ContinuousClock.Instant? {
        while let first = entries.first, work[first.id] == nil { removeFirst() }
        return entries.first?.due
    }

    package mutating func add(at due: ContinuousClock.Instant, _ body: @escaping @Sendable () -> Void) -> ID {
        lastID += 1
        work[lastID] = body
        entries.append((due, lastID))
        var child = entries.count - 1
        while child > 0, entries[child].due < entries[(child - 1) / 2].due {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
        return lastID
    }

    /// Nothing happens for one that is over.
    package mutating func remove(_ id: ID) {
        work[id] = nil
        // Called-off entries stay until they come up; without this a busy client would keep thousands for minutes.
        if entries.count > 64, entries.count > 2 * work.count { rebuild() }
    }

    /// Takes the earliest one that is due at `now`.
    package mutating func take(at now: ContinuousClock.Instant) -> (@Sendable () -> Void)? {
        guard let due = next(), due <= now, let id = entries.first?.id else { return nil }
        removeFirst()
        return work.removeValue(forKey: id)
    }

    /// Takes all of them, the earliest first.
    package mutating func takeAll() -> [@Sendable () -> Void] {
        rebuild()
        defer { (entries, work) = ([], [:]) }
        return entries.compactMap { work[$0.id] }
    }

    private mutating func rebuild() {
        entries = entries.filter { work[$0.id] != nil }.sorted { $0.due < $1.due }
    }

    private mutating func removeFirst() {
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < entries.count else { return }
            let right = left + 1
            let child = right < entries.count && entries[right].due < entries[left].due ? right : left
            if entries[parent].due <= entries[child].due { return }
            entries.swapAt(parent, child)
            parent = child
        }
    }
}
