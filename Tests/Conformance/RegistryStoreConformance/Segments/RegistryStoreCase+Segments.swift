internal import RegistryStore

extension RegistryStoreCase {
    /// The promises of `SegmentStore`, for the stores that have one; with 1 and with 8 lanes, as all others.
    package static let segments: [RegistryStoreCase] =
        generations + generationLogs + shownUploads + shownDocuments + storedSegments + segmentExchanges + segmentSweeps
        + shownHistories + indexLimits
}
