internal import NIOCore
internal import ObjectStore

/// A body that breaks off after its chunks.
struct BrokenBody: ByteStream {
    struct Broken: Error {}
    let chunks: [[UInt8]]

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(chunks: chunks) }

    struct AsyncIterator: AsyncIteratorProtocol {
        var chunks: [[UInt8]]

        mutating func next() async throws -> ByteBuffer? {
            guard !chunks.isEmpty else { throw Broken() }
            return ByteBuffer(bytes: chunks.removeFirst())
        }
    }
}

/// Bytes in which a misplaced chunk shows.
func patternedBytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 ^ ($0 >> 8) &* 31 ^ ($0 >> 16) &* 17) }
}

extension ObjectStore {
    func bytes(_ key: ObjectKey, range: ByteRange? = nil) async throws -> [UInt8] {
        try await get(key, range: range).collect(upTo: 64 << 20)
    }
    func text(_ key: ObjectKey) async throws -> String {
        String(decoding: try await bytes(key), as: UTF8.self)
    }
    func keys(
        _ prefix: String = "", after: ObjectKey? = nil, limit: Int = 1_000
    ) async throws -> [ObjectKey] {
        try await list(prefix: prefix, after: after, limit: limit).map(\.key)
    }
}
