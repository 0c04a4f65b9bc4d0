extension StoredObject {
    /// - Throws: `.unsatisfiableRange`.
    func bytes(in range: ByteRange?) throws(ObjectStoreError) -> Range<Int64> {
        guard let range else { return 0..<size }
        guard let bytes = range.resolved(size: size) else { throw .unsatisfiableRange(key, size: size) }
        return bytes
    }
}
