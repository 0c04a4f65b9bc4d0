import Catalog
import JobQueue
import RegistryCore
import RegistryStore
import SearchIndex

/// The commits of an upload's life, as `UploadChanges` puts them together: each guards the version's row.
enum UploadSets {
    static func start(_ upload: UploadRecord, on facts: VersionFacts, in lane: Lane) -> ChangeSet {
        var set = ChangeSet(lane: lane)
        if var version = facts.version {
            let expecting = version.guardNumber
            if var last = facts.last, case .move(let state) = last.state.transition(on: .restart) {
                let former = last.state
                last.state = state
                set.catalog.append(.updateUpload(last, expecting: former, fence: last.fence))
            }
            version.last = upload.key.id
            set.catalog.append(.updateVersion(version, expecting: expecting))
        } else {
            set.catalog.append(
                .insertVersion(VersionRecord(key: upload.key.version, last: upload.key.id, createdBy: nil)))
        }
        set.catalog.append(.insertUpload(upload))
        return set
    }

    /// Seals the upload, allots its revision and enqueues its index job.
    static func complete(
        _ upload: UploadRecord, of version: VersionRecord, job: JobRecord, in lane: Lane
    ) -> ChangeSet {
        var set = ChangeSet(lane: lane)
        var (sealed, moved) = (upload, version)
        sealed.state = .sealed
        sealed.sealedAt = job.createdAt
        sealed.indexJob = job.id
        sealed.isFirstSealed = !version.wasSealed
        moved.wasSealed = true
        set.catalog = [
            .updateVersion(moved, expecting: version.guardNumber),
            .updateUpload(sealed, expecting: upload.state, fence: upload.fence), .allotRevision(upload.key),
        ]
        set.jobs = [.enqueue(job)]
        return set
    }

    static func claim(_ upload: UploadRecord, of version: VersionRecord, in lane: Lane) -> ChangeSet {
        var claimed = upload
        claimed.state = .indexing
        claimed.fence += 1
        return update(upload, to: claimed, of: version, in: lane)
    }
    static func fail(
        _ upload: UploadRecord, of version: VersionRecord, at now: Timestamp, in lane: Lane
    ) -> ChangeSet {
        var failed = upload
        failed.state = .failed
        failed.endedAt = now
        return update(upload, to: failed, of: version, in: lane)
    }
    private static func update(
        _ upload: UploadRecord, to moved: UploadRecord, of version: VersionRecord, in lane: Lane
    ) -> ChangeSet {
        var set = ChangeSet(lane: lane)
        set.catalog = [
            .updateVersion(version, expecting: version.guardNumber),
            .updateUpload(moved, expecting: upload.state, fence: upload.fence),
        ]
        return set
    }

    static func publish(
        _ upload: UploadRecord, on facts: VersionFacts, version: VersionRecord, documents: Int, at now: Timestamp,
        in lane: Lane
    ) -> ChangeSet {
        var set = ChangeSet(lane: lane)
        if var former = facts.current, former.key != upload.key,
            case .move(let state) = former.state.transition(on: .supersede)
        {
            let before = former.state
            former.state = state
            former.endedAt = now
            set.catalog.append(.updateUpload(former, expecting: before, fence: former.fence))
            set.index.append(.withdraw(former.key))
        }
        var (indexed, serving) = (upload, version)
        indexed.state = .indexed
        indexed.indexedAt = now
        indexed.documentCount = documents
        serving.current = upload.key.id
        set.catalog.append(.updateUpload(indexed, expecting: upload.state, fence: upload.fence))
        set.catalog.append(.updateVersion(serving, expecting: version.guardNumber))
        set.index.append(.publish(upload.key, fence: upload.fence, documents: documents))
        return set
    }
}
