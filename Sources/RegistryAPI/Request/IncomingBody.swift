internal import Hummingbird
internal import NIOCore
internal import RegistryCore

/// A request's body as it arrives: what goes wrong on the way is the client's fault, or its network's.
struct IncomingBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    private let body: RequestBody
    private let length: Int64?
    private let willRead: (@Sendable () -> Void)?

    /// - Parameters:
    ///   - length: as declared; nil when it is not.
    ///   - willRead: called once, before the first byte is asked for.
    init(_ body: RequestBody, length: Int64?, willRead: (@Sendable () -> Void)?) {
        self.body = body
        self.length = length
        self.willRead = willRead
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(chunks: body.makeAsyncIterator(), bytesLeft: length, willRead: willRead)
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var chunks: RequestBody.AsyncIterator
        fileprivate var bytesLeft: Int64?
        fileprivate var willRead: (@Sendable () -> Void)?

        /// - Throws: `.invalidRequest` for a body that ends early, stalls or is framed wrongly.
        mutating func next() async throws -> ByteBuffer? {
            if let willRead {
                self.willRead = nil
                willRead()
            }
            let chunk: ByteBuffer?
            do {
                chunk = try await chunks.next(isolation: #isolation)
            } catch let error as CancellationError {
                throw error
            } catch {
                throw Self.incomplete(error)
            }
            guard let chunk else {
                // The server takes a connection that is closed for the end of a body.
                if let bytesLeft, bytesLeft > 0 { throw Self.incomplete(nil) }
                return nil
            }
            bytesLeft = bytesLeft.map { $0 - Int64(chunk.readableBytes) }
            return chunk
        }

        private static func incomplete(_ cause: (any Error)?) -> RegistryError {
            RegistryError(
                .invalidRequest, "IncompleteBody: the body did not arrive whole; send it again", cause: cause)
        }
    }
}
