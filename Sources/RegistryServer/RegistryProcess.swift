internal import EventReactor
internal import Foundation
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
internal import StorePostgres
internal import UnixSignals

/// A process of an instance, with some or all of its roles: `vitrine up`, `serve`, `work` and `schedule`.
package struct RegistryProcess: Sendable {
    /// What a process does of an instance's work.
    package struct Roles: OptionSet, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }

        /// Answers requests.
        package static let front = Roles(rawValue: 1)
        /// Runs jobs.
        package static let worker = Roles(rawValue: 2)
        /// Tells workers of jobs that became due, takes back what dead ones held, adds the jobs of schedules, reconciles.
        package static let scheduler = Roles(rawValue: 4)
        package static let all: Roles = [.front, .worker, .scheduler]
    }
    /// What happens on the way up, for a person to see.
    package enum Notice: Sendable {
        case listening(host: String, port: Int)
        /// A process without a front is ready.
        case working
        case seeding(Seeder.Progress)
        case seeded(artifacts: Int)
        case authenticationIsOff
    }
    private let roles: Roles
    private let settings: ServerSettings
    private let directory: DataDirectory
    private let seeds: Bool
    private let notify: @Sendable (Notice) -> Void

    /// - Parameter seeds: adds the sample data, beside all roles.
    package init(
        _ roles: Roles, settings: ServerSettings, directory: DataDirectory, seeds: Bool = false,
        notify: @escaping @Sendable (Notice) -> Void
    ) {
        self.roles = roles
        self.settings = settings
        self.directory = directory
        self.seeds = seeds
        self.notify = notify
    }

    /// Runs until SIGTERM or SIGINT; then drains.
    ///
    /// - Throws: ``StartError`` when something is missing, wrong or in use.
    package func run() async throws {
        OpenFileLimit.raise()
        let locks = try lock()
        defer { withExtendedLifetime(locks) {} }
        let logger = try makeLogger()
        let reactor = try EventReactor.started()
        defer { reactor.stop() }
        let database = try await OpenDatabase(
            settings, in: directory, migrating: roles == .all, on: reactor, logger: logger)
        defer { database.close() }
        let queue = try WorkQueue(settings, over: database.store.jobs, on: reactor)
        defer { queue.close() }
        let signing = try directory.signingKeys()
        let signer = ObjectURLSigner(keys: signing, base: "")
        let disk = NIOThreadPool(numberOfThreads: 16)
        disk.start()
        let library = try await SchemaSources(settings: settings.schemas, data: directory.path, logger: logger).load()
        let registry = Registry(
            store: database.store, objects: try await makeObjects(signer, disk), dispatcher: queue.dispatcher,
            library: library, settings: settings.service, ambient: database.ambient, logger: logger)
        if roles.contains(.front), !settings.authEnabled { notify(.authenticationIsOff) }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(
                try await makeGroup(
                    registry, clock: database.clock, signer: signer, signing: signing, logger: logger
                ).run())
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

    /// A file has one owner; a server's database and the data directory beside it have any number of users.
    private func lock() throws -> [DataDirectoryLock] {
        switch settings.database {
        case .postgres: return []
        case .memory, .sqlite:
            guard roles == .all else {
                throw StartError(
                    "a role in a process of its own needs PostgreSQL, because one process owns a file: set "
                        + "VITRINE_DATABASE=postgres://USER@HOST/DATABASE, or run every role by 'vitrine up'")
            }
        }
        var locks = [try directory.own()]
        if case .sqlite(let path?) = settings.database { locks.append(try directory.own(database: path)) }
        return locks
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

extension RegistryProcess {
    /// All drain at the same time.
    private func makeGroup(
        _ registry: Registry, clock: PostgresClock?, signer: ObjectURLSigner, signing: SigningKeyRing, logger: Logger
    ) throws -> ServiceGroup {
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
        if roles.contains(.worker) {
            // One that has taken too much memory ends the process, and its supervisor starts a new one.
            services.append(
                .init(
                    service: makeWorker(registry, logger: logger),
                    failureTerminationBehavior: .gracefullyShutdownGroup))
        }
        if roles.contains(.scheduler) {
            let relay = Relay(
                queue: registry.store.jobs, dispatcher: registry.dispatcher, ambient: registry.ambient, logger: logger)
            services.append(.init(service: relay))
            services.append(.init(service: try makeUpkeep(registry, logger: logger)))
        }
        services.append(.init(service: SchemaRefresher(library: registry.library, logger: logger)))
        if let clock { services.append(.init(service: ClockRefresher(clock: clock))) }
        if roles.contains(.front) {
            services.append(
                .init(service: try makeFront(registry, signer: signer, signing: signing, logger: logger)))
        } else {
            services.append(.init(service: Announcement { [notify] in notify(.working) }))
        }
        if seeds {
            services.append(
                .init(
                    service: SeedService(seeder: Seeder(registry: registry), notify: notify),
                    successTerminationBehavior: .ignore))
        }
        var configuration = ServiceGroupConfiguration(
            services: [Together(services, logger: logger)], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        )
        configuration.maximumGracefulShutdownDuration = settings.grace + .seconds(10)
        return ServiceGroup(configuration: configuration)
    }
}

extension RegistryProcess {
    private func makeWorker(_ registry: Registry, logger: Logger) -> Worker {
        var workers = Worker.Settings()
        workers.concurrency = settings.workers
        workers.queues = settings.queues
        workers.lease = settings.lease
        workers.grace = settings.grace
        workers.memoryLimit = settings.memoryLimit.map { $0 << 20 }
        workers.place = "\(ProcessInfo.processInfo.hostName):\(getpid())"
        workers.release = settings.service.version
        return Worker(
            queue: registry.store.jobs, dispatcher: registry.dispatcher, handlers: registry.jobHandlers,
            settings: workers, ambient: registry.ambient, logger: logger)
    }

    private func makeUpkeep(_ registry: Registry, logger: Logger) throws -> Upkeep {
        let reconciler = Reconciler(registry: registry)
        let clock = registry.clock(try Registry.schedules)
        return Upkeep(
            queue: registry.store.jobs, ambient: registry.ambient, logger: logger,
            duties: [
                .init("reconcile", every: .seconds(20)) { try await reconciler.run() },
                .init("clock", every: .seconds(1)) { _ = try await clock.tick() },
            ])
    }
}

extension RegistryProcess {
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

/// Says that the process is ready once its signals are caught: whoever hears it may stop it at once.
private struct Announcement: Service {
    let say: @Sendable () -> Void

    func run() async throws {
        say()
        try? await gracefulShutdown()
    }
}

/// Seeds once and is done; one that is told to stop leaves the rest to the next start.
private struct SeedService: Service {
    let seeder: Seeder
    let notify: @Sendable (RegistryProcess.Notice) -> Void

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
