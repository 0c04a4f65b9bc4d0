internal import Catalog
internal import GRDB
internal import JSONDocument
internal import RegistryCore
internal import RegistryStore

/// Applies the catalogue's changes of one commit within its transaction; a missed expectation is thrown as `.conflict`.
struct CatalogWriter {
    let db: Database
    let lane: Lane
    let now: Timestamp
    /// What the changes have touched of what the lane shows.
    private(set) var touches: IndexTouches

    init(db: Database, lane: Lane, now: Timestamp, touches: IndexTouches) {
        self.db = db
        self.lane = lane
        self.now = now
        self.touches = touches
    }

    mutating func apply(_ change: CatalogChange) throws {
        switch change {
        case .insertProject(let project):
            try expect("no project \(project.project)", ProjectQueries.insert, project.arguments(in: lane))
        case .guardProject(let project, let guardNumber):
            try expect(
                "project \(project) at guard \(guardNumber)", ProjectQueries.moveGuard,
                project.arguments(in: lane) + ["expecting": guardNumber])

        case .insertVersion(let version):
            try expect(
                "project \(version.key.project), and no version \(version.key)", VersionQueries.insert,
                version.arguments(in: lane))
        case .updateVersion(let version, let guardNumber):
            let former = try db.first(VersionQueries.current, version.key.arguments(in: lane))
            if former?.optionalText("current") != version.current?.description { touches.insert(.version(version.key)) }
            try expect(
                "version \(version.key) at guard \(guardNumber)", VersionQueries.update,
                version.arguments(in: lane) + ["expecting": guardNumber])
        case .removeVersion(let key, let guardNumber):
            try removePolicy(of: .version(key))
            try expect(
                "version \(key) at guard \(guardNumber), never started", VersionQueries.remove,
                key.arguments(in: lane) + ["expecting": guardNumber])

        case .insertUpload(let upload):
            try expect(
                "version \(upload.key.version), no upload \(upload.key) and no active one", UploadQueries.insert,
                upload.arguments(in: lane, movedAt: now))
            let staged = ["lane": lane.number, "upload": upload.key.id.description] as StoredArguments
            guard try db.number(FileQueries.count, staged) == upload.fileCount else {
                throw StoreError.conflict(expected: "\(upload.fileCount) staged files of upload \(upload.key)")
            }
            try db.change(StagingQueries.countFiles, staged)
        case .updateUpload(let upload, let state, let fence):
            try expect(
                "upload \(upload.key) \(state) at fence \(fence), and no other active one", UploadQueries.update,
                upload.arguments(in: lane, movedAt: now) + ["expecting": state.rawValue, "expecting_fence": fence])
            try touch(upload.key)
        case .allotRevision(let key):
            let arguments = key.arguments(in: lane) + ["moved_at": now.milliseconds]
            try expect("project \(key.project)", ProjectQueries.takeRevision, arguments)
            try expect("upload \(key) without a revision", UploadQueries.allotRevision, arguments)
            try touch(key)

        case .putPolicy(let policy, let owner): try put(policy, of: owner)
        case .removePolicy(let owner):
            try removePolicy(of: owner)
            try assign(nil, to: owner)

        case .putRejection(let rejection): try put(rejection)
        case .removeRejection(let key): try removeRejection(of: key)

        // At the end of the commit: see EventQueries.moveHead.
        case .record: break
        case .audit(let record):
            try db.change(
                EventQueries.insertAudit,
                [
                    "lane": lane.number, "id": record.id.description, "time": record.time.milliseconds,
                    "actor": record.actor, "action": record.action, "project": record.project.description,
                    "version": record.version?.description, "detail": record.detail.stored,
                ])

        case .insertScroll(let scroll):
            try expect("no scroll \(scroll.id)", ScrollQueries.insert, scroll.arguments(in: lane))
        case .updateScroll(let scroll, let expires):
            try expect(
                "scroll \(scroll.id) to expire at \(expires)", ScrollQueries.update,
                scroll.arguments(in: lane) + ["expecting": expires.milliseconds])
        case .removeScroll(let id):
            try db.change(ScrollQueries.remove, ["lane": lane.number, "id": id.description])
        }
    }

