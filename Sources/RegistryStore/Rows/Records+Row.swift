package import Catalog
internal import JSONDocument
package import RegistryCore

extension ProjectRecord {
    package init(_ row: some StoredRow) throws {
        self.init(
            project: try row.project("project"), guardNumber: row.number("guard"),
            policy: row.optionalNumber("policy"), createdBy: row.optionalText("created_by"),
            createdAt: row.moment("created_at"))
    }
    package func arguments(in lane: Lane) -> StoredArguments {
        [
            "lane": lane.number, "project": project.description, "guard": guardNumber,
            "created_by": createdBy, "created_at": createdAt.milliseconds,
        ]
    }
}

extension VersionRecord {
    package init(_ row: some StoredRow) throws {
        self.init(
            key: VersionKey(project: try row.project("project"), version: try row.version("version")),
            guardNumber: row.number("guard"), current: try row.optional("current", UploadID.init),
            last: try row.optional("last", UploadID.init), policy: row.optionalNumber("policy"),
            wasSealed: row.flag("was_sealed"), provisionedUntil: row.optionalMoment("provisioned_until"),
            createdBy: row.optionalText("created_by"))
    }
    package func arguments(in lane: Lane) -> StoredArguments {
        [
            "lane": lane.number, "project": key.project.description, "version": key.version.description,
            "guard": guardNumber, "current": current?.description, "last": last?.description,
            "was_sealed": wasSealed, "provisioned_until": provisionedUntil?.milliseconds, "created_by": createdBy,
        ]
    }
}

extension ProjectID {
    package func arguments(in lane: Lane) -> StoredArguments { ["lane": lane.number, "project": description] }
}

extension VersionKey {
    package func arguments(in lane: Lane) -> StoredArguments {
        ["lane": lane.number, "project": project.description, "version": version.description]
    }
}

extension UploadKey {
    package func arguments(in lane: Lane) -> StoredArguments {
        [
            "lane": lane.number, "id": id.description, "project": project.description,
            "version": version.version.description,
        ]
    }
}

extension UploadRecord {
    package init(_ row: some StoredRow) throws {
        guard let id = try row.optional("id", UploadID.init) else { throw DamagedRow("id", "NULL") }
        let version = VersionKey(project: try row.project("project"), version: try row.version("version"))
        self.init(
            key: UploadKey(version: version, id: id), state: try row.word("state"),
            startedBy: row.optionalText("started_by"), startedAt: row.moment("started_at"),
            completeBefore: row.moment("complete_before"), endDate: row.optionalMoment("end_date"),
            deadlineJob: try row.optional("deadline_job", JobID.init),
            expiryJob: try row.optional("expiry_job", JobID.init),
            fileCount: row.number("file_count"))
        fence = row.number("fence")
        revision = row.optionalNumber("revision")
        isFirstSealed = row.flag("is_first_sealed")
        sealedAt = row.optionalMoment("sealed_at")
        indexedAt = row.optionalMoment("indexed_at")
        endedAt = row.optionalMoment("ended_at")
        permissions = try row.optionalJSON("permissions").map(KeptPermissions.init(stored:))
        indexJob = try row.optional("index_job", JobID.init)
        documentCount = row.number("document_count")
        errors = try row.optionalJSON("errors")
    }
    package func arguments(in lane: Lane, movedAt: Timestamp) -> StoredArguments {
        key.arguments(in: lane) + [
            "state": state.rawValue, "fence": fence, "revision": revision, "is_first_sealed": isFirstSealed,
            "started_by": startedBy, "started_at": startedAt.milliseconds,
            "complete_before": completeBefore.milliseconds, "end_date": endDate?.milliseconds,
            "sealed_at": sealedAt?.milliseconds, "indexed_at": indexedAt?.milliseconds,
            "ended_at": endedAt?.milliseconds, "permissions": permissions?.json.stored,
            "deadline_job": deadlineJob?.description, "expiry_job": expiryJob?.description,
            "index_job": indexJob?.description, "file_count": fileCount, "document_count": documentCount,
            "errors": errors?.stored, "moved_at": movedAt.milliseconds,
        ]
    }
}

extension FileRecord {
    package init(_ row: some StoredRow) throws {
        self.init(
            path: try row.path("path"), declaredMD5: row.optionalText("declared_md5"), tag: row.optionalText("tag"),
            size: row.storedNumber("size"), key: row.optionalText("key"), sha256: row.optionalText("sha256"),
            md5: row.optionalText("md5"), modified: row.optionalMoment("modified"))
    }
    package func arguments(of upload: UploadKey, in lane: Lane) -> StoredArguments {
        [
            "lane": lane.number, "upload": upload.id.description, "path": path.description,
            "declared_md5": declaredMD5, "tag": tag, "size": size, "key": key, "sha256": sha256, "md5": md5,
            "modified": modified?.milliseconds,
        ]
    }
}

extension PolicyRecord {
    package init(_ row: some StoredRow) throws {
        self.init(number: row.number("policy"), scope: try row.word("scope"), policy: try AccessPolicy(row))
    }
}

extension AccessPolicy {
    package init(_ row: some StoredRow) throws {
        self.init(
            owners: try row.texts("owners"), viewers: try row.texts("viewers"),
            readAccess: try row.word("read_access"), writeAccess: try row.word("write_access"))
    }
}

extension EventRecord {
    package init(_ row: some StoredRow) throws {
        self.init(
            id: try row.randomID("id"), type: row.text("type"), time: row.moment("time"),
            actor: row.optionalText("actor"), project: try row.project("project"),
            version: try row.optionalVersion("version"), data: try row.json("data"))
    }
}

extension ScrollRecord {
    package init(_ row: some StoredRow) throws {
        self.init(
            id: try row.randomID("id"), owner: row.optionalText("owner"), request: try row.json("request"),
            position: try row.optionalJSON("position"), expires: row.moment("expires"))
    }
    package func arguments(in lane: Lane) -> StoredArguments {
        [
            "lane": lane.number, "id": id.description, "owner": owner, "request": request.stored,
            "position": position?.stored, "expires": expires.milliseconds,
        ]
    }
}
