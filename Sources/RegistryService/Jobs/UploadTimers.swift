internal import Catalog
internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore

/// Lapses an upload that was not completed, or a failed one that was not retried, in time.
struct LapseUpload: Job {
    static let kind: JobKind = "lapse_upload"
    static let retry = RetryPolicy.exponential(maxAttempts: 20)

    let upload: UploadKey
    init(payload: JSONValue) throws { upload = try UploadKey(payload: payload) }

    func run(_ job: JobContext, _ registry: Registry) async throws -> JobOutcome {
        try await endUpload(upload, by: .deadline, event: "upload.lapsed", of: job.record.id, registry)
    }
}

/// Ends a transient version at its end date; asks again later while it is not published.
struct ExpireUpload: Job {
    static let kind: JobKind = "expire_upload"
    static let retry = RetryPolicy.exponential(maxAttempts: 20)

    let upload: UploadKey
    init(payload: JSONValue) throws { upload = try UploadKey(payload: payload) }

    func run(_ job: JobContext, _ registry: Registry) async throws -> JobOutcome {
        try await endUpload(upload, by: .endDate, event: "version.expired", of: job.record.id, registry)
    }
}

/// Asks once more whether a timer is still true, and if it is, moves the upload.
private func endUpload(
    _ key: UploadKey, by event: UploadEvent, event type: String, of job: JobID, _ registry: Registry
) async throws -> JobOutcome {
    var outcome = JobOutcome.completed(nil)
    try await registry.commit {
        (
            try await registry.store.catalog.facts(of: key.project, version: key.version.version),
            try await registry.store.catalog.upload(key)
        )
    } deciding: { facts, upload in
        let changes = UploadChanges(registry, project: key.project, actor: nil)
        guard let upload, let version = facts.version else {
            outcome = .cancelled(nil, reason: "the upload is gone")
            return ChangeSet(lane: changes.lane)
        }
        switch upload.state.transition(on: event) {
        case .move(let state):
            // Whoever runs the job again does not move the moment.
            let moment = event == .endDate ? upload.endDate : upload.state == .uploading ? upload.completeBefore : nil
            if let moment, changes.now < moment {
                outcome = .snooze(until: moment)
                return ChangeSet(lane: changes.lane)
            }
            // A deadline that was moved (a failed upload has a new one) is not this job's any more.
            if event == .deadline, upload.deadlineJob != job {
                outcome = .cancelled(nil, reason: "the upload has another deadline")
                return ChangeSet(lane: changes.lane)
            }
            outcome = .completed(nil)
            return changes.end(upload, of: version, as: state, event: type)
        case .snooze:
            outcome = .snooze(until: changes.now + .seconds(60))
            return ChangeSet(lane: changes.lane)
        case .repeated, .ignored, .refused:
            // Done by an attempt of this job that could not say so any more, or by nobody.
            let isDone = upload.state == (event == .endDate ? .expired : .lapsed)
            outcome = isDone ? .completed(nil) : .cancelled(nil, reason: "the upload is \(upload.state.rawValue)")
            return ChangeSet(lane: changes.lane)
        }
    }
    return outcome
}

/// Takes back a version that was provisioned and never started.
struct ReleaseProvision: Job {
    static let kind: JobKind = "release_provision"
    static let retry = RetryPolicy.exponential(maxAttempts: 20)

    let version: VersionKey
    init(payload: JSONValue) throws { version = try VersionKey(payload: payload) }

    func run(_ job: JobContext, _ registry: Registry) async throws -> JobOutcome {
        try await registry.commit {
            try await registry.store.catalog.facts(of: version.project, version: version.version)
        } deciding: { facts in
            var set = ChangeSet(lane: registry.store.lanes.lane(of: version.project))
            guard let row = facts.version, row.last == nil, let until = row.provisionedUntil,
                until <= registry.ambient.now()
            else { return set }
            set.catalog = [.removeVersion(version, expecting: row.guardNumber)]
            return set
        }
        return .completed(nil)
    }
}
