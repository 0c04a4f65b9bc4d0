internal import Catalog
internal import JobQueue
internal import Logging
internal import ObjectStore
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// A store that is down or full is nobody's fault: the job waits for it, without using up its attempts.
enum Outage {
    /// How long an upload waits for a store to come back before its attempts count: somebody waits for the answer. What
    /// nobody would do instead, as removing bytes or ending a version, waits for as long as it takes.
    private static let patience = Duration.seconds(86_400)
    private static let pause = Duration.seconds(20)

    /// `run`, with errors of the stores turned into "ask again later".
    static func sparing(_ handler: JobHandler, ambient: Ambient) -> JobHandler {
        handler.wrapping { job, run in
            do {
                return try await run(job)
            } catch  where isOutage(error) && !Task.isCancelled {
                let now = ambient.now()
                guard handler.kind != IndexUpload.kind || now - job.record.createdAt < patience else { throw error }
                job.logger.warning("a job waits for a store", metadata: ["error": "\(error)"])
                return .snooze(until: now + pause)
            }
        }
    }

    private static func isOutage(_ error: any Error) -> Bool {
        switch error {
        case ObjectStoreError.noSpace, ObjectStoreError.unavailable, StoreError.noSpace, StoreError.unavailable,
            CatalogError.unavailable, SearchIndexError.unavailable, JobQueueError.unavailable:
            true
        default: false
        }
    }
}
