package import NIOCore

/// A source of bytes that is pulled chunk by chunk, so that a body of any length takes little memory.
///
/// Chunks may be of any length, also empty; a reader asks for the next one when it has dealt with the last. A request's
/// body becomes one by an empty extension, or by ``ByteStream/streaming(_:)``.
package protocol ByteStream: AsyncSequence, Sendable where Element == ByteBuffer {}

/// A source of bytes that are in memory already; can be read more than once.
package struct ByteSource: ByteStream {
    private let buffer: ByteBuffer
    private let chunkSize: Int

    /// - Parameter chunkSize: bytes, at least 1.
    package init(_ buffer: ByteBuffer, chunkSize: Int = ByteBuffer.objectChunkSize) {
        self.buffer = buffer
        self.chunkSize = Swift.max(1, chunkSize)
    }
    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: buffer, chunkSize: chunkSize) }

    package struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ByteBuffer
        let chunkSize: Int

        package mutating func next() async -> ByteBuffer? {
            let count = Swift.min(rest.readableBytes, chunkSize)
            return count == 0 ? nil : rest.readSlice(length: count)
        }
    }
}

/// Any sequence of buffers as a source of bytes.
package struct WrappedByteStream<Base: AsyncSequence & Sendable>: ByteStream where Base.Element == ByteBuffer {
    let base: Base

    package func makeAsyncIterator() -> Base.AsyncIterator { base.makeAsyncIterator() }
}

extension ByteStream where Self == ByteSource {
    package static var empty: ByteSource { ByteSource(ByteBuffer()) }
    package static func bytes(_ bytes: [UInt8]) -> ByteSource { ByteSource(ByteBuffer(bytes: bytes)) }
    package static func text(_ text: String) -> ByteSource { ByteSource(ByteBuffer(string: text)) }
}

extension ByteStream {
    package static func streaming<Base>(_ base: Base) -> Self where Self == WrappedByteStream<Base> {
        WrappedByteStream(base: base)
    }
}

extension ByteBuffer {
    /// Bytes that stores read and write at a time.
    package static var objectChunkSize: Int { 128 << 10 }
}
