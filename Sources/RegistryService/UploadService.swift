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

/// Asked before a body is read, so that nobody is made to parse what a stranger sends.
extension UploadService {
    /// - Parameter project: nil for a new one.
    package func authorizeProvision(of project: ProjectID?, for caller: Identity) async throws {
        guard let project else { return try AccessDecision.require(.provisionProject, for: caller, on: VersionFacts()) }
        let facts = try await registry.store.catalog.facts(of: project, version: nil)
        try AccessDecision.require(.startUpload, for: caller, on: facts)
    }
    package func authorizeStart(_ version: VersionKey, for caller: Identity) async throws {
        let facts = try await registry.store.catalog.facts(of: version.project, version: version.version)
        try AccessDecision.require(.startUpload, for: caller, on: facts)
    }
    package func authorizeComplete(_ version: VersionKey, upload id: UploadID?, for caller: Identity) async throws {
        let facts = try await registry.store.catalog.facts(of: version.project, version: version.version)
        let upload = try await find(id, in: facts, version)
        try AccessDecision.require(.completeUpload, for: caller, on: facts, upload: upload)
    }
    /// Whether bytes may still be written at `key`: it is staged for an upload that takes files.
    package func isReceiving(_ key: ObjectKey) async throws -> Bool {
        guard let upload = StorageLayout.upload(stagedAt: key),
            let record = try await registry.store.catalog.upload(upload)
        else { return false }
        return record.state == .uploading
    }
}
