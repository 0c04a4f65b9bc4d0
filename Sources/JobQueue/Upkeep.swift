package import Logging
package import RegistryCore
internal import ServiceLifecycle
internal import Synchronization

/// What one process at a time does for all: takes back what dead workers held, removes old jobs and rows of workers that
/// are gone, and the duties that it is given.
///
/// The leader is who holds the lease `upkeep`; another takes over when it lapses. All of it is harmless if done twice, so a
/// leader that stood still and does not know better yet does no damage.
package struct Upkeep: Service {
    package struct Settings: Sendable {
        /// How often lapsed claims are looked for.
        package var tick: Duration = .milliseconds(500)
        /// How long nothing is taken back after a time in which nobody could look: more than a third of the workers' lease,
        /// so that the living ones prolong theirs first.
        package var afterGap: Duration = .seconds(12)
        /// How long leadership holds; it is renewed when half of it is left.
        package var lease: Duration = .seconds(4)
        /// Finished jobs are kept this long (`spec/rest-api.md` 1.14 asks for a day).
        package var keepFinished: Duration = .seconds(7 * 86_400)
        package var pruneEvery: Duration = .seconds(60)
        /// Workers that were not seen for this long lose their row.
        package var keepWorkers: Duration = .seconds(86_400)
        package init() {}
    }
    /// Something that the leader does again and again, apart from everything else.
    package struct Duty: Sendable {
        package let name: String
        package let every: Duration
        package let work: @Sendable () async throws -> Void

        package init(_ name: String, every: Duration, work: @escaping @Sendable () async throws -> Void) {
            self.name = name
            self.every = every
            self.work = work
        }
    }
    /// Jobs that one call takes back or removes.
    private static let batch = 500

    private let queue: any JobQueue
    private let settings: Settings
    private let ambient: Ambient
    private let logger: Logger
    private let duties: [Duty]
    private let leadership: Leadership

    package init(
        queue: any JobQueue, settings: Settings = Settings(), ambient: Ambient = .system, logger: Logger,
        duties: [Duty] = []
    ) {
        self.queue = queue
        self.settings = settings
        self.ambient = ambient
        self.logger = logger
        self.duties = duties
        leadership = Leadership(
            "upkeep", of: queue, owner: ambient.newID().description, duration: settings.lease, ambient: ambient)
    }

    package func run() async throws {
        let stopping = ShutdownFlag()
        let gate = Mutex(RescueGate(patience: settings.afterGap, now: ambient.now()))
        let rescuing = Duty("rescue", every: settings.tick) {
            // Whoever does not lead looks too: it may lead after the gap.
            let isLeader = try await leadership.isHeld()
            if gate.withLock({ $0.look(at: ambient.now()) }), isLeader { try await rescue() }
        }
        let pruning = Duty("prune", every: settings.pruneEvery) { try await prune() }
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await perform(rescuing, until: stopping, leadingOnly: false) }
                for duty in [pruning] + duties { group.addTask { await perform(duty, until: stopping) } }
            }
        } onGracefulShutdown: {
            stopping.raise()
        }
        await leadership.giveUp()
    }

    /// Takes back jobs whose lease has lapsed.
    package func rescue() async throws {
        while true {
            let rescued = try await queue.rescue(now: ambient.now(), limit: Self.batch)
            for job in rescued {
                logger.warning("a job was taken back from a worker that is gone", metadata: job.logMetadata)
            }
            if rescued.count < Self.batch { return }
        }
    }

    /// Removes finished jobs that are old, and workers that are gone.
    package func prune() async throws {
        let now = ambient.now()
        try await queue.retire(nil, notSeenSince: now - settings.keepWorkers)
        while try await queue.prune(finishedBefore: now - settings.keepFinished, limit: Self.batch) == Self.batch {
            if Task.isCancelled { return }
        }
    }

    /// Does one duty whenever it is time and this process leads; one that fails is tried again at its next time.
    private func perform(_ duty: Duty, until stopping: ShutdownFlag, leadingOnly: Bool = true) async {
        var isFailing = false
        while !stopping.isRaised, !Task.isCancelled {
            do {
                var isWanted = !leadingOnly
                if !isWanted { isWanted = try await leadership.isHeld() }
                if isWanted { try await duty.work() }
                if isFailing { logger.notice("upkeep goes on", metadata: ["duty": "\(duty.name)"]) }
                isFailing = false
            } catch {
                if Task.isCancelled { return }
                if !isFailing {
                    logger.error(
                        "upkeep failed; trying again", metadata: ["duty": "\(duty.name)", "error": "\(error)"])
                }
                isFailing = true
            }
            _ = await stopping.cancelling { try await Task.sleep(for: duty.every) }
        }
    }
}
