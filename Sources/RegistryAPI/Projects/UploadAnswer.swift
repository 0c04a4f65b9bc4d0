internal import Catalog
internal import Hummingbird
internal import JSONDocument
internal import ObjectStore
internal import RegistryCore
internal import RegistryService

extension Response {
    /// What a client needs to go on with an upload, in the dialect that it asked in (`spec/rest-api.md` 1.4).
    init(
        started: StartedUpload, dialect: UploadBody.Dialect, links: UploadLinks, root: RootURL, for caller: Identity
    ) throws(RegistryError) {
        let upload = started.upload
        var targets: [(String, JSONValue)] = []
        for target in started.targets {
            let url = JSONValue.string(try root.absolute(target.url))
            targets.append((target.path.description, Self.shown(target, url, dialect)))
        }
        let empty: JSONValue = dialect == .lists ? [] : [:]
        self.init(
            json: [
                "project_id": .string(upload.key.project.description),
                "version": .string(upload.key.version.version.description),
                "revision": .string(started.forecast.description),
                "presigned_urls": dialect == .lists ? .array(targets.map(\.1)) : .object(JSONObject(targets)),
                "sts": [:], "links": empty, "complete_before": .string(upload.completeBefore.description),
                "completion_url": .string(links.complete(started, for: caller)),
                "abort_url": .string(links.abort(started, for: caller)),
                "purge_job_id": upload.deadlineJob.map { .string($0.description) } ?? .null,
                "expires_in": upload.endDate.map { .string($0.description) } ?? .null,
                "expires_job_id": upload.expiryJob.map { .string($0.description) } ?? .null,
            ])
    }

    private static func shown(
        _ target: StartedUpload.Target, _ url: JSONValue, _ dialect: UploadBody.Dialect
    ) -> JSONValue {
        guard dialect == .lists else { return url }
        var entry: JSONObject = ["filename": .string(target.path.description), "url": url]
        // Sent by the client as `Content-MD5`, which is base64.
        if let digest = target.md5.flatMap({ MD5Digest(hex: $0) }) { entry["md5sum"] = .string(digest.base64) }
        return .object(entry)
    }

    /// What an abort did (`spec/rest-api.md` 1.6).
    init(aborted report: AbortReport) {
        func shown(_ job: JobID?) -> JSONValue { job.map { .string($0.description) } ?? .null }
        var unlocked = JSONValue.null
        if let lock = report.unlocked {
            unlocked = [
                "stage": "uploading", "info": true, "created": .string(lock.since.description),
                "owner": lock.owner.map { .string($0) } ?? .null,
            ]
        }
        self.init(
            json: [
                "project_id": .string(report.version.project.description),
                "version": .string(report.version.version.description),
                "cancel_purge_job_id": shown(report.cancelledDeadline),
                "cancel_expires_job_id": shown(report.cancelledExpiry), "unlocked": unlocked,
            ])
    }
}
