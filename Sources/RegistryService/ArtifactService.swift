internal import Catalog
package import JSONDocument
internal import ObjectStore
package import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// Finds one artifact: its document, its document as uploaded, its bytes.
package struct ArtifactService: Sendable {
    /// Longest chain of redirections that is followed.
    static let maxHops = 8
    /// How often a version that is being replaced is looked at again.
    private static let maxLooks = 5

    let registry: Registry
    private let versions: VersionService

    package init(registry: Registry) {
        self.registry = registry
        versions = VersionService(registry: registry)
    }

    /// The document of an artifact, rendered.
    ///
    /// - Parameter followsLinks: whether a redirection answers with its target's document.
    /// - Throws: `.notFound`, alike for what is absent and for what the caller may not read.
    package func document(
        _ reference: ArtifactReference, followsLinks: Bool, for caller: Identity
    ) async throws -> JSONValue {
        var found = try await find(reference, for: caller)
        if followsLinks { found = try await target(of: found, for: caller) }
        return DocumentRendering(registry.settings).render(found)
    }

    /// The document exactly as it was uploaded.
    ///
    /// - Returns: the bytes of the metadata file.
    /// - Throws: `.notFound`.
    package func rawDocument(
        _ reference: ArtifactReference, followsLinks: Bool, for caller: Identity
    ) async throws -> [UInt8] {
        let (found, file) = try await find(reference, followsLinks: followsLinks, for: caller) { $0.staged.metapath }
        // A document that the registry made for a bare file has no file of its own.
        if found.staged.metapath == found.id.path, !found.id.path.isDocument {
            return found.staged.document.serialized()
        }
        guard let key = file?.key else { throw RegistryError(.notFound, "Unable to find raw metadata file") }
        return try await registry.objects.get(ObjectKey(validating: key)).collect(upTo: Limits.documentBytes)
    }

    /// A URL at which the artifact's bytes can be had without credentials.
    ///
    /// - Parameter lifetime: seconds, 10 to 86 400.
    /// - Returns: absolute, or beginning with `/` when relative to the registry's own root.
    /// - Throws: `.notFound`.
    package func downloadURL(
        _ reference: ArtifactReference, lifetime: Int, for caller: Identity
    ) async throws -> String {
        let (found, file) = try await find(reference, followsLinks: true, for: caller) { $0.id.path }
        guard let key = file?.key else { throw Self.noSuchFile }
        let name = found.id.path.description.split(separator: "/").last.map(String.init)
        return try registry.objects.downloadURL(
            for: ObjectKey(validating: key), expires: registry.ambient.now() + .seconds(lifetime), filename: name,
            contentType: nil)
    }

    private static let noSuchFile = RegistryError(.notFound, "No such file")

    private func find(_ reference: ArtifactReference, for caller: Identity) async throws -> ArtifactDocument {
        for _ in 0..<Self.maxLooks {
            guard let version = try await versions.resolve(reference.version, of: reference.project),
                let document = try await registry.store.index.document(
                    ArtifactID(project: reference.project, path: reference.path, version: version.version),
                    readableBy: caller)
            else { throw Self.noSuchFile }
            // Between the two reads the version may have been replaced; then the revision is another's, or nobody's.
            if case .revision(let revision) = reference.version, revision != document.revision { continue }
            return document
        }
        throw Self.noSuchFile
    }

    /// The document and a file of the same upload: found equal before and after the file was read.
    private func find(
        _ reference: ArtifactReference, followsLinks: Bool, for caller: Identity,
        file path: (ArtifactDocument) -> ArtifactPath
    ) async throws -> (ArtifactDocument, FileRecord?) {
        for _ in 0..<Self.maxLooks {
            var found = try await find(reference, for: caller)
            if followsLinks { found = try await target(of: found, for: caller) }
            let artifact = ArtifactID(project: found.id.project, path: path(found), version: found.id.version)
            let file = try await registry.store.catalog.file(artifact, readableBy: caller)
            let again = try await registry.store.index.document(found.id, readableBy: caller)
            if again?.revision == found.revision { return (found, file) }
        }
        throw RegistryError(.busy, "the version is being replaced; try again", retryAfter: 1)
    }

    /// Follows redirections (`spec/rest-api.md` 4.5); each target must be readable now.
    private func target(of document: ArtifactDocument, for caller: Identity) async throws -> ArtifactDocument {
        var document = document
        for _ in 0..<Self.maxHops {
            guard let next = Self.redirection(of: document) else { return document }
            document = try await find(next, for: caller)
        }
        throw Self.noSuchFile
    }

    private static func redirection(of document: ArtifactDocument) -> ArtifactReference? {
        guard document.staged.schema?.hasPrefix("redirection/") == true,
            let target = document.staged.document["redirection"]?["targets"]?.arrayValue?.first,
            let location = target["location"]?.stringValue
        else { return nil }
        switch target["type"]?.stringValue {
        case "local":
            guard let path = try? ArtifactPath(parsing: location) else { return nil }
            return ArtifactReference(
                project: document.id.project, path: path, version: .version(document.id.version))
        case "remote": return try? ArtifactReference(parsing: location)
        default: return nil
        }
    }
}
