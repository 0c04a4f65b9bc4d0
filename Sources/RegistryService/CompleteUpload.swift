internal import Catalog
internal import ObjectStore
package import RegistryCore
internal import RegistryStore

extension UploadService {
    /// Seals an upload and enqueues its indexing; repeated, it answers the same job.
    ///
    /// - Parameters:
    ///   - id: the upload that the client means; nil for the one started last.
    ///   - permissions: what the body says; nil for none.
    ///   - overwritesPermissions: whether they replace what there is; this needs the right to change the permissions of
    ///     the level that they name. A credential in the URL does not stand in for it, but the rights of whom it was made
    ///     for do (`spec/rest-api.md` 3.5).
    /// - Throws: `.unauthenticated`, `.forbidden`; `.notFound` for a version without uploads; `.invalidRequest` naming
    ///   the files that are missing.
    package func complete(
        _ version: VersionKey, upload id: UploadID?, permissions: AccessPolicyPatch?, overwritesPermissions: Bool,
        for caller: Identity
    ) async throws -> JobID {
        let facts = try await registry.store.catalog.facts(of: version.project, version: version.version)
        let upload = try await find(id, in: facts, version)
        try AccessDecision.require(.completeUpload, for: caller, on: facts, upload: upload)
        guard let upload else { throw nothingUploaded(to: version) }
        let kept = KeptPermissions(
            patch: permissions ?? AccessPolicyPatch(), overwrite: overwritesPermissions,
            completedBy: caller.user ?? upload.startedBy, groups: caller.groups, isCurator: caller.isCurator)
        if overwritesPermissions {
            guard permissions != nil else {
                throw RegistryError(.invalidRequest, "overwrite is True but no permissions passed")
            }
            if case .refused = KeptPolicy.decide(kept, on: facts, projectIsNew: false, defaults: .owners) {
                throw AccessDecision.refusal(of: .changePermissions, for: caller)
            }
        }
        switch upload.state.transition(on: .complete) {
        case .repeated: return try job(of: upload)
        case .refused(let why): throw RegistryError(.invalidRequest, why)
        case .move, .snooze, .ignored: break
        }
        try await seal(upload)

        let changes = UploadChanges(registry, project: version.project, actor: caller.user)
        let indexJob = changes.newJobID()
        var answer = indexJob
        try await registry.commit {
            (
                try await registry.store.catalog.facts(of: version.project, version: version.version),
                try await registry.store.catalog.upload(upload.key)
            )
        } deciding: { facts, now in
            guard let now, let row = facts.version else { throw nothingUploaded(to: version) }
            switch now.state.transition(on: .complete) {
            case .repeated:
                answer = try job(of: now)
                return ChangeSet(lane: changes.lane)
            case .move:
                answer = indexJob
                return changes.complete(now, of: row, permissions: kept, indexJob: indexJob)
            case .refused(let why): throw RegistryError(.invalidRequest, why)
            case .snooze, .ignored: throw RegistryError(.invalidRequest, "this upload cannot be completed")
            }
        }
        return answer
    }

    /// The upload that a request names; nil when the version has none.
    func find(_ id: UploadID?, in facts: VersionFacts, _ version: VersionKey) async throws -> UploadRecord? {
        guard let id else { return facts.last }
        if let last = facts.last, last.key.id == id { return last }
        return try await registry.store.catalog.upload(UploadKey(version: version, id: id))
    }
    private func nothingUploaded(to version: VersionKey) -> RegistryError {
        RegistryError(
            .notFound, "no upload of version '\(version.version)' of project '\(version.project)'; start one first")
    }
    private func job(of upload: UploadRecord) throws -> JobID {
        guard let job = upload.indexJob else {
            throw RegistryError(.invalidRequest, "this upload ended without having been completed")
        }
        return job
    }

    /// Checks that every declared file is there, and records what was found.
    private func seal(_ upload: UploadRecord) async throws {
        var missing: [String] = []
        var after: ArtifactPath?
        repeat {
            let files = try await registry.store.catalog.files(
                of: upload.key, after: after, limit: StagedRows.sliceLimit)
            let found = try await files.concurrentMap(width: 16) { file -> FileSeal? in
                do throws(ObjectStoreError) {
                    let object = try await registry.objects.head(StorageLayout.staging(file.path, of: upload.key))
                    return FileSeal(path: file.path, tag: object.tag.text, size: object.size)
                } catch {
                    guard case .notFound = error else { throw error }
                    return nil
                }
            }
            missing += zip(files, found).filter { $0.1 == nil }.map { "'\($0.0.path)'" }
            if missing.isEmpty, !files.isEmpty {
                do throws(StoreError) {
                    try await registry.store.stage(.seals(found.compactMap(\.self)), of: upload.key, fence: 0)
                } catch {
                    guard case .conflict = error else { throw error }
                    return  // no longer `uploading`: the commit reads again and finds out what became of it
                }
            }
            after = files.count < StagedRows.sliceLimit ? nil : files.last?.path
        } while after != nil
        guard missing.isEmpty else {
            let shown = missing.prefix(10).joined(separator: ", ")
            let rest = missing.count > 10 ? " and \(missing.count - 10) more" : ""
            throw RegistryError(
                .invalidRequest,
                "'filenames': declared but not uploaded: \(shown)\(rest); upload them, then complete again")
        }
    }
}
