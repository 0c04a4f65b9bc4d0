internal import NIOCore
package import RegistryCore
internal import Synchronization

/// Objects in this process's memory: for tests, and good enough to run the whole application on.
package final class MemoryObjectStore: PresigningObjectStore {
    private let state = Mutex(MemoryObjects())
    private let signer: ObjectURLSigner

    package init(signer: ObjectURLSigner) { self.signer = signer }

    /// A store whose signed URLs lead to `http://localhost`, by a key that ends with it.
    package convenience init() {
        let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        self.init(
            signer: ObjectURLSigner(
                keys: SigningKeyRing(current: .init(id: "memory", secret: secret)), base: "http://localhost"))
    }

    @discardableResult
    package func put(
        _ body: some ByteStream, at key: ObjectKey, expecting expectation: ObjectExpectation
    ) async throws(ObjectStoreError) -> StoredObject {
        let content = try await collect(body, expectation)
        return try change { objects throws(ObjectStoreError) in try objects.write(content, at: key) }
    }

    @discardableResult
    package func create(_ body: some ByteStream, at key: ObjectKey) async throws(ObjectStoreError) -> StoredObject {
        let content = try await collect(body, .nothing)
        return try change { objects throws(ObjectStoreError) in
            guard objects[key] == nil else { throw .alreadyExists(key) }
            return try objects.write(content, at: key)
        }
    }

    package func head(_ key: ObjectKey) async throws(ObjectStoreError) -> StoredObject { try value(key).object }

    package func get(_ key: ObjectKey, range: ByteRange?) async throws(ObjectStoreError) -> ObjectBody {
        let value = try value(key)
        let bytes = try value.object.bytes(in: range)
        let content = value.content
        return ObjectBody(
            object: value.object, bytes: bytes,
            chunks: ObjectChunks(of: bytes) { position, count throws(ObjectStoreError) in
                content.getSlice(at: content.readerIndex + Int(position), length: count) ?? ByteBuffer()
            })
    }

    package func list(
        prefix: String, after: ObjectKey?, limit: Int
    ) async throws(ObjectStoreError) -> [StoredObject] {
        state.withLock { $0.list(prefix: prefix, after: after, limit: limit) }
    }

    package func move(
        _ key: ObjectKey, matching tag: ObjectTag, to target: ObjectKey
    ) async throws(ObjectStoreError) {
        try change { objects throws(ObjectStoreError) in
            try objects.copy(key, matching: tag, to: target)
            if key != target, objects[key]?.object.tag == tag { objects.remove(key) }
        }
    }

    package func copy(
        _ key: ObjectKey, matching tag: ObjectTag, to target: ObjectKey
    ) async throws(ObjectStoreError) {
        try change { objects throws(ObjectStoreError) in try objects.copy(key, matching: tag, to: target) }
    }

    package func delete(_ key: ObjectKey) async throws(ObjectStoreError) { state.withLock { $0.remove(key) } }

    package func uploadURL(for key: ObjectKey, grant: UploadGrant) throws(ObjectStoreError) -> String {
        signer.uploadURL(for: key, grant: grant)
    }
    package func downloadURL(
        for key: ObjectKey, expires: Timestamp, filename: String?, contentType: String?
    ) throws(ObjectStoreError) -> String {
        signer.downloadURL(for: key, expires: expires, filename: filename, contentType: contentType)
    }

    private func value(_ key: ObjectKey) throws(ObjectStoreError) -> MemoryObjects.Value {
        guard let value = state.withLock({ $0[key] }) else { throw .notFound(key) }
        return value
    }
    private func change<Outcome: Sendable>(
        _ work: (inout MemoryObjects) throws(ObjectStoreError) -> Outcome
    ) throws(ObjectStoreError) -> Outcome {
        try state.withLock { objects throws(ObjectStoreError) in try work(&objects) }
    }
    private func collect(
        _ body: some ByteStream, _ expectation: ObjectExpectation
    ) async throws(ObjectStoreError) -> ByteBuffer {
        var check = ExpectationCheck(expectation)
        var content = ByteBuffer()
        var chunks = BodyReader(body)
        while var chunk = try await chunks.next() {
            try check.consume(chunk)
            content.writeBuffer(&chunk)
        }
        try check.finish()
        return content
    }
}
