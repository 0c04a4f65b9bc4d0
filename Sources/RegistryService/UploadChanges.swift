internal import Catalog
internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// Turns what happens to an upload into the one commit that makes it so: state, event and jobs together.
///
/// Pure: everything it needs is in the facts and the ambient values. Every function returns a set that guards the
/// version's row, so that of two that decide at once, one decides again.
struct UploadChanges {
    let lane: Lane
    let now: Timestamp
    let newID: @Sendable () -> RandomID
    let settings: ServiceSettings
    let actor: String?
    /// Whether published documents are put into stored segments.
    private let keepsSegments: Bool

    init(_ registry: Registry, project: ProjectID, actor: String?) {
        lane = registry.store.lanes.lane(of: project)
        now = registry.ambient.now()
        newID = registry.ambient.newID
        settings = registry.settings
        self.actor = actor
        keepsSegments = registry.store.segments != nil
    }

    func newJobID() -> JobID { JobID(lane: lane, id: newID()) }

    func job<J: Job>(
        _ type: J.Type, id: JobID? = nil, of version: VersionKey, payload: JSONValue, uniqueKey: String? = nil,
        due: Timestamp? = nil
    ) -> JobRecord {
        let due = due ?? now
        return JobRecord(
            id: id ?? newJobID(), kind: J.kind, state: due > now ? .scheduled : .available, queue: J.queue,
            priority: J.priority, payload: payload, uniqueKey: uniqueKey, project: version.project,
            version: version.version, due: due,
            maxAttempts: J.retry.maxAttempts, createdBy: actor, createdAt: now)
    }

    func event(_ type: String, _ version: VersionKey, _ data: JSONValue = .object([:])) -> CatalogChange {
        .record(
            EventRecord(
                id: newID(), type: type, time: now, actor: actor, project: version.project, version: version.version,
                data: data))
    }
    func audit(_ action: String, _ version: VersionKey, _ detail: JSONValue = .object([:])) -> CatalogChange {
        .audit(
            AuditRecord(
                id: newID(), time: now, actor: actor, action: action, project: version.project,
                version: version.version, detail: detail))
    }

    /// Moves `upload` to `state`, with whatever else `change` does to its row.
    private func move(
        _ upload: UploadRecord, to state: UploadState, _ change: (inout UploadRecord) -> Void = { _ in }
    ) -> CatalogChange {
        var moved = upload
        moved.state = state
        if state.hasEnded || state == .failed { moved.endedAt = now }
        change(&moved)
        return .updateUpload(moved, expecting: upload.state, fence: upload.fence)
    }
    private func update(
        _ version: VersionRecord, _ change: (inout VersionRecord) -> Void = { _ in }
    ) -> CatalogChange {
        var moved = version
        change(&moved)
        return .updateVersion(moved, expecting: version.guardNumber)
    }

    // MARK: Starting

    /// The commit that starts `upload`, whose files are staged.
    func start(_ upload: UploadRecord, on facts: VersionFacts) -> ChangeSet {
        let key = upload.key.version
        var set = ChangeSet(lane: lane)
        if facts.project == nil {
            set.catalog.append(.insertProject(ProjectRecord(project: key.project, createdBy: actor, createdAt: now)))
        }
        if let version = facts.version {
            if let last = facts.last, case .move(let state) = last.state.transition(on: .restart) {
                set.catalog.append(move(last, to: state))
                set.jobs += purges(of: last, bytesAt: now)
            }
            set.catalog.append(
                update(version) {
                    $0.last = upload.key.id
                    $0.provisionedUntil = nil
                })
        } else {
            set.catalog.append(.insertVersion(VersionRecord(key: key, last: upload.key.id, createdBy: actor)))
        }
        set.catalog.append(.insertUpload(upload))
        set.catalog.append(event("upload.started", key, ["upload": .string(upload.key.id.description)]))
        set.jobs.append(
            .enqueue(
                job(
                    LapseUpload.self, id: upload.deadlineJob, of: key, payload: upload.key.payload,
                    due: upload.completeBefore)))
        if let endDate = upload.endDate {
            set.jobs.append(
                .enqueue(
                    job(ExpireUpload.self, id: upload.expiryJob, of: key, payload: upload.key.payload, due: endDate)))
        }
        return set
    }

    // MARK: Completing

