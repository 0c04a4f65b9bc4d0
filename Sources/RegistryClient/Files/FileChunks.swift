internal import NIOCore

/// The bytes of a file from its start, in pieces of at most 256 KiB; exactly `size` of them.
struct FileChunks: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error

    let file: OpenFile
    let size: Int64
    /// Is told how many bytes each piece had.
    let onRead: @Sendable (Int) -> Void

    init(_ file: OpenFile, size: Int64, onRead: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.file = file
        self.size = size
        self.onRead = onRead
    }

    func makeAsyncIterator() -> Iterator { Iterator(chunks: self) }

    struct Iterator: AsyncIteratorProtocol {
        private static let pieceBytes: Int64 = 256 << 10
        let chunks: FileChunks
        private var position: Int64 = 0

        init(chunks: FileChunks) { self.chunks = chunks }

        /// - Throws: `.file` when the file ends early: somebody shortened it.
        mutating func next() async throws -> ByteBuffer? {
            let rest = chunks.size - position
            if rest <= 0 { return nil }
            let piece = try await chunks.file.read(Int(Swift.min(rest, Self.pieceBytes)), at: position)
            guard piece.readableBytes > 0 else {
                throw RegistryClientError.file(path: chunks.file.path, problem: "became shorter while it was read")
            }
            position += Int64(piece.readableBytes)
            chunks.onRead(piece.readableBytes)
            return piece
        }
    }
}
