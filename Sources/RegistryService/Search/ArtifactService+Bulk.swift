package import JSONDocument
package import RegistryCore

extension ArtifactService {
    /// Artifacts of one request.
    package static let maxBulk = 500
    /// Documents that are looked for at a time.
    private static let bulkWidth = 8

    /// The documents of several artifacts in the order asked for; null for one that is absent or that the caller may not read.
    ///
    /// - Parameter references: at most ``maxBulk``; one may be there several times.
    package func documents(_ references: [ArtifactReference], for caller: Identity) async throws -> [JSONValue] {
        try await references.concurrentMap(width: Self.bulkWidth) { reference in
            do {
                return try await document(reference, followsLinks: false, for: caller)
            } catch let error as RegistryError where error.code == .notFound {
                return .null
            }
        }
    }
}
