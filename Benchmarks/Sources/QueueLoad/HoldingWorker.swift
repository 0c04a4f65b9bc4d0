internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import ServiceLifecycle
internal import UnixSignals

/// A job that says when it began, and goes on until it is stopped.
struct HeldJob: Job {
    static let kind: JobKind = "bench_held"
    static let retry = RetryPolicy.exponential(maxAttempts: 100)

    init(payload: JSONValue) {}
    func run(_ job: JobContext, _ context: HoldingWorker) async throws -> JobOutcome {
        Output.say("began \(Timestamp.current().milliseconds)")
        while true { try await Task.sleep(for: .seconds(60)) }
    }
}

/// A worker, alone or with what a scheduler runs, until it is told to end.
struct HoldingWorker: Sendable {
    let place: QueuePlace

    func run(lease: Duration, schedules: Bool) async throws {
        var settings = Worker.Settings()
        settings.lease = lease
        settings.grace = .seconds(1)
        let jobs = place.store.jobs
        let logger = Output.logger
        let worker = Worker(
            queue: jobs, dispatcher: place.dispatcher, handlers: [JobHandler(HeldJob.self, in: self)],
            settings: settings, logger: logger)
        let scheduler: [any Service] = [
            Relay(queue: jobs, dispatcher: place.dispatcher, logger: logger), Upkeep(queue: jobs, logger: logger),
        ]
        let group = ServiceGroup(
            services: [worker] + (schedules ? scheduler : []), gracefulShutdownSignals: [.sigterm], logger: logger)
        Output.say("ready")
        try await group.run()
    }
}
