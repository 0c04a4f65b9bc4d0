/// An array that is written once, when it is made, and read without bounds checks or reference counting.
///
/// `@unchecked Sendable` because nothing writes the memory between `init` and `deinit`.
final class FrozenArray<Element: Sendable>: @unchecked Sendable {
    /// Valid as long as this object is.
    let pointer: UnsafePointer<Element>

    let count: Int

    init(_ elements: [Element]) {
        count = elements.count
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
        for (index, element) in elements.enumerated() { (memory + index).initialize(to: element) }
        pointer = UnsafePointer(memory)
    }

    deinit {
        let memory = UnsafeMutablePointer(mutating: pointer)
        memory.deinitialize(count: count)
        memory.deallocate()
    }
}
