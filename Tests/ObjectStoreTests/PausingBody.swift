import NIOCore
import ObjectStore

/// A body of 400 000 bytes that waits in its middle until it is told to finish.
struct PausingBody: ByteStream {
    private let begun = AsyncStream<Void>.makeStream()
    private let allowed = AsyncStream<Void>.makeStream()

    func started() async { for await _ in begun.stream { return } }
    func finish() { allowed.continuation.finish() }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }

    struct AsyncIterator: AsyncIteratorProtocol {
        let body: PausingBody
        var step = 0

        mutating func next() async throws -> ByteBuffer? {
            step += 1
            switch step {
            case 1: return ByteBuffer(repeating: 1, count: 200_000)
            case 2:
                body.begun.continuation.yield()
                for await _ in body.allowed.stream {}
                try Task.checkCancellation()
                return ByteBuffer(repeating: 2, count: 200_000)
            default: return nil
            }
        }
    }
}
