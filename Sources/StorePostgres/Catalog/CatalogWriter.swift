internal import Catalog
internal import JSONDocument
internal import PostgresClient
internal import RegistryCore
internal import RegistryStore

/// Turns the catalogue's changes of one commit into statements.
struct CatalogWriter {
    let now: Timestamp
    /// What the changes touch of what the lane shows.
    private(set) var log: IndexLog

    init(now: Timestamp, log: IndexLog) {
        self.now = now
        self.log = log
    }

    mutating func apply(_ change: CatalogChange, to pipeline: inout Pipeline) {
        let lane = pipeline.lane
        switch change {
        case .insertProject(let project):
            pipeline.add(
                ProjectQueries.insert, project.arguments(in: lane), expecting: "no project \(project.project)")
        case .guardProject(let project, let guardNumber):
            pipeline.change(
                ProjectQueries.moveGuard, checking: ProjectQueries.isChanged,
                project.arguments(in: lane) + ["expecting": guardNumber],
                expecting: "project \(project) at guard \(guardNumber)")

        case .insertVersion(let version):
            pipeline.add(
                VersionQueries.insert, version.arguments(in: lane),
                expecting: "project \(version.key.project), and no version \(version.key)")
        case .updateVersion(let version, let guardNumber):
            log.note(version, in: &pipeline)
            pipeline.change(
                VersionQueries.update, checking: VersionQueries.isChanged,
                version.arguments(in: lane) + ["expecting": guardNumber],
                expecting: "version \(version.key) at guard \(guardNumber)")
        case .removeVersion(let key, let guardNumber):
            let expectation = "version \(key) at guard \(guardNumber), never started"
            let arguments = key.arguments(in: lane)
            pipeline.change(
                VersionQueries.claimRemoval, checking: VersionQueries.isChanged,
                arguments + ["expecting": guardNumber], expecting: expectation)
            removePolicy(of: .version(key), from: &pipeline)
            pipeline.add(VersionQueries.remove, arguments + pipeline.mark, expecting: expectation)

        case .insertUpload(let upload): insert(upload, into: &pipeline)
        case .updateUpload(let upload, let state, let fence):
            log.note(upload.key, in: &pipeline)
            pipeline.change(
                UploadQueries.update, checking: UploadQueries.isChanged,
                upload.arguments(in: lane, movedAt: now) + ["expecting": state.rawValue, "expecting_fence": fence],
                expecting: "upload \(upload.key) \(state) at fence \(fence), and no other active one")
        case .allotRevision(let key):
            let arguments = key.arguments(in: lane) + ["moved_at": now.milliseconds]
            log.note(key, in: &pipeline)
            pipeline.add(ProjectQueries.takeRevision, arguments)
            pipeline.add(ProjectQueries.exists, arguments, expecting: "project \(key.project)")
            pipeline.change(
                UploadQueries.allotRevision, checking: UploadQueries.isChanged, arguments,
                expecting: "upload \(key) without a revision")

        case .putPolicy(let policy, let owner): put(policy, of: owner, into: &pipeline)
        case .removePolicy(let owner):
            removePolicy(of: owner, from: &pipeline)
            assign(nil, to: owner, in: &pipeline)

        case .putRejection(let rejection): put(rejection, into: &pipeline)
        case .removeRejection(let key): removeRejection(of: key, from: &pipeline)

        // At the end of the commit: see `record(_:in:)`.
        case .record: break
        case .audit(let record):
            pipeline.add(
                EventQueries.insertAudit,
                [
                    "id": record.id.description, "time": record.time.milliseconds, "actor": record.actor,
                    "action": record.action, "project": record.project.description,
                    "version": record.version?.description, "detail": record.detail.stored,
                ])

        case .insertScroll(let scroll):
            pipeline.add(ScrollQueries.insert, scroll.arguments(in: lane), expecting: "no scroll \(scroll.id)")
        case .updateScroll(let scroll, let expires):
            pipeline.change(
                ScrollQueries.update, checking: ScrollQueries.isChanged,
                scroll.arguments(in: lane) + ["expecting": expires.milliseconds],
                expecting: "scroll \(scroll.id) to expire at \(expires)")
        case .removeScroll(let id): pipeline.add(ScrollQueries.remove, ["id": id.description])
        }
    }

    /// Numbers the events, which moves the lane's row: the last thing that a commit does.
    func record(_ changes: ChangeSet, in pipeline: inout Pipeline) {
        for case .record(let event) in changes.catalog {
            pipeline.add(EventQueries.moveHead, [:])
            pipeline.add(
                EventQueries.insert,
                [
                    "id": event.id.description, "type": event.type, "time": event.time.milliseconds,
                    "actor": event.actor, "project": event.project.description,
                    "version": event.version?.description, "data": event.data.stored,
                ])
        }
    }

