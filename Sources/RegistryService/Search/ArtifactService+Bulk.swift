internal import JSONDocument
package import RegistryCore
internal import Synchronization

extension ArtifactService {
    /// Artifacts of one request.
    package static let maxBulk = 500
    /// Documents that are looked for at a time.
    private static let bulkWidth = 8

    /// Bytes of one answer.
    package static let bulkBytes = 32 << 20

    /// The documents of several artifacts in the order asked for, each as JSON text; `null` for one that is absent or that the
    /// caller may not read.
    ///
    /// - Parameter references: at most ``maxBulk``; one may be there several times.
    /// - Throws: `.tooLarge` when they are longer than ``bulkBytes`` together.
    package func documents(_ references: [ArtifactReference], for caller: Identity) async throws -> [[UInt8]] {
        let room = AnswerRoom()
        return try await references.concurrentMap(width: Self.bulkWidth) { reference in
            let text: [UInt8]
            do {
                text = try await document(reference, followsLinks: false, for: caller).serialized()
            } catch let error as RegistryError where error.code == .notFound {
                text = JSONValue.null.serialized()
            }
            guard room.take(text.count) <= Self.bulkBytes else {
                throw RegistryError(
                    .tooLarge,
                    "the documents have more than \(Self.bulkBytes >> 20) MiB together; ask for fewer in one request")
            }
            return text
        }
    }
}

/// How many bytes of an answer there are already.
private final class AnswerRoom: Sendable {
    private let taken = Atomic(0)

    /// Returns how many there are with these.
    func take(_ bytes: Int) -> Int { taken.add(bytes, ordering: .relaxed).newValue }
}
