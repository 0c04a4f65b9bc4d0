import JSONDocument
import JobQueue
import Logging
import RegistryCore
import RegistryStore
import ServiceLifecycle
import Testing

/// What a test's job does.
struct Script: Sendable {
    let run: @Sendable (JobContext) async throws -> JobOutcome
}

struct ScriptedJob: Job {
    static let kind: JobKind = "scripted"
    static let retry = RetryPolicy.exponential(maxAttempts: 8, firstDelay: .seconds(600))

    init(payload: JSONValue) throws {}
    func run(_ job: JobContext, _ script: Script) async throws -> JobOutcome { try await script.run(job) }
}

/// The same, that may take a fifth of a second.
struct LimitedJob: Job {
    static let kind: JobKind = "limited"
    static let retry = ScriptedJob.retry
    static let timeLimit: Duration? = .milliseconds(200)

    init(payload: JSONValue) throws {}
    func run(_ job: JobContext, _ script: Script) async throws -> JobOutcome { try await script.run(job) }
}

/// A worker over a store in memory, both of which can be made to fail.
struct WorkerFixture: Sendable {
    let store = MemoryStore()
    let queue: FaultyJobQueue
    let dispatcher = FaultyJobDispatcher()
    var logger: Logger
    var settings = Worker.Settings()

    init() {
        queue = FaultyJobQueue(store.jobs)
        var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        self.logger = logger
        settings.startSpread = .zero
        settings.lease = .milliseconds(900)
        settings.grace = .seconds(4)
    }

    var now: Timestamp { .current() }

    func enqueue(_ jobs: [JobRecord]) async throws {
        try await TestJobs.enqueue(jobs, in: store)
        try await dispatcher.push(jobs.map(\.ticket))
    }
    func job(_ id: JobID) async throws -> JobRecord { try #require(try await store.jobs.job(id)) }

    /// Runs a worker while `test` runs, and then stops it as SIGTERM does.
    func withWorker(
        _ script: @escaping @Sendable (JobContext) async throws -> JobOutcome,
        test: @Sendable () async throws -> Void
    ) async throws {
        let group = makeGroup(script)
        let running = Task { try await group.run() }
        do {
            try await test()
        } catch {
            await group.triggerGracefulShutdown()
            _ = await running.result
            throw error
        }
        await group.triggerGracefulShutdown()
        try await running.value
    }

    func makeGroup(_ script: @escaping @Sendable (JobContext) async throws -> JobOutcome) -> ServiceGroup {
        let worker = Worker(
            queue: queue, dispatcher: dispatcher,
            handlers: [
                JobHandler(ScriptedJob.self, in: Script(run: script)),
                JobHandler(LimitedJob.self, in: Script(run: script)),
            ], settings: settings, logger: logger)
        return ServiceGroup(services: [worker], logger: logger)
    }
}

/// Waits until `condition` holds; an issue when it does not within two minutes.
func eventually(
    _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(120)
    while try await !condition() {
        guard ContinuousClock.now < end else {
            Issue.record("never came about: \(what)", sourceLocation: sourceLocation)
            return
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}
/// Ends only by cancellation.
func waitForCancellation() async throws {
    while true { try await Task.sleep(for: .seconds(60)) }
}
