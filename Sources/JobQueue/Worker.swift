package import Logging
package import RegistryCore
internal import ServiceLifecycle

/// Claims jobs and runs them until the service group shuts down; then finishes what it has begun.
package struct Worker: Service {
    package struct Settings: Sendable {
        /// Jobs at a time.
        package var concurrency = 4
        /// How long a claim holds without a heartbeat.
        package var lease: Duration = .seconds(30)
        /// How long a stopping worker lets its jobs go on before it hands them back.
        package var grace: Duration = .seconds(15)
        package init() {}
    }
    private let queue: any JobQueue
    private let dispatcher: any JobDispatcher
    private let handlers: [JobKind: JobHandler]
    private let settings: Settings
    private let id = WorkerID(RandomID().description)
    private let ambient: Ambient
    private let logger: Logger

    package init(
        queue: any JobQueue, dispatcher: any JobDispatcher, handlers: [JobHandler], settings: Settings = Settings(),
        ambient: Ambient = .system, logger: Logger
    ) {
        self.queue = queue
        self.dispatcher = dispatcher
        self.handlers = Dictionary(uniqueKeysWithValues: handlers.map { ($0.kind, $0) })
        self.settings = settings
        self.ambient = ambient
        self.logger = logger
    }

    package func run() async throws {
        let stopping = ShutdownFlag()
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<settings.concurrency { group.addTask { await work(until: stopping) } }
            }
        } onGracefulShutdown: {
            stopping.raise()
        }
    }

    /// Takes one job after the other.
    private func work(until stopping: ShutdownFlag) async {
        while !stopping.isRaised, !Task.isCancelled {
            let request = DispatchRequest(
                worker: id, queues: JobQueueName.all, limit: 1, lease: settings.lease)
            guard let jobs = await stopping.cancelling({ try await dispatcher.next(request) }) else { return }
            for job in jobs {
                if stopping.isRaised { return }
                await run(job.ticket, stopping: stopping)
                try? await dispatcher.end([job])
            }
        }
    }

    /// Claims and runs the job of one ticket; does nothing when somebody else has it.
    package func run(_ ticket: JobTicket) async { await run(ticket, stopping: ShutdownFlag()) }

    private func run(_ ticket: JobTicket, stopping: ShutdownFlag) async {
        let now = ambient.now()
        do {
            let claimed = try await queue.claim([ticket.id], by: id, now: now, lease: now + settings.lease)
            guard let job = claimed.first else { return }
            let end = await attempt(job, stopping: stopping)
            let kept = try await queue.finish([JobFinish(job.claim, as: end)], now: ambient.now())
            if kept.isEmpty { logger.warning("a job was taken over while it ran", metadata: job.logMetadata) }
            if case .released = end { try? await dispatcher.push([job.ticket]) }
        } catch {
            // The claim lapses and the job is rescued; nothing is lost.
            logger.error(
                "the job record could not be written", metadata: ["job.id": "\(ticket.id)", "error": "\(error)"])
        }
    }

    private func attempt(_ job: JobRecord, stopping: ShutdownFlag) async -> JobEnd {
        guard let handler = handlers[job.kind] else {
            return .retry(at: ambient.now() + .seconds(60), reason: "this worker does not know the kind \(job.kind)")
        }
        var logger = logger
        for (key, value) in job.logMetadata { logger[metadataKey: key] = value }
        let context = JobContext(record: job, logger: logger)
        return await withTaskGroup(of: JobEnd?.self) { group in
            group.addTask { await end(of: handler, in: context) }
            group.addTask { await keepClaim(of: job, stopping: stopping) }
            for await end in group {
                if let end {
                    group.cancelAll()
                    return end
                }
            }
            return .released
        }
    }

    private func end(of handler: JobHandler, in context: JobContext) async -> JobEnd {
        do {
            switch try await handler.run(context) {
            case .completed(let result): return .completed(result: result)
            case .cancelled(let result, let reason): return .cancelled(result: result, reason: reason)
            case .failed(let result, let reason): return .discarded(result: result, reason: reason)
            case .snooze(let until): return .snooze(until: until)
            }
        } catch {
            // However a driver wraps the cancellation of a stopping worker, it is not the job's failure.
            if Task.isCancelled || error is CancellationError { return .released }
            let job = context.record
            context.logger.error("a job failed", metadata: ["error": "\(error)", "attempt": "\(job.attempt)"])
            let reason = (error as? RegistryError)?.reason ?? "an internal error; the log has it"
            if job.attempt >= job.maxAttempts { return .discarded(result: nil, reason: reason) }
            let delay = handler.retry.delay(after: job.attempt, jitter: .random(in: 0...1))
            return .retry(at: ambient.now() + delay, reason: reason)
        }
    }

    /// Prolongs the lease until the job ends; returns `.released` when the claim is lost or the grace period is over.
    private func keepClaim(of job: JobRecord, stopping: ShutdownFlag) async -> JobEnd? {
        var graceEnds: Timestamp?
        while !Task.isCancelled {
            do { try await Task.sleep(for: min(settings.lease / 3, .seconds(1))) } catch { return nil }
            let now = ambient.now()
            if stopping.isRaised {
                let end = graceEnds ?? now + settings.grace
                graceEnds = end
                if now >= end { return .released }
            }
            let holds = try? await queue.heartbeat([JobHeartbeat(job.claim)], lease: now + settings.lease)
            if holds?[job.claim] == .lost { return .released }
        }
        return nil
    }
}

extension JobRecord {
    package var logMetadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["job.id": "\(id)", "job.kind": "\(kind)"]
        if let project { metadata["project.id"] = "\(project)" }
        if let version { metadata["version.id"] = "\(version)" }
        return metadata
    }
}