    /// The note goes first, written also where there is none: it is what a slice on its way and this start exclude each
    /// other by.
    private func insert(_ upload: UploadRecord, into pipeline: inout Pipeline) {
        let staged: StoredArguments = ["upload": upload.key.id.description, "file_count": upload.fileCount]
        pipeline.add(
            StagingQueries.note, staged + ["kind": Stager.files, "fence": 0, "staged_at": now.milliseconds])
        pipeline.add(
            UploadQueries.insert, upload.arguments(in: pipeline.lane, movedAt: now),
            expecting: "version \(upload.key.version), no upload \(upload.key) and no active one")
        pipeline.add(
            FileQueries.hasCount, staged, expecting: "\(upload.fileCount) staged files of upload \(upload.key)")
        pipeline.add(StagingQueries.countFiles, staged)
    }

    private func put(_ rejection: Rejection, into pipeline: inout Pipeline) {
        let version = rejection.upload.version
        removeRejection(of: version, from: &pipeline)
        pipeline.add(RejectQueries.put, rejection.arguments(in: pipeline.lane), expecting: "version \(version)")
        pipeline.add(
            RejectQueries.inserts, rejection.rejects.map { $0.arguments(of: version, in: pipeline.lane) })
    }
    private func removeRejection(of version: VersionKey, from pipeline: inout Pipeline) {
        pipeline.add(RejectQueries.removeDocuments, version.arguments(in: pipeline.lane))
        pipeline.add(RejectQueries.remove, version.arguments(in: pipeline.lane))
    }
}

// MARK: - Policies

extension CatalogWriter {
    private mutating func put(_ policy: PolicyRecord, of owner: PolicyOwner, into pipeline: inout Pipeline) {
        let number = policy.number
        let expectation =
            (number == 0) == (owner == .instance)
            ? "policy \(number) to be a fresh number" : "policy 0 to be the instance's alone"
        removePolicy(of: owner, from: &pipeline)
        if (number == 0) != (owner == .instance) { pipeline.add(PolicyQueries.refuse, [:], expecting: expectation) }
        pipeline.add(
            PolicyQueries.insert,
            [
                "policy": number, "scope": policy.scope.rawValue,
                "owners": JSONValue(texts: policy.policy.owners).stored,
                "viewers": JSONValue(texts: policy.policy.viewers).stored,
                "read_access": policy.policy.readAccess.rawValue, "write_access": policy.policy.writeAccess.rawValue,
            ], expecting: expectation)
        let members = Right.allCases.flatMap { right in
            policy.policy.members(with: right).map { principal -> StoredArguments in
                ["principal": principal, "policy": number, "right": right.rawValue]
            }
        }
        pipeline.add(PolicyQueries.insertMembers, members)
        assign(number, to: owner, in: &pipeline)
    }

    /// Removes the rows of the owner's policy, if any.
    ///
    /// The owner's row is held first: of two that find the same policy one would else leave the other's behind. A
    /// version's is held from the beginning of the commit.
    private mutating func removePolicy(of owner: PolicyOwner, from pipeline: inout Pipeline) {
        switch owner {
        case .instance:
            pipeline.add(PolicyQueries.removeMembers, ["policy": 0])
            pipeline.add(PolicyQueries.remove, ["policy": 0])
        case .project(let project):
            let arguments = project.arguments(in: pipeline.lane)
            pipeline.add(ProjectQueries.hold, arguments)
            log.notePolicy(of: owner, in: &pipeline)
            pipeline.add(PolicyQueries.removeMembersOfProject, arguments)
            pipeline.add(PolicyQueries.removeOfProject, arguments)
        case .version(let key):
            let arguments = key.arguments(in: pipeline.lane)
            log.notePolicy(of: owner, in: &pipeline)
            pipeline.add(PolicyQueries.removeMembersOfVersion, arguments)
            pipeline.add(PolicyQueries.removeOfVersion, arguments)
        }
    }

    private func assign(_ number: PolicyNumber?, to owner: PolicyOwner, in pipeline: inout Pipeline) {
        switch owner {
        case .instance: break
        case .project(let project):
            let arguments = project.arguments(in: pipeline.lane) + ["policy": number]
            pipeline.add(ProjectQueries.setPolicy, arguments)
            pipeline.add(ProjectQueries.exists, arguments, expecting: "project \(project)")
        case .version(let key):
            let arguments = key.arguments(in: pipeline.lane) + ["policy": number]
            pipeline.add(VersionQueries.setPolicy, arguments)
            pipeline.add(VersionQueries.exists, arguments, expecting: "version \(key)")
        }
    }
}
