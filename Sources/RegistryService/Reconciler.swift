internal import Catalog
internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore

/// Compares uploads with their jobs, and brings every upload that a crash or a lost job left behind to a state in which
/// its owner can go on or its data is scheduled for removal (design, guarantee 2). Safe to run anywhere, any time.
package struct Reconciler: Sendable {
    private static let batch = 5_000
    let registry: Registry

    package init(registry: Registry) { self.registry = registry }

    package func run() async throws {
        let now = registry.ambient.now()
        try await lapseOverdue(now)
        for state in [UploadState.sealed, .indexing] { try await failAbandoned(in: state, now) }
        try await lapseUnretried(now)
    }

    /// Uploads whose deadline's job was lost.
    private func lapseOverdue(_ now: Timestamp) async throws {
        for upload in try await registry.store.catalog.uploads(in: .uploading, before: now, limit: Self.batch)
        where upload.completeBefore + .seconds(60) < now {
            try await commit(upload, on: .deadline) { changes, upload, version, state in
                changes.end(upload, of: version, as: state, event: "upload.lapsed")
            }
        }
    }

    /// Failed uploads whose deadline's job was lost.
    private func lapseUnretried(_ now: Timestamp) async throws {
        let overdue = now - registry.settings.failedLifetime - .seconds(60)
        for upload in try await registry.store.catalog.uploads(in: .failed, before: overdue, limit: Self.batch) {
            try await commit(upload, on: .deadline) { changes, upload, version, state in
                changes.end(upload, of: version, as: state, event: "upload.lapsed")
            }
        }
    }

    /// Uploads whose index job ended without saying so: attempts used up, cancelled, or gone.
    private func failAbandoned(in state: UploadState, _ now: Timestamp) async throws {
        for upload in try await registry.store.catalog.uploads(in: state, before: now, limit: Self.batch) {
            var reason = "the index job is gone"
            if let id = upload.indexJob, let job = try await registry.store.jobs.job(id) {
                if !job.state.isFinal { continue }
                reason = job.failure ?? "the index job ended without indexing"
            }
            // Asked once more in the commit's own facts: somebody may have run the job again.
            try await commit(upload, on: .failure, unlessRunBy: upload.indexJob) { changes, upload, version, _ in
                changes.fail(upload, of: version, RejectCollector([DocumentProblem("", reason)]))
            }
        }
    }

    private func commit(
        _ upload: UploadRecord, on event: UploadEvent, unlessRunBy job: JobID? = nil,
        _ change: (UploadChanges, UploadRecord, VersionRecord, UploadState) -> ChangeSet
    ) async throws {
        let version = upload.key.version
        try await registry.commit {
            (
                try await registry.store.catalog.facts(of: version.project, version: version.version),
                try await registry.store.catalog.upload(upload.key),
                try await present(job)
            )
        } deciding: { facts, now, job in
            let changes = UploadChanges(registry, project: version.project, actor: nil)
            guard job?.state.isFinal ?? true, let now, let row = facts.version, now.state == upload.state,
                now.fence == upload.fence,
                case .move(let state) = now.state.transition(on: event)
            else { return ChangeSet(lane: changes.lane) }
            return change(changes, now, row, state)
        }
    }

    private func present(_ job: JobID?) async throws -> JobRecord? {
        guard let job else { return nil }
        return try await registry.store.jobs.job(job)
    }
}
