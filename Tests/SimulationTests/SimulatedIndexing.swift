import Catalog
import JobQueue
import RegistryCore
import RegistryStore
import SearchIndex

/// The steps of `IndexUpload`: claim the upload under a new fence, stage its documents, publish; each may be the last.
final class SimulatedIndexing {
    private typealias Facts = (version: VersionFacts, upload: UploadRecord?)

    private let upload: SimulatedUpload
    private let attempt: SimulatedAttempt
    private var fence = 0
    private var conflicts = 0

    init(_ upload: SimulatedUpload, in attempt: SimulatedAttempt) {
        self.upload = upload
        self.attempt = attempt
    }

    private var process: SimulatedProcess { attempt.worker.process }
    private var record: SimulatedRecord { attempt.worker.world.record }

    func claim() {
        read { [self] facts in
            guard let version = facts.version.version, let row = facts.upload,
                case .move = row.state.transition(on: .claim)
            else { return attempt.end(withoutClaim(facts.upload)) }
            let set = UploadSets.claim(row, of: version, in: record.lane(of: row.key.project))
            fence = row.fence + 1
            commit("claim upload", set, fence: nil, again: { self.claim() }) { self.stage(0) }
        }
    }

    private func withoutClaim(_ row: UploadRecord?) -> JobOutcome {
        switch row?.state {
        case .indexed, .superseded, .expired: .completed(nil)
        case .failed: .failed(nil, reason: "its documents are not valid")
        default: .cancelled(nil, reason: "there is nothing to index")
        }
    }

    private func stage(_ index: Int) {
        guard index < upload.paths.count else { return upload.isInvalid ? refuse() : publish() }
        let (record, upload, fence) = (record, upload, fence)
        let row = upload.document(index, fence: fence, at: process.now)
        attempt.ask("stage document") {
            try await record.stage(.documents([row]), of: upload.key, fence: fence)
        } orElse: { [attempt] error in
            if case StoreError.conflict = error {
                attempt.end(.cancelled(nil, reason: "another worker took the upload over"))
            } else {
                attempt.fail()
            }
        } then: { [self] in
            attempt.sleep(duration()) { self.stage(index + 1) }
        }
    }

    /// Of one document, in milliseconds.
    private func duration() -> Int { attempt.worker.world.random.between(1, attempt.worker.world.plan.longestDocument) }

    private func publish() {
        attempt.worker.world.adversary.tempt(process, 0.25)
        read { [self] facts in
            guard let version = facts.version.version, let row = facts.upload, row.fence == fence,
                case .move = row.state.transition(on: .success)
            else { return attempt.end(.cancelled(nil, reason: "another worker took the upload over")) }
            attempt.worker.world.adversary.tempt(process)
            let set = UploadSets.publish(
                row, on: facts.version, version: version, documents: upload.paths.count, at: process.now,
                in: record.lane(of: row.key.project))
            commit("publish", set, fence: fence, again: { self.publish() }) { [attempt] in
                attempt.sleep(attempt.worker.world.random.below(60)) { attempt.end(.completed(nil)) }
            }
        }
    }

    private func refuse() {
        read { [self] facts in
            guard let version = facts.version.version, let row = facts.upload, row.fence == fence,
                case .move = row.state.transition(on: .failure)
            else { return attempt.end(.cancelled(nil, reason: "another worker took the upload over")) }
            let set = UploadSets.fail(row, of: version, at: process.now, in: record.lane(of: row.key.project))
            commit("fail upload", set, fence: fence, again: { self.refuse() }) { [attempt] in
                attempt.end(.failed(nil, reason: "its documents are not valid"))
            }
        }
    }

    // MARK: Reading and committing

    private func read(_ then: @escaping (Facts) -> Void) {
        let (record, key) = (record, upload.key)
        attempt.ask("read upload") { () -> Facts in
            let facts = try await record.store.facts(of: key.project, version: key.version.version)
            return (facts, try await record.store.upload(key))
        } then: {
            then($0)
        }
    }
    /// Commits; reads and decides again when another writer was first.
    private func commit(
        _ name: StaticString, _ set: ChangeSet, fence: Int?, again: @escaping () -> Void,
        then: @escaping () -> Void
    ) {
        let (record, key) = (record, upload.key)
        attempt.ask(name) {
            record.uploads.committing = fence.map { (key, $0) }
            defer { record.uploads.committing = nil }
            try await record.commit(set)
        } orElse: { [self] error in
            conflicts += 1
            if case StoreError.conflict = error, conflicts < 5 {
                attempt.sleep(attempt.worker.world.random.between(1, 10), again)
            } else {
                attempt.fail()
            }
        } then: {
            then()
        }
    }
}
