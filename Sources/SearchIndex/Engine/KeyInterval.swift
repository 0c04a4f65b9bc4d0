internal import RegistryQuery

/// Keys of one kind that are neighbours in the dictionary; nil for no bound.
struct KeyInterval: Sendable {
    var lower: [UInt8]?
    var includesLower = true
    var upper: [UInt8]?
    var includesUpper = true

    func contains(_ key: UnsafeRawBufferPointer) -> Bool {
        (includesLower || !(lower.map { key.elementsEqual($0) } ?? false))
            && (includesUpper || !(upper.map { key.elementsEqual($0) } ?? false))
    }
}

extension KeyInterval {
    init<Value>(_ values: ValueInterval<Value>, _ key: (Value) -> [UInt8]) {
        self.init(
            lower: values.lower.map { key($0.value) }, includesLower: values.lower?.isInclusive ?? true,
            upper: values.upper.map { key($0.value) }, includesUpper: values.upper?.isInclusive ?? true)
    }

    /// One key at most.
    init(exactly key: [UInt8]) { self.init(lower: key, upper: key) }

    /// The texts that begin with `prefix`.
    init(prefix: String) {
        var next = Array(prefix.utf8)
        self.init(lower: next.isEmpty ? nil : next)
        // The least text after all of them; UTF-8 has no byte 0xFF.
        if let last = next.last {
            next[next.count - 1] = last + 1
            upper = next
            includesUpper = false
        }
    }

    /// The same values in ``TermKind/placed``.
    func placed(_ kind: TermKind) -> Self {
        Self(
            lower: TermKey.placed(kind, lower ?? []), includesLower: lower == nil || includesLower,
            upper: upper.map { TermKey.placed(kind, $0) } ?? [kind.rawValue + 1],
            includesUpper: upper != nil && includesUpper)
    }
}
