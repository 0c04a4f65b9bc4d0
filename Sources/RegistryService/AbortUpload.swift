internal import Catalog
package import RegistryCore
internal import RegistryStore

/// What an abort did (`spec/rest-api.md` 1.6).
package struct AbortReport: Sendable {
    package let version: VersionKey
    package let cancelledDeadline: JobID?
    package let cancelledExpiry: JobID?
    /// Who held the version since when; nil when nothing was locked any more.
    package let unlocked: (owner: String?, since: Timestamp)?
}

extension UploadService {
    /// Gives up an upload: frees its version, and removes what this upload staged. May be repeated.
    ///
    /// - Throws: `.unauthenticated`, `.forbidden`; `.invalidRequest` when nothing is being uploaded.
    package func abort(_ version: VersionKey, upload id: UploadID?, for caller: Identity) async throws -> AbortReport {
        var report = AbortReport(version: version, cancelledDeadline: nil, cancelledExpiry: nil, unlocked: nil)
        try await registry.commit {
            let facts = try await registry.store.catalog.facts(of: version.project, version: version.version)
            return (facts, try await find(id, in: facts, version))
        } deciding: { facts, upload in
            try AccessDecision.require(.abortUpload, for: caller, on: facts, upload: upload)
            guard let upload, let row = facts.version else {
                throw RegistryError(.invalidRequest, "nothing is being uploaded")
            }
            let changes = UploadChanges(registry, project: version.project, actor: caller.user)
            switch upload.state.transition(on: .abort) {
            case .move(let state):
                report = AbortReport(
                    version: version, cancelledDeadline: upload.deadlineJob, cancelledExpiry: upload.expiryJob,
                    unlocked: (upload.startedBy, upload.startedAt))
                return changes.end(upload, of: row, as: state, event: "upload.aborted")
            case .repeated: return ChangeSet(lane: changes.lane)
            case .refused(let why): throw RegistryError(.invalidRequest, why)
            case .snooze, .ignored: throw RegistryError(.invalidRequest, "nothing is being uploaded")
            }
        }
        return report
    }
}
