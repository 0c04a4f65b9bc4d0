internal import NIOCore
internal import RegistryCore

/// A body for a staged key: it ends well only while its upload still takes files, so that a sending that was slow, or was
/// repeated meanwhile, does not replace what the completion has looked at.
struct StagedBody<Base: AsyncSequence & Sendable>: AsyncSequence, Sendable where Base.Element == ByteBuffer {
    /// For an upload that takes no more files, whenever that is found.
    static var refusal: RegistryError {
        RegistryError(.forbidden, "Forbidden, the upload that this URL belongs to takes no more files")
    }
    private let base: Base
    private let isWanted: @Sendable () async throws -> Bool

    /// - Parameter isWanted: asked when the last byte has come, before the bytes get their name.
    init(_ base: Base, isWanted: @escaping @Sendable () async throws -> Bool) {
        self.base = base
        self.isWanted = isWanted
    }
    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), isWanted: isWanted) }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var base: Base.AsyncIterator
        fileprivate let isWanted: @Sendable () async throws -> Bool

        mutating func next() async throws -> ByteBuffer? {
            if let chunk = try await base.next(isolation: #isolation) { return chunk }
            guard try await isWanted() else { throw StagedBody.refusal }
            return nil
        }
    }
}
