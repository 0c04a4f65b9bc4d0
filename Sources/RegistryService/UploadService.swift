package import Catalog
package import ObjectStore
package import RegistryCore
internal import RegistryStore

/// Provisions, starts, completes and aborts uploads.
package struct UploadService: Sendable {
    let registry: Registry

    package init(registry: Registry) { self.registry = registry }
}

extension UploadService {
    /// Writes the bytes of one declared file, as a `PUT` to its upload URL would.
    ///
    /// - Throws: `.locked` when the upload takes no more files.
    package func receive(_ body: some ByteStream, of path: ArtifactPath, for upload: UploadKey) async throws {
        guard let record = try await registry.store.catalog.upload(upload), record.state == .uploading else {
            throw RegistryError(.locked, "the upload takes no more files")
        }
        try await registry.objects.put(body, at: StorageLayout.staging(path, of: upload))
    }
}
