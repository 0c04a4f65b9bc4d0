internal import JSONDocument
internal import JobQueue
internal import RegistryStore
internal import ServiceLifecycle
internal import Synchronization

/// A job that does nothing and has a result.
struct EmptyJob: Job {
    static let kind: JobKind = "bench_empty"
    static let retry = RetryPolicy.exponential(maxAttempts: 3)

    init(payload: JSONValue) {}
    func run(_ job: JobContext, _ tally: Tally) async -> JobOutcome {
        tally.add()
        return .completed(.object(["done": .bool(true)]))
    }
}

/// Counts runs, and calls when there were enough.
final class Tally: Sendable {
    private let count = Mutex(0)
    private let expected: Int
    private let reached: @Sendable () -> Void

    init(_ expected: Int, reached: @escaping @Sendable () -> Void) {
        self.expected = expected
        self.reached = reached
    }
    func add() {
        let count = count.withLock { count in
            count += 1
            return count
        }
        if count == expected { reached() }
    }
    var value: Int { count.withLock { $0 } }
}

/// One worker and a queue full of jobs that do nothing, until all their ends are stored.
struct EmptyJobs: Sendable {
    let place: QueuePlace

    func timed(_ count: Int, slots: Int) async throws -> LoadReport {
        let before = try await place.store.jobs.counts()[.completed] ?? 0
        try await Enqueuing(place: place).enqueue(count, kind: EmptyJob.kind)
        let enough = AsyncStream<Void>.makeStream()
        let tally = Tally(count) { enough.continuation.finish() }
        var settings = Worker.Settings()
        settings.concurrency = slots
        settings.queues = [.default]
        settings.startSpread = .zero
        let worker = Worker(
            queue: place.store.jobs, dispatcher: place.dispatcher, handlers: [JobHandler(EmptyJob.self, in: tally)],
            settings: settings, logger: Output.logger)
        let group = ServiceGroup(services: [worker], logger: Output.logger)
        let report = try await LoadReport.timing {
            async let running: Void = group.run()
            for await _ in enough.stream {}
            // It ends when all ends are stored and all tickets let go of.
            await group.triggerGracefulShutdown()
            try await running
            return tally.value
        }
        let completed = (try await place.store.jobs.counts()[.completed] ?? 0) - before
        guard completed == count, tally.value == count else {
            throw QueueLoadError("of \(count) jobs \(tally.value) were run and \(completed) have completed")
        }
        return report
    }
}
