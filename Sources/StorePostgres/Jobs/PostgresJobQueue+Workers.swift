package import JobQueue
internal import PostgresClient
package import RegistryCore
internal import RegistryStore

extension PostgresJobQueue {
    package func report(_ worker: WorkerRecord) async throws(JobQueueError) {
        try await change(WorkerQueries.report, worker.arguments(in: lanes), "report a worker")
    }

    package func retire(_ worker: WorkerID?, notSeenSince moment: Timestamp) async throws(JobQueueError) {
        let operation = "retire workers"
        if let worker { try await change(WorkerQueries.remove, worker.arguments(in: lanes), operation) }
        let before: StoredArguments = ["before": moment.milliseconds]
        let gone = try await read(WorkerQueries.notSeen, before, operation) { $0 }
        for (lane, ids) in gone.idsByLane() {
            try await change(
                WorkerQueries.removeNotSeen, before + ["lane": lane.number, "ids": ids], operation)
        }
    }

    package func workers(limit: Int) async throws(JobQueueError) -> [WorkerRecord] {
        try await read(WorkerQueries.all, ["limit": limit.asLimit], "list workers") { try WorkerRecord($0) }
    }

    package func setPaused(_ queue: JobQueueName, _ isPaused: Bool) async throws(JobQueueError) {
        let name = queue.description
        try await change(
            isPaused ? WorkerQueries.pause : WorkerQueries.resume,
            ["lane": lanes.lane(of: name).number, "queue": name, "since": now().milliseconds], "pause a queue")
    }

    package func pausedQueues() async throws(JobQueueError) -> Set<JobQueueName> {
        Set(
            try await read(WorkerQueries.paused, [:], "list paused queues") { try JobQueueName($0) })
    }

    package func lease(
        _ name: String, for owner: String, now: Timestamp, until: Timestamp
    ) async throws(JobQueueError) -> LeaseRecord? {
        try await write(
            [
                PostgresStatement(
                    WorkerQueries.lease,
                    binding: [
                        "lane": lanes.lane(of: name).number, "name": name, "owner": owner,
                        "until": until.milliseconds, "now": now.milliseconds,
                    ])
            ], "take a lease"
        ).first?.first.map { LeaseRecord($0) }
    }

    package func releaseLease(_ name: String, of owner: String) async throws(JobQueueError) {
        try await change(
            WorkerQueries.releaseLease, ["lane": lanes.lane(of: name).number, "name": name, "owner": owner],
            "give a lease back")
    }

    package func schedules() async throws(JobQueueError) -> [ScheduleRecord] {
        try await read(WorkerQueries.schedules, [:], "list schedules") { ScheduleRecord($0) }
    }
}
