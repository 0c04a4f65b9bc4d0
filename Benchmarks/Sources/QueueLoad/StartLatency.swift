internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import ServiceLifecycle
internal import Synchronization

/// A job that says when it began.
struct TimedJob: Job {
    static let kind: JobKind = "bench_timed"
    static let retry = RetryPolicy.exponential(maxAttempts: 3)

    init(payload: JSONValue) {}
    func run(_ job: JobContext, _ starts: Starts) async -> JobOutcome {
        starts.add(job.record.id, .now)
        return .completed(nil)
    }
}

/// When jobs began.
final class Starts: Sendable {
    private let starts = Mutex<[JobID: ContinuousClock.Instant]>([:])
    func add(_ id: JobID, _ moment: ContinuousClock.Instant) { starts.withLock { $0[id] = moment } }
    var all: [JobID: ContinuousClock.Instant] { starts.withLock { $0 } }
}

/// The time from an enqueue to the start of its job, while there is little to do.
struct StartLatency: Sendable {
    struct Report: Encodable, Sendable {
        /// Milliseconds.
        let p50: Double
        let p99: Double
    }
    let place: QueuePlace

    func measured(_ count: Int, perSecond rate: Int) async throws -> Report {
        let starts = Starts()
        var settings = Worker.Settings()
        settings.queues = [.default]
        settings.startSpread = .zero
        let worker = Worker(
            queue: place.store.jobs, dispatcher: place.dispatcher, handlers: [JobHandler(TimedJob.self, in: starts)],
            settings: settings, logger: Output.logger)
        let group = ServiceGroup(services: [worker], logger: Output.logger)
        async let running: Void = group.run()
        let enqueuing = Enqueuing(place: place)
        var asked: [JobID: ContinuousClock.Instant] = [:]
        for number in 0..<count {
            try await Task.sleep(for: .seconds(1) / rate)
            let jobs = try enqueuing.jobs(number..<(number + 1), kind: TimedJob.kind)
            asked[jobs[0].id] = .now
            try await enqueuing.enqueue(jobs)
        }
        let end = ContinuousClock.now + .seconds(30)
        while starts.all.count < count, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(20)) }
        await group.triggerGracefulShutdown()
        try await running
        let times = starts.all.compactMap { id, moment in asked[id].map { (moment - $0) / .milliseconds(1) } }.sorted()
        guard times.count == count else { throw QueueLoadError("only \(times.count) of \(count) jobs began") }
        return Report(p50: times[count / 2], p99: times[min(count - 1, count * 99 / 100)])
    }
}