    /// Numbers an event; the last thing that a commit does.
    func record(_ event: EventRecord) throws {
        try db.change(EventQueries.moveHead, ["lane": lane.number])
        try db.change(
            EventQueries.insert,
            [
                "lane": lane.number, "id": event.id.description, "type": event.type,
                "time": event.time.milliseconds, "actor": event.actor, "project": event.project.description,
                "version": event.version?.description, "data": event.data.stored,
            ])
    }

    private func put(_ rejection: Rejection) throws {
        let version = rejection.upload.version
        try removeRejection(of: version)
        try expect("version \(version)", RejectQueries.put, rejection.arguments(in: lane))
        for reject in rejection.rejects {
            try db.change(RejectQueries.insert, reject.arguments(of: version, in: lane))
        }
    }
    private func removeRejection(of version: VersionKey) throws {
        try db.change(RejectQueries.removeDocuments, version.arguments(in: lane))
        try db.change(RejectQueries.remove, version.arguments(in: lane))
    }

    private mutating func put(_ policy: PolicyRecord, of owner: PolicyOwner) throws {
        let number = policy.number
        guard (number == 0) == (owner == .instance) else {
            throw StoreError.conflict(expected: "policy 0 to be the instance's alone")
        }
        try removePolicy(of: owner)
        try expect(
            "policy \(number) to be a fresh number", PolicyQueries.insert,
            [
                "lane": lane.number, "policy": number, "scope": policy.scope.rawValue,
                "owners": JSONValue(texts: policy.policy.owners).stored,
                "viewers": JSONValue(texts: policy.policy.viewers).stored,
                "read_access": policy.policy.readAccess.rawValue, "write_access": policy.policy.writeAccess.rawValue,
            ])
        for right in Right.allCases {
            for principal in policy.policy.members(with: right) {
                try db.change(
                    PolicyQueries.insertMember,
                    ["lane": lane.number, "principal": principal, "policy": number, "right": right.rawValue])
            }
        }
        try assign(number, to: owner)
    }

    /// Removes the rows of the owner's policy, if any.
    private mutating func removePolicy(of owner: PolicyOwner) throws {
        let number: Int? =
            switch owner {
            case .instance: 0
            case .project(let project):
                try db.first(ProjectQueries.policy, project.arguments(in: lane))?.optionalNumber("policy")
            case .version(let key):
                try db.first(VersionQueries.policy, key.arguments(in: lane))?.optionalNumber("policy")
            }
        if let number {
            let arguments: StoredArguments = ["lane": lane.number, "policy": number]
            try db.change(PolicyQueries.removeMembers, arguments)
            try db.change(PolicyQueries.remove, arguments)
            touches.insert(.policy(number))
        }
    }

    private func assign(_ number: PolicyNumber?, to owner: PolicyOwner) throws {
        switch owner {
        case .instance: break
        case .project(let project):
            try expect(
                "project \(project)", ProjectQueries.setPolicy, project.arguments(in: lane) + ["policy": number])
        case .version(let key):
            try expect("version \(key)", VersionQueries.setPolicy, key.arguments(in: lane) + ["policy": number])
        }
    }

    /// Of an upload that is shown everything counts.
    private mutating func touch(_ upload: UploadKey) throws {
        if touches.contains(.version(upload.version)) { return }
        if try db.number(UploadQueries.isShown, upload.arguments(in: lane)) > 0 {
            touches.insert(.version(upload.version))
        }
    }

    private func expect(_ expectation: String, _ sql: String, _ arguments: StoredArguments) throws {
        do {
            guard try db.change(sql, arguments) == 1 else { throw StoreError.conflict(expected: expectation) }
        } catch DatabaseError.SQLITE_CONSTRAINT {
            // A second active upload, or an owner that is not there.
            throw StoreError.conflict(expected: expectation)
        }
    }
}
