package import NIOCore

/// An object being read: one value of it from the first byte to the last, also when the key is replaced meanwhile.
package struct ObjectBody: Sendable {
    package let object: StoredObject
    /// The bytes that `chunks` delivers, by their positions in the object.
    package let bytes: Range<Int64>
    package let chunks: ObjectChunks

    package init(object: StoredObject, bytes: Range<Int64>, chunks: ObjectChunks) {
        self.object = object
        self.bytes = bytes
        self.chunks = chunks
    }

    /// Reads everything into memory.
    ///
    /// - Throws: `.tooLarge` before anything is read when there are more than `limit` bytes.
    package func collect(upTo limit: Int) async throws(ObjectStoreError) -> [UInt8] {
        guard bytes.count <= limit else { throw .tooLarge(limit: Int64(limit)) }
        var collected: [UInt8] = []
        collected.reserveCapacity(bytes.count)
        for try await chunk in chunks { collected.append(contentsOf: chunk.readableBytesView) }
        return collected
    }
}

/// The bytes of an object in chunks of at most 128 KiB, each read when it is asked for.
///
/// Iterating twice reads twice, where the driver can; a file can.
package struct ObjectChunks: ByteStream {
    /// Delivers the next chunk; nil after the last.
    package typealias Next = () async throws(ObjectStoreError) -> ByteBuffer?

    private let start: @Sendable () -> Next

    package init(_ start: @escaping @Sendable () -> Next) { self.start = start }

    /// Chunks of the bytes at `bytes`, asked for by position and count.
    ///
    /// - Parameter read: returns as many bytes as asked for.
    package init(
        of bytes: Range<Int64>, read: @escaping @Sendable (Int64, Int) async throws(ObjectStoreError) -> ByteBuffer
    ) {
        self.init {
            var position = bytes.lowerBound
            return { () async throws(ObjectStoreError) -> ByteBuffer? in
                guard position < bytes.upperBound else { return nil }
                let count = Int(Swift.min(Int64(ByteBuffer.objectChunkSize), bytes.upperBound - position))
                let chunk = try await read(position, count)
                position += Int64(chunk.readableBytes)
                return chunk
            }
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(advance: start()) }

    package struct AsyncIterator: AsyncIteratorProtocol {
        package typealias Failure = ObjectStoreError
        let advance: Next

        package mutating func next() async throws(ObjectStoreError) -> ByteBuffer? { try await advance() }
        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ObjectStoreError) -> ByteBuffer? { try await advance() }
    }
}
