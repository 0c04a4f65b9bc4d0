/// A binary heap: what comes first by `<` is at hand, adding and taking cost O(log n).
struct OrderedHeap<Element: Comparable> {
    private var elements: [Element] = []

    var isEmpty: Bool { elements.isEmpty }
    var count: Int { elements.count }
    var first: Element? { elements.first }

    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0, elements[child] < elements[(child - 1) / 2] {
            elements.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    @discardableResult
    mutating func removeFirst() -> Element? {
        guard !elements.isEmpty else { return nil }
        elements.swapAt(0, elements.count - 1)
        let removed = elements.removeLast()
        var parent = 0
        while 2 * parent + 1 < elements.count {
            let (left, right) = (2 * parent + 1, 2 * parent + 2)
            let child = right < elements.count && elements[right] < elements[left] ? right : left
            guard elements[child] < elements[parent] else { break }
            elements.swapAt(parent, child)
            parent = child
        }
        return removed
    }

    mutating func removeAll(where isGone: (Element) -> Bool) {
        let kept = elements.filter { !isGone($0) }
        elements.removeAll(keepingCapacity: true)
        for element in kept { insert(element) }
    }
}
