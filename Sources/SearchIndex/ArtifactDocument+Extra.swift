internal import JSONDocument
internal import RegistryCore

extension ArtifactDocument {
    /// What can be searched of `_extra` (`spec/rest-api.md` 4.3).
    ///
    /// Permissions are not in it: documents refer to a policy, and who may read is no property of a document.
    var searchableExtra: JSONObject {
        var extra: JSONObject = [
            "id": .string(id.description),
            "project_id": .string(id.project.description),
            "version": .string(id.version.description),
            "revision": .string(revision.description),
            "numerical_revision": .number(JSONNumber(revision.number)),
            "metapath": .string(staged.metapath.description),
            "meta_uploaded": .string(staged.metaUploaded.description),
            "meta_indexed": .string(indexedAt.description),
        ]
        extra["$schema"] = staged.schema.map { .string($0) }
        extra["type"] = staged.type.map { .string($0) }
        extra["file_size"] = staged.fileSize.flatMap { JSONNumber(text: String($0)) }.map { .number($0) }
        extra["uploaded"] = staged.uploaded.map { .string($0.description) }
        if let endDate {
            var transient: JSONObject = ["expires_in": .string(endDate.description)]
            transient["expires_job_id"] = expiryJob.map { .string($0.description) }
            extra["transient"] = .object(transient)
        }
        return extra
    }

    /// The texts that a word without a field finds by word, whatever the fields are.
    var catchAll: [String] {
        [
            id.project.description, id.version.description, revision.description, staged.metapath.description,
            id.path.description, staged.type, staged.schema,
        ].compactMap { $0 }
    }
}
