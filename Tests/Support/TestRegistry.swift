package import HTTPTypes
internal import Hummingbird
internal import HummingbirdTesting
internal import JobQueue
internal import Logging
internal import NIOCore
package import ObjectStore
package import RegistryAPI
internal import RegistryAccess
package import RegistryCore
package import RegistrySchemas
package import RegistryService
package import RegistryStore
package import Testing

/// The whole application in memory: the real routes, services and jobs over the drivers that keep nothing.
package struct TestRegistry: Sendable {
    /// What a test decides about its instance.
    package struct Setup: Sendable {
        package var api = APISettings()
        package var service = ServiceSettings()
        package var schemas = TestNotes.schemas
        /// In place of `schemas`, for tests of reloading.
        package var library: SchemaLibrary?
        package var isAuthEnabled = true
        /// Whether requests go through a socket of this machine instead of straight to the routes.
        package var isLive = false
        /// Of those connections.
        package var connections = ConnectionLimits()

        package init() {}
    }
    package let clock: TestClock
    package let store: MemoryStore
    package let objects: MemoryObjectStore
    private let worker: Worker
    private let issuer: TokenIssuer
    let client: any TestClientProtocol

    private init(_ parts: Parts, client: any TestClientProtocol) {
        clock = parts.clock
        store = parts.store
        objects = parts.objects
        worker = parts.worker
        issuer = parts.issuer
        self.client = client
    }

    /// Sends one request, by a token of `user`'s when there is one.
    ///
    /// - Parameter target: a path, or an absolute URL that leads here.
    package func send(
        _ method: HTTPRequest.Method, _ target: String, as user: String? = nil, roles: Set<Role> = [],
        headers: HTTPFields = [:], body: [UInt8]? = nil
    ) async throws -> TestAnswer {
        var headers = headers
        if let user { headers[.authorization] = "Bearer \(try token(for: user, roles: roles))" }
        let response = try await client.executeRequest(
            uri: Self.path(of: target), method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
        return TestAnswer(
            status: response.status.code, headers: response.headers, body: Array(response.body.readableBytesView))
    }

    package func token(for user: String, roles: Set<Role> = []) throws -> String {
        try issuer.mint(user: user, roles: roles, lifetime: .seconds(3_600), now: clock.now)
    }

    private static func path(of target: String) -> String {
        for root in ["http://localhost", "https://localhost"] where target.hasPrefix(root) {
            return String(target.dropFirst(root.count))
        }
        return target
    }

    /// Runs what is due until nothing is; a job that fails for ever is an issue of the test's.
    package func runPendingJobs() async throws {
        for _ in 0..<1_000 {
            let due = try await store.jobs.due(at: clock.now, after: nil, limit: 100)
            if due.isEmpty { return }
            for ticket in due { await worker.run(ticket) }
        }
        Issue.record("jobs are due again and again")
    }

    /// Jobs that are due and were not run.
    fileprivate func pendingJobs() async throws -> Int {
        try await store.jobs.due(at: clock.now, after: nil, limit: 1_000).count
    }
}

extension TestRegistry {
    private struct Parts: Sendable {
        let clock = TestClock()
        let store: MemoryStore
        let objects: MemoryObjectStore
        let services: RegistryServices
        let worker: Worker
        let issuer: TokenIssuer
        let access: RequestAccess
        let signer: ObjectURLSigner

        init(_ setup: Setup) throws {
            var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
            logger.logLevel = .critical
            let ambient = clock.ambient
            let signing = SigningKeyRing(current: .init(id: "s1", secret: Array(repeating: 7, count: 32)))
            signer = ObjectURLSigner(keys: signing, base: "")
            store = MemoryStore(ambient: ambient)
            objects = MemoryObjectStore(signer: signer)
            let registry = Registry(
                store: store, objects: objects, dispatcher: MemoryJobDispatcher(),
                library: setup.library ?? SchemaLibrary(setup.schemas), settings: setup.service, ambient: ambient,
                logger: logger)
            services = RegistryServices(registry: registry)
            worker = Worker(
                queue: store.jobs, dispatcher: registry.dispatcher, handlers: registry.jobHandlers, ambient: ambient,
                logger: logger)
            let key = try TokenKey(id: "t1", secret: Array(repeating: 9, count: 32))
            issuer = try TokenIssuer(key: key, client: setup.service.mainClient)
            access = RequestAccess(
                verifier: TokenVerifier(
                    keys: try TokenKeys([key]), rules: TokenRules(client: setup.service.mainClient)),
                credentials: CredentialSigner(keys: signing), isAuthEnabled: setup.isAuthEnabled)
        }
    }

    /// Makes an instance, runs `test`, and reports jobs that the test left due.
    fileprivate static func with(
        _ setup: Setup, _ location: SourceLocation, _ test: @Sendable (TestRegistry) async throws -> Void
    ) async throws {
        let parts = try Parts(setup)
        let responder = registryResponder(
            services: parts.services, access: parts.access,
            objects: ServedObjects(store: parts.objects, signer: parts.signer), settings: setup.api,
            ambient: parts.clock.ambient)
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        let application = Application(
            responder: responder, server: .watched(setup.connections),
            configuration: .init(availableConnectionsDelegate: setup.connections.gate(logger: logger)), logger: logger)
        try await application.test(setup.isLive ? .live : .router) { client in
            let registry = TestRegistry(parts, client: client)
            try await test(registry)
            let pending = try await registry.pendingJobs()
            if pending > 0 { Issue.record("\(pending) due jobs were left unrun", sourceLocation: location) }
        }
    }
}

/// Runs `test` against an instance of its own; a due job that it leaves unrun is an issue.
package func withTestRegistry(
    _ setup: TestRegistry.Setup = TestRegistry.Setup(), sourceLocation: SourceLocation = #_sourceLocation,
    _ test: @Sendable (TestRegistry) async throws -> Void
) async throws {
    try await TestRegistry.with(setup, sourceLocation, test)
}
