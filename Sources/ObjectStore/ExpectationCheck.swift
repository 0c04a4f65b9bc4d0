internal import Crypto
internal import NIOCore

/// Holds a body against its expectation, chunk by chunk.
struct ExpectationCheck {
    private let expectation: ObjectExpectation
    private var md5: Insecure.MD5?
    private(set) var length: Int64 = 0

    init(_ expectation: ObjectExpectation) {
        self.expectation = expectation
        md5 = expectation.md5.map { _ in Insecure.MD5() }
    }

    /// - Throws: `.tooLarge` and `.lengthMismatch`, as soon as a byte is too many.
    mutating func consume(_ chunk: ByteBuffer) throws(ObjectStoreError) {
        length += Int64(chunk.readableBytes)
        if let maximum = expectation.maximum, length > maximum { throw .tooLarge(limit: maximum) }
        if let expected = expectation.length, length > expected {
            throw .lengthMismatch(expected: expected, found: length)
        }
        if md5 != nil { chunk.withUnsafeReadableBytes { md5?.update(bufferPointer: $0) } }
    }

    /// - Throws: `.lengthMismatch`, `.digestMismatch`.
    func finish() throws(ObjectStoreError) {
        if let expected = expectation.length, length != expected {
            throw .lengthMismatch(expected: expected, found: length)
        }
        guard let expected = expectation.md5, let md5 else { return }
        let found = MD5Digest(md5.finalize())
        if found != expected { throw .digestMismatch(expected: expected, found: found) }
    }
}
