import Catalog
import JSONDocument
import JobQueue
import Logging
import ObjectStore
import RegistryCore
import RegistrySchemas
import RegistryService
import RegistryStore
import SearchIndex
import Synchronization
import Testing

/// The use cases over memory drivers, with a clock that only the test moves.
final class ServiceFixture: Sendable {
    let store: any RegistryStore
    let objects: MemoryObjectStore
    let registry: Registry
    let services: RegistryServices
    private let clock: Clock

    private final class Clock: Sendable {
        let milliseconds = Mutex<Int64>(1_800_000_000_000)
        var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }
    }

    init(
        lanes: Int = 1, settings: ServiceSettings = ServiceSettings(), objects: MemoryObjectStore = MemoryObjectStore()
    ) throws {
        let clock = Clock()
        self.clock = clock
        let ambient = Ambient(now: { clock.now })
        store = MemoryStore(lanes: LaneCount(lanes), ambient: ambient)
        self.objects = objects
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        registry = Registry(
            store: store, objects: objects, dispatcher: MemoryJobDispatcher(), schemas: try Self.schemas(),
            settings: settings, ambient: ambient, logger: logger)
        services = RegistryServices(registry: registry)
    }

    private static func schemas() throws -> SchemaSet {
        let thing: JSONValue = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Test Thing", "type": "object",
            "properties": [
                "size": ["type": "integer"], "title": ["type": "string", "_elasticsearch": ["type": "text"]],
            ],
            "required": ["path"],
        ]
        let list: JSONValue = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
            "properties": [
                "items": ["type": "array", "items": ["type": "integer"]],
                "more": ["type": "object", "additionalProperties": ["type": "integer"]],
            ],
        ]
        return try SchemaSet(documents: [
            (try #require(SchemaName("thing/v1.json")), thing), (try #require(SchemaName("list/v1.json")), list),
        ])
    }

    var now: Timestamp { clock.now }
    func advance(_ duration: Duration) { clock.milliseconds.withLock { $0 += duration.milliseconds } }

    func key(_ project: String = "demo", _ version: String = "1") throws -> VersionKey {
        VersionKey(project: try ProjectID(parsing: project), version: try VersionID(parsing: version))
    }

    static let alice = Identity(user: "alice", roles: [.uploader])
    static let admin = Identity(user: "root", roles: [.admin])

    func start(
        _ key: VersionKey, _ files: [String: String], as caller: Identity = alice, completedBy: String = "in 1 day",
        expiresIn: String? = nil
    ) async throws -> UploadKey {
        let started = try await services.uploads.start(
            key,
            StartRequest(
                entries: files.keys.sorted().map { .init(filename: $0) }, completedBy: .text(completedBy),
                expiresIn: expiresIn.map { .text($0) }), for: caller)
        for (path, text) in files {
            try await services.uploads.receive(
                .text(text), of: ArtifactPath(parsing: path), for: started.upload.key)
        }
        return started.upload.key
    }

    func complete(
        _ upload: UploadKey, _ permissions: AccessPolicyPatch? = nil, as caller: Identity = alice
    ) async throws -> JobID {
        try await services.uploads.complete(
            upload.version, upload: upload.id, permissions: permissions, overwritesPermissions: false, for: caller)
    }

    /// Uploads and publishes; returns the index job.
    @discardableResult
    func publish(
        _ key: VersionKey, _ files: [String: String], _ permissions: AccessPolicyPatch? = nil
    ) async throws -> JobRecord {
        let job = try await complete(start(key, files), permissions)
        await runDueJobs()
        return try #require(try await store.jobs.job(job))
    }

    /// Runs jobs until none is due.
    func runDueJobs(only kinds: Set<JobKind>? = nil) async {
        let worker = Worker(
            queue: store.jobs, dispatcher: registry.dispatcher,
            handlers: registry.jobHandlers.filter { kinds?.contains($0.kind) ?? true },
            ambient: registry.ambient, logger: registry.logger)
        for _ in 0..<200 {
            guard let due = try? await store.jobs.due(at: now, after: nil, limit: 100) else { return }
            var ran = false
            for ticket in due {
                if let kinds, let job = try? await store.jobs.job(ticket.id), !kinds.contains(job.kind) { continue }
                await worker.run(ticket)
                ran = true
            }
            if !ran { return }
        }
        Issue.record("jobs never end")
    }

    /// The paths that a search by `caller` shows of a version.
    func shown(_ key: VersionKey, to caller: Identity = admin) async throws -> [String] {
        let page = try await store.index.search(
            SearchRequest(extent: .version(key), limit: 500), readableBy: caller)
        return page.documents.map(\.id.path.description).sorted()
    }
}
