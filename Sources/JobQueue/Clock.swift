package import Logging
package import RegistryCore

/// Turns the ticks of schedules into jobs, in one process at a time.
///
/// A second one is harmless: a schedule's record moves in the commit that adds its jobs, and from where it was read.
package struct Clock: Sendable {
    /// Applies changes of one lane in one commit.
    package typealias Commit = @Sendable ([JobChange], Lane) async throws -> Void

    private let schedules: [Schedule]
    private let queue: any JobQueue
    private let lanes: LaneCount
    private let ambient: Ambient
    private let logger: Logger
    private let commit: Commit

    package init(
        _ schedules: [Schedule], queue: any JobQueue, lanes: LaneCount, ambient: Ambient = .system, logger: Logger,
        commit: @escaping Commit
    ) {
        self.schedules = schedules
        self.queue = queue
        self.lanes = lanes
        self.ambient = ambient
        self.logger = logger
        self.commit = commit
    }

    /// One look at the clock; a schedule that cannot be dealt with keeps no other from its turn.
    ///
    /// - Returns: the jobs that were added.
    @discardableResult
    package func tick() async throws(JobQueueError) -> [JobRecord] {
        if schedules.isEmpty { return [] }
        let records = try await queue.schedules()
        var added: [JobRecord] = []
        for schedule in schedules {
            let record = records.first { $0.name.utf8.elementsEqual(schedule.name.utf8) }
            do {
                added += try await tick(schedule, record)
            } catch {
                // Whoever was first has advanced it; anything else comes again with the next tick.
                logger.debug(
                    "a schedule could not be advanced", metadata: ["schedule": "\(schedule.name)", "error": "\(error)"])
            }
        }
        return added
    }

    private func tick(_ schedule: Schedule, _ record: ScheduleRecord?) async throws -> [JobRecord] {
        let now = ambient.now()
        if let record {
            guard let next = schedule.when.next(after: record.lastTick), next <= now else { return [] }
        }
        let lane = lanes.lane(of: schedule.name)
        var isBusy = false
        if schedule.overlap == .coalesce, let record {
            let last = try await queue.job(schedule.jobID(of: record.lastTick, in: lane))
            isBusy = last.map { !$0.state.isFinal } ?? false
        }
        let decision = ClockDecision(schedule, record: record, isBusy: isBusy, now: now)
        guard let last = decision.lastTick else { return [] }
        let jobs = decision.ticks.map { schedule.job(at: $0, in: lane, now: now) }
        let advance = JobChange.advance(schedule: schedule.name, from: record?.lastTick, to: last)
        try await commit([advance] + jobs.map { .enqueue($0) }, lane)
        return jobs
    }
}
