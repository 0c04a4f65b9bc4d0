internal import NIOCore

/// Pulls chunks out of a body that somebody else provides, and names its failures.
struct BodyReader<Body: ByteStream> {
    private var iterator: Body.AsyncIterator

    init(_ body: Body) { iterator = body.makeAsyncIterator() }

    /// - Throws: `.interrupted` when the source throws or the task is cancelled.
    mutating func next() async throws(ObjectStoreError) -> ByteBuffer? {
        do {
            try Task.checkCancellation()
            return try await iterator.next(isolation: #isolation)
        } catch {
            throw .interrupted(cause: error)
        }
    }
}
