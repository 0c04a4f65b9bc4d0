package import JSONDocument
internal import RegistryCore
package import SearchIndex

/// The one rendering of a document for every endpoint (`spec/rest-api.md` 4.4): the same members in the same order.
package struct DocumentRendering: Sendable {
    private let settings: ServiceSettings

    package init(_ settings: ServiceSettings) { self.settings = settings }

    /// The document as uploaded without nulls and without members that begin with `_`, a `$schema` where it had none,
    /// and what the registry knows under `_extra`.
    package func render(_ document: ArtifactDocument) -> JSONValue {
        var rendered = JSONObject()
        if case .object(let members) = document.staged.document {
            for (key, value) in members where !value.isNull && key.utf8.first != UInt8(ascii: "_") {
                rendered[key] = value
            }
        }
        if rendered["$schema"] == nil { rendered["$schema"] = .string(settings.defaultSchema) }
        if rendered["path"] == nil { rendered["path"] = .string(document.id.path.description) }
        rendered["_extra"] = extra(of: document)
        return .object(rendered)
    }

    private func extra(of document: ArtifactDocument) -> JSONValue {
        let staged = document.staged
        var extra = JSONObject()
        if let schema = staged.schema { extra["$schema"] = .string(schema) }
        extra["id"] = .string(document.id.description)
        extra["project_id"] = .string(document.id.project.description)
        extra["version"] = .string(document.id.version.description)
        extra["revision"] = .string(document.revision.description)
        extra["numerical_revision"] = .number(JSONNumber(document.revision.number))
        extra["metapath"] = .string(staged.metapath.description)
        if let type = staged.type { extra["type"] = .string(type) }
        extra["gprn"] = .string("gprn:\(settings.environment):\(settings.name)::artifact:\(document.id)")
        extra["meta_uploaded"] = .string(staged.metaUploaded.description)
        extra["meta_indexed"] = .string(document.indexedAt.description)
        if let uploaded = staged.uploaded { extra["uploaded"] = .string(uploaded.description) }
        if let size = staged.fileSize { extra["file_size"] = .number(JSONNumber(Int(size))) }
        if let policy = document.policy, let scope = document.scope { extra["permissions"] = policy.json(scope: scope) }
        if let job = document.expiryJob, let end = document.endDate {
            extra["transient"] = ["expires_job_id": .string(job.description), "expires_in": .string(end.description)]
        }
        return .object(extra)
    }
}
