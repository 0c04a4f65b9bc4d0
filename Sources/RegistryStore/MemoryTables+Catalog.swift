internal import Catalog
internal import RegistryCore

extension MemoryTables {
    mutating func apply(_ change: CatalogChange, now: Timestamp) throws(StoreError) {
        switch change {
        case .insertProject(let record):
            try expect(projects[record.project] == nil, "no project \(record.project)")
            projects[record.project] = Project(record: record)
            projects[record.project]?.record.policy = nil
        case .guardProject(let project, let expecting):
            try expect(projects[project]?.record.guardNumber == expecting, "project \(project) with guard \(expecting)")
            projects[project]?.record.guardNumber = expecting + 1

        case .insertVersion(let record): try insert(record)
        case .updateVersion(let record, let expecting):
            let stored = versions[record.key]
            try expect(stored?.guardNumber == expecting, "version \(record.key) with guard \(expecting)")
            var record = record
            record.guardNumber = expecting + 1
            record.policy = stored?.policy
            versions[record.key] = record
        case .removeVersion(let key, let expecting):
            try expect(versions[key]?.guardNumber == expecting, "version \(key) with guard \(expecting)")
            try expect(versions[key]?.last == nil, "version \(key) without an upload")
            try setPolicy(nil, of: .version(key))
            versions[key] = nil
            projects[key.project]?.versions.remove(key.version)

        case .insertUpload(let record):
            try expect(uploads[record.key] == nil, "no upload \(record.key)")
            try expect(versions[record.key.version] != nil, "version \(record.key.version)")
            try expect(
                files[record.key, default: [:]].count == record.fileCount,
                "\(record.fileCount) staged files of upload \(record.key)")
            try store(record, now: now)
        case .updateUpload(var record, let expecting, let fence):
            let stored = uploads[record.key]?.record
            try expect(
                stored?.state == expecting && stored?.fence == fence,
                "upload \(record.key) \(expecting.rawValue) with fence \(fence)")
            record.revision = stored?.revision
            try store(record, now: now)
        case .allotRevision(let key): try allotRevision(key, now: now)

        case .putPolicy(let record, let owner):
            precondition((record.number == 0) == (owner == .instance), "policy 0 is the instance's, and only that")
            try expect(
                owner == .instance || policies[record.number] == nil, "a fresh number for policy \(record.number)")
            try setPolicy(record, of: owner)
            policyGeneration += 1
        case .removePolicy(let owner):
            try setPolicy(nil, of: owner)
            policyGeneration += 1

        case .putRejection(let rejection):
            try expect(versions[rejection.upload.version] != nil, "version \(rejection.upload.version)")
            rejections[rejection.upload.version] = rejection
        case .removeRejection(let key): rejections[key] = nil

        case .record(let event): events.append(event)
        case .audit(let record): audit.append(record)

        case .insertScroll(let scroll):
            try expect(scrolls[scroll.id] == nil, "no scroll \(scroll.id)")
            scrolls[scroll.id] = scroll
        case .updateScroll(let scroll, let expecting):
            try expect(scrolls[scroll.id]?.expires == expecting, "scroll \(scroll.id) expiring at \(expecting)")
            scrolls[scroll.id] = scroll
        case .removeScroll(let id): scrolls[id] = nil
        }
    }

    private mutating func insert(_ record: VersionRecord) throws(StoreError) {
        try expect(projects[record.key.project] != nil, "project \(record.key.project)")
        try expect(versions[record.key] == nil, "no version \(record.key)")
        var record = record
        record.policy = nil
        versions[record.key] = record
        projects[record.key.project]?.versions.insert(record.key.version)
    }

    private mutating func store(_ record: UploadRecord, now: Timestamp) throws(StoreError) {
        let version = record.key.version
        if record.state.isActive {
            let active = activeUploads[version]
            try expect(active == nil || active == record.key, "no active upload of \(version) but \(record.key)")
            activeUploads[version] = record.key
        } else if activeUploads[version] == record.key {
            activeUploads[version] = nil
        }
        uploads[record.key] = Upload(record: record, movedAt: now)
        if let revision = record.revision { projects[version.project]?.revisions[revision] = record.key }
    }

    private mutating func allotRevision(_ key: UploadKey, now: Timestamp) throws(StoreError) {
        guard var upload = uploads[key]?.record, upload.revision == nil,
            let revision = projects[key.project]?.nextRevision
        else { throw .conflict(expected: "upload \(key) without a revision") }
        projects[key.project]?.nextRevision = revision + 1
        upload.revision = revision
        try store(upload, now: now)
    }

    private mutating func setPolicy(_ record: PolicyRecord?, of owner: PolicyOwner) throws(StoreError) {
        let former: PolicyNumber?
        switch owner {
        case .project(let project):
            try expect(projects[project] != nil, "project \(project)")
            former = projects[project]?.record.policy
            projects[project]?.record.policy = record?.number
        case .version(let key):
            try expect(versions[key] != nil, "version \(key)")
            former = versions[key]?.policy
            versions[key]?.policy = record?.number
        case .instance: former = 0
        }
        if let former { policies[former] = nil }
        if let record { policies[record.number] = record }
    }

    func expect(_ condition: Bool, _ expected: @autoclosure () -> String) throws(StoreError) {
        if !condition { throw .conflict(expected: expected()) }
    }

    mutating func reserve(_ number: ReservedNumber) -> Int {
        switch number {
        case .project(let prefix):
            projectNumbers[Array(prefix.utf8), default: 0] += 1
            return projectNumbers[Array(prefix.utf8), default: 0]
        case .version(let project):
            versionNumbers[project, default: 0] += 1
            return versionNumbers[project, default: 0]
        case .policy:
            policyNumber += 1
            return policyNumber
        }
    }
}
