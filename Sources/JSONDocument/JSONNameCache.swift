/// The long keys that were read last in one text, so that a key that many objects have is one string.
struct JSONNameCache: ~Copyable {
    private struct Entry {
        var start = 0  // in the text, after the quote
        var count = -1  // in bytes; never found when negative
        var string = ""
    }

    /// What fits into a string itself needs no memory, and is not worth looking up.
    static let minimumLength = 16

    private static let size = 64  // a power of two

    private var entries: UnsafeMutablePointer<Entry>?

    deinit {
        entries?.deinitialize(count: Self.size)
        entries?.deallocate()
    }

    /// Returns the string of `key`, which lies at `start` in `text`, new or one that was made before.
    mutating func string(
        of key: UnsafeBufferPointer<UInt8>, at start: Int, in text: UnsafeBufferPointer<UInt8>, mark: UInt32,
        make: (UnsafeBufferPointer<UInt8>) -> String
    ) -> String {
        let entries = allocated()
        let entry = entries + Int(mark) & (Self.size - 1)
        if entry.pointee.count == key.count {
            let other = UnsafeBufferPointer(rebasing: text[entry.pointee.start..<(entry.pointee.start + key.count)])
            if other.hasSameBytes(as: key) { return entry.pointee.string }
        }
        let string = make(key)
        entry.pointee = Entry(start: start, count: key.count, string: string)
        return string
    }

    private mutating func allocated() -> UnsafeMutablePointer<Entry> {
        if let entries { return entries }
        let entries = UnsafeMutablePointer<Entry>.allocate(capacity: Self.size)
        entries.initialize(repeating: Entry(), count: Self.size)
        self.entries = entries
        return entries
    }
}
