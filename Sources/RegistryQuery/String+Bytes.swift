extension String {
    /// Whether both are the same UTF-8, which canonically equivalent texts need not be.
    func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }

    func hashBytes(into hasher: inout Hasher) {
        var text = self
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(utf8.count)
    }
}
