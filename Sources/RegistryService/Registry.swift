package import JobQueue
package import Logging
package import ObjectStore
package import RegistryCore
package import RegistrySchemas
package import RegistryStore

/// What every use case and every job stands on.
package struct Registry: Sendable {
    package let store: any RegistryStore
    package let objects: any PresigningObjectStore
    package let dispatcher: any JobDispatcher
    package let library: SchemaLibrary
    package let settings: ServiceSettings
    package let ambient: Ambient
    package let logger: Logger

    package init(
        store: any RegistryStore, objects: any PresigningObjectStore, dispatcher: any JobDispatcher,
        library: SchemaLibrary, settings: ServiceSettings = ServiceSettings(), ambient: Ambient = .system,
        logger: Logger
    ) {
        self.store = store
        self.objects = objects
        self.dispatcher = dispatcher
        self.library = library
        self.settings = settings
        self.ambient = ambient
        self.logger = logger
    }
    /// With schemas that stay what they are.
    package init(
        store: any RegistryStore, objects: any PresigningObjectStore, dispatcher: any JobDispatcher,
        schemas: SchemaSet, settings: ServiceSettings = ServiceSettings(), ambient: Ambient = .system, logger: Logger
    ) {
        self.init(
            store: store, objects: objects, dispatcher: dispatcher, library: SchemaLibrary(schemas),
            settings: settings, ambient: ambient, logger: logger)
    }

    /// What is known at this moment: taken once for a job or a request, for a reload may change it in between.
    package var schemas: SchemaSet { library.current.schemas }

    /// Reads, decides and commits; then makes the jobs known that the commit enqueued.
    @discardableResult
    func commit<Facts: Sendable>(
        _ facts: () async throws -> Facts, deciding decide: (Facts) throws -> ChangeSet
    ) async throws -> Facts {
        var committed: ChangeSet?
        let seen = try await store.commit(facts) { facts in
            let changes = try decide(facts)
            committed = changes
            return changes
        }
        if let committed { await announce(committed) }
        return seen
    }

    /// What a crash keeps back here, the relay finds.
    private func announce(_ changes: ChangeSet) async {
        let now = ambient.now()
        let tickets = changes.jobs.compactMap { change -> JobTicket? in
            guard case .enqueue(let job) = change, job.state.isWaiting, job.due <= now else { return nil }
            return job.ticket
        }
        guard !tickets.isEmpty else { return }
        do {
            try await dispatcher.push(tickets)
        } catch {
            logger.warning("the dispatcher was not told of new jobs; the relay will", metadata: ["error": "\(error)"])
        }
    }

    /// The kinds of work that a worker of this registry does.
    package var jobHandlers: [JobHandler] {
        [
            JobHandler(IndexUpload.self, in: self), JobHandler(LapseUpload.self, in: self),
            JobHandler(ExpireUpload.self, in: self), JobHandler(ReleaseProvision.self, in: self),
            JobHandler(PurgeStaging.self, in: self), JobHandler(PurgeUpload.self, in: self),
            JobHandler(WriteMeta.self, in: self), JobHandler(DeleteVersion.self, in: self),
            JobHandler(SweepStagings.self, in: self), JobHandler(IndexSegments.self, in: self),
            JobHandler(KeepIndex.self, in: self), JobHandler(RebuildIndex.self, in: self),
        ].map { Outage.sparing($0, ambient: ambient) }
    }
}
