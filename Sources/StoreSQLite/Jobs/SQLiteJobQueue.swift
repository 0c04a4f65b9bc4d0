internal import GRDB
package import JobQueue
package import RegistryCore
internal import RegistryStore

/// The record of jobs in the database, their leases with it.
///
/// A batch is one transaction. Claims, heartbeats and leases may be lost to a power cut, which takes the one process
/// that holds them as well; how attempts end may not.
package struct SQLiteJobQueue: JobQueue {
    private let database: SQLiteDatabase
    let lanes: LaneCount
    let now: @Sendable () -> Timestamp

    init(_ database: SQLiteDatabase, lanes: LaneCount, now: @escaping @Sendable () -> Timestamp) {
        self.database = database
        self.lanes = lanes
        self.now = now
    }

    package func job(_ id: JobID) async throws(JobQueueError) -> JobRecord? {
        try await read("read a job") { (db: Database) -> JobRecord? in
            try db.first(JobQueries.byID, id.arguments).map { try JobRecord($0) }
        }
    }

    package func jobs(
        _ filter: JobFilter, after place: JobPlace?, limit: Int
    ) async throws(JobQueueError) -> [JobRecord] {
        let sql =
            if filter.parent != nil {
                JobListQueries.ofParent
            } else if filter.project != nil {
                JobListQueries.ofProject
            } else {
                JobListQueries.byTime
            }
        let arguments = filter.arguments(in: lanes) + place.arguments + ["limit": limit.asLimit]
        return try await read("list jobs") { (db: Database) -> [JobRecord] in
            try db.all(sql, arguments).map { try JobRecord($0) }
        }
    }

    package func counts() async throws(JobQueueError) -> [JobState: Int] {
        try await read("count jobs") { (db: Database) -> [JobState: Int] in
            try db.all(JobListQueries.counts, [:]).reduce(into: [:]) { counts, row in
                if row.number("jobs") > 0 { counts[try row.word("state")] = row.number("jobs") }
            }
        }
    }

    package func backlog(at now: Timestamp) async throws(JobQueueError) -> [JobQueueName: QueueBacklog] {
        try await read("count waiting jobs") { (db: Database) -> [JobQueueName: QueueBacklog] in
            try db.all(JobListQueries.backlog, ["now": now.milliseconds]).reduce(into: [:]) { queues, row in
                queues[try JobQueueName(row)] = QueueBacklog(row)
            }
        }
    }

    package func due(
        at now: Timestamp, after place: DuePlace?, limit: Int
    ) async throws(JobQueueError) -> [JobTicket] {
        let arguments = place.arguments + ["now": now.milliseconds, "limit": limit.asLimit]
        return try await read("list due jobs") { (db: Database) -> [JobTicket] in
            try db.all(JobListQueries.due, arguments).map { try JobTicket($0) }
        }
    }

    package func nextDue(after now: Timestamp) async throws(JobQueueError) -> Timestamp? {
        try await read("find the next due job") { (db: Database) -> Timestamp? in
            try Int64.fetchOne(
                db.cachedStatement(sql: JobListQueries.nextDue), arguments: ["now": now.milliseconds]
            ).map { Timestamp(milliseconds: $0) }
        }
    }

    package func promote(now: Timestamp, limit: Int) async throws(JobQueueError) -> Int {
        let arguments: StoredArguments = ["now": now.milliseconds, "limit": limit.asLimit]
        return try await write(.normal, "promote jobs") { (db: Database) -> Int in
            try db.change(JobListQueries.promote, arguments)
        }
    }

    package func turns(_ request: TurnRequest) async throws(JobQueueError) -> [JobTicket] {
        try await read("list jobs in turns") { (db: Database) -> [JobTicket] in
            try db.all(JobListQueries.turns, request.arguments).map { try JobTicket($0) }
        }
    }

    func read<Value: Sendable>(
        _ operation: String, _ body: @Sendable (Database) throws -> Value
    ) async throws(JobQueueError) -> Value {
        do { return try await database.read(body) } catch { throw .unavailable(operation: operation, cause: error) }
    }
    func write<Value: Sendable>(
        _ durability: SQLiteDatabase.Durability, _ operation: String,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(JobQueueError) -> Value {
        do {
            return try await database.write(durability, body)
        } catch {
            throw .unavailable(operation: operation, cause: error)
        }
    }
}
