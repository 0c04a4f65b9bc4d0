/// Where the reader collects what arrays and objects contain, until it knows how much that is.
///
/// What an inner level has pushed is taken before the outer one goes on, so one stack serves all levels.
struct JSONStack<Element>: ~Copyable {
    private(set) var count = 0
    private var storage = UnsafeMutableBufferPointer<Element>(start: nil, count: 0)

    deinit {
        storage.extracting(..<count).deinitialize()
        storage.deallocate()
    }

    /// The element pushed last; there must be one.
    var last: Element {
        @inline(__always) get { storage[count &- 1] }
        @inline(__always) _modify { yield &storage[count &- 1] }
    }

    /// The elements from `start` on; valid until the stack changes.
    @inline(__always)
    func elements(from start: Int) -> UnsafeBufferPointer<Element> {
        UnsafeBufferPointer(rebasing: storage[start..<count])
    }

    @inline(__always)
    mutating func push(_ element: consuming Element) {
        if count == storage.count { grow() }
        storage.initializeElement(at: count, to: element)
        count &+= 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutableBufferPointer<Element>.allocate(capacity: max(16, storage.count * 2))
        _ = larger.moveInitialize(fromContentsOf: storage)
        storage.deallocate()
        storage = larger
    }

    @inline(__always)
    mutating func pop() -> Element {
        count &-= 1
        return storage.moveElement(from: count)
    }

    /// Takes the elements from `start` on away.
    ///
    /// Appended one by one after reserving: the initializers with uninitialized capacity look up metadata each time.
    @inline(__always)
    mutating func take<Target: RangeReplaceableCollection<Element>>(from start: Int) -> Target {
        var taken = Target()
        taken.reserveCapacity(count &- start)
        for position in start..<count { taken.append(storage.moveElement(from: position)) }
        count = start
        return taken
    }
}

extension JSONStack<JSONMember> {
    /// Sets the value of the last member, which was pushed with null for it.
    @inline(__always)
    mutating func complete(_ value: consuming JSONValue) {
        last.value = value
    }
}
