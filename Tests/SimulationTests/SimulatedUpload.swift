import Catalog
import JSONDocument
import RegistryCore
import SearchIndex

/// An upload as who sends it knows it.
struct SimulatedUpload {
    let key: UploadKey
    let number: Int
    let paths: [ArtifactPath]
    /// Whether its documents will be refused.
    let isInvalid: Bool
    let indexJob: JobID

    func document(_ index: Int, fence: Int, at now: Timestamp) -> StagedDocument {
        StagedDocument(
            path: paths[index], metapath: paths[index], document: .object(["upload": .string("\(number)/\(fence)")]),
            schema: nil, type: nil, textFields: [], fileSize: 1, uploaded: now, metaUploaded: now)
    }
}
