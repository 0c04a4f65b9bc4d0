/// What the writer of a body promises of it, checked while it streams.
///
/// Nil promises nothing.
package struct ObjectExpectation: Sendable, Hashable {
    /// Bytes; one more is `.tooLarge`.
    package var maximum: Int64?
    /// Bytes; any other number is `.lengthMismatch`.
    package var length: Int64?
    /// Any other digest is `.digestMismatch`.
    package var md5: MD5Digest?

    package init(maximum: Int64? = nil, length: Int64? = nil, md5: MD5Digest? = nil) {
        self.maximum = maximum
        self.length = length
        self.md5 = md5
    }
    package static let nothing = ObjectExpectation()
}
