package import Logging
package import RegistryCore
internal import ServiceLifecycle

/// Claims jobs and runs them until the service group shuts down; then finishes what it has begun, or hands it back.
///
/// Its own business (taking, heartbeats, ends) runs beside the jobs on a thread of its own. While the record or the
/// dispatcher is away it tries again, ever more rarely; jobs that run go on until their lease has lapsed.
package struct Worker: Service {
    package struct Settings: Sendable {
        /// Jobs at a time.
        package var concurrency = 4
        /// Which queues it serves, the first before the others; see ``QueueTurns`` for what keeps the others from starving.
        package var queues = JobQueueName.all
        /// How long a claim holds without a heartbeat; there is one every third of it.
        package var lease: Duration = .seconds(30)
        /// How long stopping takes at most: jobs go on for most of it, then they are cancelled and handed back.
        package var grace: Duration = .seconds(15)
        /// Resident bytes of the process above which the worker drains and ends with ``WorkerError/memory(used:limit:)``,
        /// so that its supervisor starts a new one; nil never looks.
        package var memoryLimit: Int?
        /// The first jobs are taken after a random part of this, so that workers that start together flood nobody.
        package var startSpread: Duration = .seconds(1)
        /// Where it runs, for operators: host and process.
        package var place = ""
        package var release = ""
        package init() {}
    }
    let id: WorkerID
    let queue: any JobQueue
    let dispatcher: any JobDispatcher
    let handlers: [JobKind: JobHandler]
    let settings: Settings
    let ambient: Ambient
    let logger: Logger

    package init(
        queue: any JobQueue, dispatcher: any JobDispatcher, handlers: [JobHandler], settings: Settings = Settings(),
        ambient: Ambient = .system, logger: Logger
    ) {
        id = WorkerID(ambient.newID().description)
        self.queue = queue
        self.dispatcher = dispatcher
        self.handlers = Dictionary(handlers.map { ($0.kind, $0) }) { $1 }
        self.settings = settings
        self.ambient = ambient
        self.logger = logger
    }

    /// Returns when everything that was begun has ended or was handed back.
    ///
    /// - Throws: ``WorkerError`` when it stopped by itself.
    package func run() async throws {
        let run = WorkerRun(self)
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await run.work()
            } onGracefulShutdown: {
                run.drain(within: settings.grace)
            }
        } onCancel: {
            run.drain(within: .zero)
        }
    }

    /// Claims and runs the job of one ticket, without a heartbeat; does nothing when somebody else has it.
    package func run(_ ticket: JobTicket) async { await WorkerRun(self).runOne(ticket) }
}

/// Why a worker stopped by itself.
package enum WorkerError: Error, CustomStringConvertible {
    /// In bytes.
    case memory(used: Int, limit: Int)
    /// All slots were taken up by jobs that ignore that they were cancelled.
    case stuck(slots: Int)

    package var description: String {
        switch self {
        case .memory(let used, let limit):
            "the worker stopped because the process takes \(used >> 20) MiB of memory, which is more than its limit of "
                + "\(limit >> 20) MiB"
        case .stuck(let slots):
            "the worker stopped because all of its \(slots) slots are taken up by jobs that were told to stop and do not"
        }
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