    /// Seals the upload and enqueues its index job; the revision is allotted by the commit itself.
    func complete(
        _ upload: UploadRecord, of version: VersionRecord, permissions: KeptPermissions, indexJob: JobID
    ) -> ChangeSet {
        var set = ChangeSet(lane: lane)
        let sealed = move(upload, to: .sealed) {
            $0.sealedAt = now
            $0.isFirstSealed = !version.wasSealed
            $0.permissions = permissions
            $0.indexJob = indexJob
        }
        set.catalog = [
            update(version) { $0.wasSealed = true }, sealed, .allotRevision(upload.key),
            event("upload.completed", version.key, ["upload": .string(upload.key.id.description)]),
        ]
        if let deadline = upload.deadlineJob { set.jobs.append(.cancel(deadline)) }
        set.jobs.append(
            .enqueue(
                job(
                    IndexUpload.self, id: indexJob, of: version.key, payload: upload.key.payload,
                    uniqueKey: upload.key.id.description)))
        return set
    }

    // MARK: Ending without success

    /// Aborts, lapses or expires: moves the upload to `state` and schedules the removal of its bytes.
    func end(_ upload: UploadRecord, of version: VersionRecord, as state: UploadState, event type: String) -> ChangeSet
    {
        var set = ChangeSet(lane: lane)
        set.catalog = [
            update(version) { if $0.current == upload.key.id { $0.current = nil } }, move(upload, to: state),
            event(type, version.key, ["upload": .string(upload.key.id.description)]),
        ]
        if upload.state == .indexed { set.index.append(.withdraw(upload.key)) }
        for timer in [upload.deadlineJob, upload.expiryJob].compactMap(\.self) { set.jobs.append(.cancel(timer)) }
        set.jobs += purges(of: upload, bytesAt: state == .expired ? now + settings.expiredLifetime : now)
        if state == .expired { set.jobs.append(meta(of: version.key)) }
        return set
    }

    /// Keeps the errors, and the upload for another try until it lapses.
    func fail(_ upload: UploadRecord, of version: VersionRecord, _ rejects: RejectCollector) -> ChangeSet {
        var set = ChangeSet(lane: lane)
        let deadline = newJobID()
        let failed = move(upload, to: .failed) {
            $0.errors = rejects.errors
            $0.deadlineJob = deadline
        }
        set.catalog = [
            update(version), failed, .putRejection(rejects.rejection(of: upload, at: now)),
            event("upload.failed", version.key, ["upload": .string(upload.key.id.description)]),
        ]
        set.jobs = [
            .enqueue(
                job(
                    LapseUpload.self, id: deadline, of: version.key, payload: upload.key.payload,
                    due: now + settings.failedLifetime))
        ]
        return set
    }

    /// Runs the index job of a failed upload again.
    func retry(_ upload: UploadRecord, of version: VersionRecord, job id: JobID) -> ChangeSet {
        var set = ChangeSet(lane: lane)
        let sealed = move(upload, to: .sealed) {
            $0.endedAt = nil
            $0.errors = nil
            $0.deadlineJob = nil
        }
        set.catalog = [
            update(version), sealed,
            event("upload.retried", version.key, ["upload": .string(upload.key.id.description)]),
        ]
        set.jobs = [.rerun(id, due: now)]
        if let deadline = upload.deadlineJob { set.jobs.append(.cancel(deadline)) }
        return set
    }

    /// Runs the index job again of an upload that is sealed still.
    func rerun(_ job: JobID, of version: VersionRecord) -> ChangeSet {
        var set = ChangeSet(lane: lane)
        set.catalog = [update(version)]
        set.jobs = [.rerun(job, due: now)]
        return set
    }

    /// Deletes what the version serves and what is being uploaded to it.
    func delete(_ facts: VersionFacts, of version: VersionRecord, job id: JobID) -> ChangeSet {
        var set = ChangeSet(lane: lane)
        set.catalog += [update(version) { $0.current = nil }, .removeRejection(of: version.key)]
        var ended: [JSONValue] = []
        for upload in [facts.current, facts.last].compactMap(\.self).uniqued(by: \.key) {
            guard case .move(let state) = upload.state.transition(on: .delete), !upload.state.hasEnded else { continue }
            set.catalog.append(move(upload, to: state))
            if upload.state == .indexed { set.index.append(.withdraw(upload.key)) }
            for timer in [upload.deadlineJob, upload.expiryJob, upload.indexJob].compactMap(\.self) {
                set.jobs.append(.cancel(timer))
            }
            set.jobs += purges(of: upload, bytesAt: now)
            ended.append(.string(upload.key.id.description))
        }
        set.catalog.append(event("version.deleted", version.key, ["uploads": .array(ended)]))
        set.catalog.append(audit("version.deleted", version.key, ["uploads": .array(ended)]))
        set.jobs.append(
            .enqueue(
                job(
                    DeleteVersion.self, id: id, of: version.key,
                    payload: version.key.payload(with: [("uploads", .array(ended))]))))
        set.jobs.append(meta(of: version.key))
        return set
    }

