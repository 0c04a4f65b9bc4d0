internal import Catalog
internal import JSONDocument
internal import JobQueue
internal import ObjectStore
internal import RegistryCore
internal import RegistryStore

/// Writes what a rebuild needs besides the manifests: the project's policy and, when a version is named, which upload it
/// serves and its own policy, as they are now.
struct WriteMeta: Job {
    static let kind: JobKind = "write_meta"
    static let retry = RetryPolicy.exponential(maxAttempts: 20)

    let project: ProjectID
    let version: VersionID?

    init(payload: JSONValue) throws {
        guard let project = payload["project"]?.stringValue else { throw PayloadError(field: "project") }
        self.project = try ProjectID(parsing: project)
        version = try payload["version"]?.stringValue.map { try VersionID(parsing: $0) }
    }

    func run(_ job: JobContext, _ registry: Registry) async throws -> JobOutcome {
        // Two of these may overlap; each goes on until what it wrote is what holds, so the last to end is right.
        var written: VersionFacts?
        while true {
            let facts = try await registry.store.catalog.facts(of: project, version: version)
            if facts == written { return .completed(nil) }
            try await write(facts, registry)
            written = facts
        }
    }

    private func write(_ facts: VersionFacts, _ registry: Registry) async throws {
        try await put(facts.projectPolicy?.json, at: StorageLayout.meta("permissions.json", of: project), registry)
        guard let version = version.map({ VersionKey(project: project, version: $0) }) else { return }
        try await put(
            facts.versionPolicy?.json, at: StorageLayout.meta("permissions.json", of: version), registry)
        try await put(
            facts.current.flatMap(Self.current), at: StorageLayout.meta("current.json", of: version), registry)
        try await put(
            facts.current.flatMap(Self.revision), at: StorageLayout.meta("revision.json", of: version), registry)
    }

    private func put(_ value: JSONValue?, at key: ObjectKey, _ registry: Registry) async throws {
        if let value {
            try await registry.objects.put(.bytes(value.serialized()), at: key)
        } else {
            try await registry.objects.delete(key)
        }
    }

    private static func current(_ upload: UploadRecord) -> JSONValue? {
        guard let revision = upload.revision, let sealedAt = upload.sealedAt else { return nil }
        var object: JSONObject = [
            "upload": .string(upload.key.id.description), "revision": .number(JSONNumber(revision)),
            "manifest": .string("manifest-\(revision).json"), "sealed_at": .string(sealedAt.description),
        ]
        if let owner = upload.startedBy { object["started_by"] = .string(owner) }
        if let endDate = upload.endDate { object["end_date"] = .string(endDate.description) }
        return .object(object)
    }
    /// As the reference keeps it (`spec/rest-api.md` 4.2).
    private static func revision(_ upload: UploadRecord) -> JSONValue? {
        upload.revision.map {
            ["revision": .string(Revision($0).description), "numerical_revision": .number(JSONNumber($0))]
        }
    }
}

extension PolicyRecord {
    fileprivate var json: JSONValue { policy.json(scope: scope) }
}
