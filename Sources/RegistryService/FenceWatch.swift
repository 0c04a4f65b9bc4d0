internal import Catalog
internal import RegistryCore
internal import RegistryStore
internal import Synchronization

/// Looks now and then whether a worker still has its upload, so that one that was deleted or taken over stops within
/// seconds and leaves nothing behind that a purge has already looked for.
final class FenceWatch: Sendable {
    private static let interval = Duration.seconds(5)
    private let store: any RegistryStore
    private let upload: UploadRecord
    private let nextLook = Mutex(ContinuousClock.now + interval)

    init(store: any RegistryStore, upload: UploadRecord) {
        self.store = store
        self.upload = upload
    }

    /// - Throws: `.conflict` when the upload is under another fence, or not being indexed any more.
    func requireFence() async throws {
        let isDue = nextLook.withLock { next in
            guard ContinuousClock.now >= next else { return false }
            next = .now + Self.interval
            return true
        }
        guard isDue else { return }
        let now = try await store.catalog.upload(upload.key)
        guard now?.state == .indexing, now?.fence == upload.fence else {
            throw StoreError.conflict(expected: "upload \(upload.key) at fence \(upload.fence)")
        }
    }
}
