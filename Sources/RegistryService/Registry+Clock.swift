package import JobQueue
internal import RegistryCore
internal import RegistryStore

extension Registry {
    /// What is done again and again on every instance.
    ///
    /// - Throws: never for what is written here; an expression that cannot be read is found by the first test that asks.
    package static var schedules: [Schedule] {
        get throws {
            [
                Schedule(
                    name: "sweep-stagings", when: try CronExpression(parsing: "@every 10m"), kind: SweepStagings.kind,
                    queue: SweepStagings.queue, priority: SweepStagings.priority,
                    maxAttempts: SweepStagings.retry.maxAttempts),
                Schedule(
                    name: "keep-index", when: try CronExpression(parsing: "@every 10m"), kind: KeepIndex.kind,
                    queue: KeepIndex.queue, priority: KeepIndex.priority, maxAttempts: KeepIndex.retry.maxAttempts),
            ]
        }
    }

    package func clock(_ schedules: [Schedule]) -> Clock {
        Clock(schedules, queue: store.jobs, lanes: store.lanes, ambient: ambient, logger: logger) {
            [store] changes, lane in
            var set = ChangeSet(lane: lane)
            set.jobs = changes
            try await store.commit(set)
        }
    }
}
