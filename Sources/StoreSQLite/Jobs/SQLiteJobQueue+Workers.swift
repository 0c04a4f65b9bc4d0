internal import GRDB
package import JobQueue
package import RegistryCore
internal import RegistryStore

extension SQLiteJobQueue {
    package func report(_ worker: WorkerRecord) async throws(JobQueueError) {
        let arguments = worker.arguments(in: lanes)
        try await write(.normal, "report a worker") { (db: Database) -> Void in
            try db.change(WorkerQueries.report, arguments)
        }
    }

    package func retire(_ worker: WorkerID?, notSeenSince moment: Timestamp) async throws(JobQueueError) {
        let row = worker?.arguments(in: lanes)
        try await write(.normal, "retire workers") { (db: Database) -> Void in
            if let row { try db.change(WorkerQueries.remove, row) }
            try db.change(WorkerQueries.removeUnseen, ["moment": moment.milliseconds])
        }
    }

    package func workers(limit: Int) async throws(JobQueueError) -> [WorkerRecord] {
        try await read("list workers") { (db: Database) -> [WorkerRecord] in
            try db.all(WorkerQueries.list, ["limit": limit.asLimit]).map { try WorkerRecord($0) }
        }
    }

    package func lease(
        _ name: String, for owner: String, now: Timestamp, until: Timestamp
    ) async throws(JobQueueError) -> LeaseRecord? {
        let arguments: StoredArguments = [
            "lane": lanes.lane(of: name).number, "name": name, "owner": owner, "now": now.milliseconds,
            "until": until.milliseconds,
        ]
        return try await write(.normal, "take a lease") { (db: Database) -> LeaseRecord? in
            try db.first(WorkerQueries.lease, arguments).map { LeaseRecord($0) }
        }
    }

    package func releaseLease(_ name: String, of owner: String) async throws(JobQueueError) {
        let arguments: StoredArguments = ["lane": lanes.lane(of: name).number, "name": name, "owner": owner]
        try await write(.normal, "give a lease back") { (db: Database) -> Void in
            try db.change(WorkerQueries.releaseLease, arguments)
        }
    }

    package func setPaused(_ queue: JobQueueName, _ isPaused: Bool) async throws(JobQueueError) {
        let arguments: StoredArguments = [
            "lane": lanes.lane(of: queue.description).number, "queue": queue.description,
            "since": now().milliseconds,
        ]
        try await write(.full, "pause a queue") { (db: Database) -> Void in
            try db.change(isPaused ? WorkerQueries.pause : WorkerQueries.goOn, arguments)
        }
    }

    package func pausedQueues() async throws(JobQueueError) -> Set<JobQueueName> {
        try await read("list paused queues") { (db: Database) -> Set<JobQueueName> in
            Set(try db.all(WorkerQueries.pauses, [:]).map { try JobQueueName($0) })
        }
    }

    package func schedules() async throws(JobQueueError) -> [ScheduleRecord] {
        try await read("list schedules") { (db: Database) -> [ScheduleRecord] in
            try db.all(WorkerQueries.schedules, [:]).map { ScheduleRecord($0) }
        }
    }
}
