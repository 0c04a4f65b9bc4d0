/// The first few of many elements, given in any order.
///
/// The order is given with every call, so that it may look things up; it must be the same each time.
struct BoundedHeap<Element> {
    /// The last of them is the root.
    private(set) var elements: [Element] = []
    let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    var isFull: Bool { elements.count >= capacity }
    /// The last of those that are kept, once there are as many as may be; nil before.
    var last: Element? { isFull ? elements.first : nil }

    mutating func insert(_ element: Element, by precedes: (Element, Element) -> Bool) {
        if elements.count < capacity {
            elements.append(element)
            siftUp(by: precedes)
        } else if let last = elements.first, precedes(element, last) {
            elements[0] = element
            siftDown(by: precedes)
        }
    }

    /// All of them, the first one first.
    func sorted(by precedes: (Element, Element) -> Bool) -> [Element] { elements.sorted(by: precedes) }

    private mutating func siftUp(by precedes: (Element, Element) -> Bool) {
        var child = elements.count - 1
        while child > 0, case let parent = (child - 1) / 2, precedes(elements[parent], elements[child]) {
            elements.swapAt(parent, child)
            child = parent
        }
    }
    private mutating func siftDown(by precedes: (Element, Element) -> Bool) {
        var parent = 0
        while true {
            var last = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < elements.count && precedes(elements[last], elements[child]) {
                last = child
            }
            if last == parent { return }
            elements.swapAt(parent, last)
            parent = last
        }
    }
}
