internal import Glibc
internal import Hummingbird
internal import HummingbirdCore
internal import JobQueue
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ObjectStore
internal import RegistryAPI
internal import RegistryAccess
internal import RegistryCore
internal import RegistrySchemas
internal import RegistryService
internal import RegistryStore
internal import ServiceLifecycle
internal import StoreSQLite
internal import UnixSignals

/// Every role in one process on the embedded drivers: `vitrine up`.
package struct EmbeddedRegistry: Sendable {
    /// What happens on the way up, for a person to see.
    package enum Notice: Sendable {
        case listening(host: String, port: Int)
        case seeding(Seeder.Progress)
        case seeded(artifacts: Int)
        case authenticationIsOff
    }
    private let settings: ServerSettings
    private let directory: DataDirectory
    private let seeds: Bool
    private let notify: @Sendable (Notice) -> Void

    package init(
        settings: ServerSettings, directory: DataDirectory, seeds: Bool, notify: @escaping @Sendable (Notice) -> Void
    ) {
        self.settings = settings
        self.directory = directory
        self.seeds = seeds
        self.notify = notify
    }

    /// Runs until SIGTERM or SIGINT; then drains.
    ///
    /// - Throws: ``StartError`` when something is missing, wrong or in use.
    package func run() async throws {
        let lock = try directory.own()
        var databaseLock: DataDirectoryLock?
        if case .sqlite(let path?) = settings.database { databaseLock = try directory.own(database: path) }
        defer { withExtendedLifetime((lock, databaseLock)) {} }
        let logger = try makeLogger()
        let signing = try directory.signingKeys()
        let signer = ObjectURLSigner(keys: signing, base: "")
        let disk = NIOThreadPool(numberOfThreads: 16)
        disk.start()
        let registry = Registry(
            store: try makeStore(), objects: try await makeObjects(signer, disk), dispatcher: MemoryJobDispatcher(),
            schemas: try SchemaFolder.load(settings.schemas), settings: settings.service, logger: logger)
        if !settings.authEnabled { notify(.authenticationIsOff) }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await makeGroup(registry, signer: signer, signing: signing, logger: logger).run())
        } catch let error as IOError where error.errnoCode == EADDRINUSE || error.errnoCode == EACCES {
            let why = error.errnoCode == EADDRINUSE ? "is in use" : "may not be used by this user"
            outcome = .failure(
                StartError("port \(settings.port) of \(settings.host) \(why); choose another with --port N"))
        } catch {
            outcome = .failure(error)
        }
        try? await disk.shutdownGracefully()
        try outcome.get()
    }

    private func makeLogger() throws -> Logger {
        guard let level = Logger.Level(rawValue: settings.logLevel) else {
            throw StartError("VITRINE_LOG_LEVEL is trace, debug, info, notice, warning, error or critical")
        }
        var logger = Logger(label: "vitrine") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = level
        return logger
    }

    private func makeStore() throws -> any RegistryStore {
        switch settings.database {
        case .memory: return MemoryStore()
        case .sqlite(let path):
            do throws(StoreError) {
                return try SQLiteStore(path: path ?? directory.database)
            } catch {
                throw StartError("the database '\(path ?? directory.database)' cannot be opened: \(error)")
            }
        }
    }

    private func makeObjects(
        _ signer: ObjectURLSigner, _ disk: NIOThreadPool
    ) async throws -> any PresigningObjectStore {
        switch settings.storage {
        case .memory: return MemoryObjectStore(signer: signer)
        case .file(let path):
            do throws(ObjectStoreError) {
                return try await FileObjectStore(root: path ?? directory.files, signer: signer, threads: disk)
            } catch {
                throw StartError("the files at '\(path ?? directory.files)' cannot be used: \(error)")
            }
        }
    }
}

extension EmbeddedRegistry {
    /// Stopped in reverse order: the front drains first, then the scheduler, then the worker.
    private func makeGroup(
        _ registry: Registry, signer: ObjectURLSigner, signing: SigningKeyRing, logger: Logger
    ) throws -> ServiceGroup {
        var workers = Worker.Settings()
        workers.concurrency = settings.workers
        let worker = Worker(
            queue: registry.store.jobs, dispatcher: registry.dispatcher, handlers: registry.jobHandlers,
            settings: workers, logger: logger)
        let reconciler = Reconciler(registry: registry)
        let scheduler = Scheduler(queue: registry.store.jobs, dispatcher: registry.dispatcher, logger: logger) {
            try await reconciler.run()
        }
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: worker), .init(service: scheduler),
            .init(service: try makeFront(registry, signer: signer, signing: signing, logger: logger)),
        ]
        if seeds {
            services.append(
                .init(
                    service: SeedService(seeder: Seeder(registry: registry), notify: notify),
                    successTerminationBehavior: .ignore))
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(25)
        return ServiceGroup(configuration: configuration)
    }
}

extension EmbeddedRegistry {
    private func makeFront(
        _ registry: Registry, signer: ObjectURLSigner, signing: SigningKeyRing, logger: Logger
    ) throws -> Application<RegistryResponder> {
        let rules = TokenRules(client: settings.service.mainClient, knownClients: settings.knownClients)
        let access = RequestAccess(
            verifier: TokenVerifier(keys: try settings.tokenKeys(in: directory), rules: rules),
            credentials: CredentialSigner(keys: signing), isAuthEnabled: settings.authEnabled)
        let responder = registryResponder(
            services: RegistryServices(registry: registry), access: access,
            objects: ServedObjects(store: registry.objects, signer: signer),
            settings: APISettings(
                publicURL: settings.publicURL, prefix: settings.prefix,
                trustsForwardedHeaders: settings.trustsForwardedHeaders, otherClients: settings.knownClients))
        let limits = ConnectionLimits()
        return Application(
            responder: responder, server: .watched(limits),
            configuration: .init(
                address: .hostname(settings.host, port: settings.port), serverName: "vitrine",
                availableConnectionsDelegate: limits.gate(logger: logger)),
            onServerRunning: { [notify, settings] channel in
                notify(.listening(host: settings.host, port: channel.localAddress?.port ?? settings.port))
            }, logger: logger)
    }
}

/// Seeds once and is done; one that is told to stop leaves the rest to the next start.
private struct SeedService: Service {
    let seeder: Seeder
    let notify: @Sendable (EmbeddedRegistry.Notice) -> Void

    func run() async throws {
        do {
            let added = try await cancelWhenGracefulShutdown { [seeder, notify] in
                try await seeder.run { notify(.seeding($0)) }
            }
            notify(.seeded(artifacts: added))
        } catch {
            if !Task.isShuttingDownGracefully { throw error }
        }
    }
}
