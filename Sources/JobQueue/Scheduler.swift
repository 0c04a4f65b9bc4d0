package import Logging
package import RegistryCore
internal import ServiceLifecycle

/// Watches the clock: makes due jobs known to the dispatcher, takes back what dead workers held, removes old jobs, and
/// runs the reconciler.
package struct Scheduler: Service {
    /// What of it a process does; each may be done by several at once.
    package struct Duties: OptionSet, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }

        /// Makes due jobs known to the dispatcher: every process that runs jobs does it for itself.
        package static let relaying = Duties(rawValue: 1)
        /// Takes back what dead workers held, removes old jobs, reconciles.
        package static let upkeep = Duties(rawValue: 2)
    }
    package struct Settings: Sendable {
        package var duties: Duties = [.relaying, .upkeep]
        /// How often due jobs are looked for; what a commit enqueued is pushed at once, this finds the rest.
        package var tick: Duration = .milliseconds(500)
        /// How often uploads and jobs are compared.
        package var reconcileEvery: Duration = .seconds(20)
        /// Finished jobs are kept this long (`spec/rest-api.md` 1.14 asks for a day).
        package var keepFinished: Duration = .seconds(7 * 86_400)
        package init() {}
    }
    /// Tickets that one tick makes known.
    private static let batch = 500

    private let queue: any JobQueue
    private let dispatcher: any JobDispatcher
    private let reconcile: @Sendable () async throws -> Void
    private let settings: Settings
    private let ambient: Ambient
    private let logger: Logger

    package init(
        queue: any JobQueue, dispatcher: any JobDispatcher, settings: Settings = Settings(), ambient: Ambient = .system,
        logger: Logger, reconcile: @escaping @Sendable () async throws -> Void
    ) {
        self.queue = queue
        self.dispatcher = dispatcher
        self.settings = settings
        self.ambient = ambient
        self.logger = logger
        self.reconcile = reconcile
    }

    package func run() async throws {
        let stopping = ShutdownFlag()
        await withGracefulShutdownHandler {
            var nextReconcile = ambient.now()
            while !stopping.isRaised, !Task.isCancelled {
                let now = ambient.now()
                await attempt("jobs could not be looked at") { try await tick(now: now) }
                if settings.duties.contains(.upkeep), now >= nextReconcile {
                    nextReconcile = now + settings.reconcileEvery
                    await attempt("uploads could not be reconciled") { try await reconcile() }
                }
                _ = await stopping.cancelling { [settings] in try await Task.sleep(for: settings.tick) }
            }
        } onGracefulShutdown: {
            stopping.raise()
        }
    }

    /// One look at the clock.
    package func tick(now: Timestamp) async throws {
        if settings.duties.contains(.upkeep) {
            let rescued = try await queue.rescue(now: now, limit: Self.batch)
            for job in rescued {
                logger.warning("a job was taken back from a worker that is gone", metadata: job.logMetadata)
            }
        }
        if settings.duties.contains(.relaying) {
            let due = try await queue.due(at: now, after: nil, limit: Self.batch)
            if !due.isEmpty { try await dispatcher.push(due) }
        }
        if settings.duties.contains(.upkeep) {
            _ = try await queue.prune(finishedBefore: now - settings.keepFinished, limit: Self.batch)
        }
    }

    private func attempt(_ failure: Logger.Message, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            if Task.isCancelled { return }
            logger.error(failure, metadata: ["error": "\(error)"])
        }
    }
}