    // MARK: Indexing

    func claim(_ upload: UploadRecord, of version: VersionRecord) -> ChangeSet {
        var set = ChangeSet(lane: lane)
        set.catalog = [update(version), move(upload, to: .indexing) { $0.fence += 1 }]
        return set
    }

    /// Publishes: `current` moves, the former upload is superseded, the kept permissions are resolved.
    ///
    /// - Parameters:
    ///   - segments: those that were written for it already, with `moment` as the time of indexing; mostly none.
    func publish(
        _ upload: UploadRecord, on facts: VersionFacts, version: VersionRecord, documents: Int, policy: PolicyRecord?,
        policyOwner: PolicyOwner, segments: [SegmentRecord] = [], at moment: Timestamp
    ) -> ChangeSet {
        var set = ChangeSet(lane: lane)
        if let former = facts.current, former.key != upload.key,
            case .move(let state) = former.state.transition(on: .supersede)
        {
            set.catalog.append(move(former, to: state))
            set.index.append(.withdraw(former.key))
            if let expiry = former.expiryJob { set.jobs.append(.cancel(expiry)) }
            set.jobs += purges(of: former, bytesAt: now + settings.supersededLifetime)
        }
        set.catalog.append(
            move(upload, to: .indexed) {
                $0.indexedAt = moment
                $0.documentCount = documents
                $0.errors = nil
            })
        set.catalog.append(update(version) { $0.current = upload.key.id })
        set.catalog.append(.removeRejection(of: version.key))
        if let policy, let project = facts.project {
            set.catalog.append(.guardProject(project.project, expecting: project.guardNumber))
            set.catalog.append(.putPolicy(policy, of: policyOwner))
            set.catalog.append(audit("permissions.set", version.key, policy.policy.json(scope: policy.scope)))
        }
        set.catalog.append(
            event(
                "version.published", version.key,
                ["upload": .string(upload.key.id.description), "documents": .number(JSONNumber(documents))]))
        set.index.append(.publish(upload.key, fence: upload.fence, documents: documents))
        if !segments.isEmpty { set.index.append(.exchange(expecting: nil, retired: [], added: segments)) }
        if keepsSegments { set.jobs.append(.enqueue(IndexSegments.record(in: lane, id: newID(), now: now))) }
        set.jobs.append(meta(of: version.key))
        set.jobs += stagingPurges(of: upload)
        return set
    }

    // MARK: Jobs that follow

    func meta(of version: VersionKey) -> JobChange {
        .enqueue(job(WriteMeta.self, of: version, payload: version.payload, uniqueKey: version.description))
    }
    func meta(of project: ProjectID) -> JobChange {
        .enqueue(
            JobRecord(
                id: newJobID(), kind: WriteMeta.kind, queue: WriteMeta.queue, priority: WriteMeta.priority,
                payload: ["project": .string(project.description)],
                uniqueKey: project.description, project: project, due: now, maxAttempts: WriteMeta.retry.maxAttempts,
                createdBy: actor, createdAt: now))
    }

    /// Removes staged bytes now and again after the last upload URL has expired.
    private func stagingPurges(of upload: UploadRecord) -> [JobChange] {
        var jobs = [JobChange.enqueue(job(PurgeStaging.self, of: upload.key.version, payload: upload.key.payload))]
        let lastURL = upload.completeBefore + .seconds(60)
        if lastURL > now {
            jobs.append(
                .enqueue(job(PurgeStaging.self, of: upload.key.version, payload: upload.key.payload, due: lastURL)))
        }
        return jobs
    }
    /// Removes everything of an upload that has ended: staged bytes now, its rows and published bytes at `moment`, and
    /// again after a lost worker's lease.
    private func purges(of upload: UploadRecord, bytesAt moment: Timestamp) -> [JobChange] {
        stagingPurges(of: upload) + [
            .enqueue(
                job(
                    PurgeUpload.self, of: upload.key.version, payload: upload.key.payload,
                    due: max(moment, now + .seconds(60))))
        ]
    }
}

extension Sequence {
    /// The elements whose `key` has not come before.
    func uniqued<Key: Hashable>(by key: (Element) -> Key) -> [Element] {
        var seen: Set<Key> = []
        return filter { seen.insert(key($0)).inserted }
    }
}
