internal import GRDB
internal import JSONDocument
package import JobQueue
package import RegistryCore
internal import RegistryStore

/// The record of jobs in the database, their leases in memory.
package struct SQLiteJobQueue: JobQueue {
    private let database: SQLiteDatabase
    private let leases = LeaseTable()

    init(_ database: SQLiteDatabase) { self.database = database }

    package func job(_ id: JobID) async throws(JobQueueError) -> JobRecord? {
        try await read("read a job") { (db: Database) -> JobRecord? in
            try db.first(JobQueries.byID, id.arguments).map { try JobRecord($0) }
        }
    }

    package func due(at now: Timestamp, limit: Int) async throws(JobQueueError) -> [JobTicket] {
        try await read("list due jobs") { (db: Database) -> [JobTicket] in
            try db.all(JobQueries.due, ["now": now.milliseconds, "limit": limit.asLimit]).map { try JobTicket($0) }
        }
    }

    package func nextDue(after now: Timestamp) async throws(JobQueueError) -> Timestamp? {
        try await read("find the next due job") { (db: Database) -> Timestamp? in
            try Int64.fetchOne(
                db.cachedStatement(sql: JobQueries.nextDue), arguments: ["now": now.milliseconds]
            ).map { Timestamp(milliseconds: $0) }
        }
    }

    package func claim(_ id: JobID, now: Timestamp, lease: Timestamp) async throws(JobQueueError) -> JobRecord? {
        // A claim that a power cut takes back was held by a process that it took as well.
        try await write(.normal, "claim a job") { [leases] (db: Database) -> JobRecord? in
            let row = try db.first(JobQueries.claim, id.arguments + ["now": now.milliseconds])
            guard let job = try row.map({ try JobRecord($0) }) else { return nil }
            // Within the transaction, so that a rescue sees both or neither.
            leases.grant(id, fence: job.fence, until: lease)
            return job
        }
    }

    package func heartbeat(_ id: JobID, fence: Int, lease: Timestamp) async throws(JobQueueError) -> Bool {
        leases.prolong(id, fence: fence, until: lease)
    }

    package func finish(
        _ id: JobID, fence: Int, as end: JobEnd, now: Timestamp
    ) async throws(JobQueueError) -> Bool {
        let isEnded = try await write(.full, "finish a job") { (db: Database) -> Bool in
            let (sql, arguments) = end.statement()
            return try db.change(sql, id.arguments + ["fence": fence, "now": now.milliseconds] + arguments) == 1
        }
        if isEnded { leases.end(id, fence: fence) }
        return isEnded
    }

    package func rescue(now: Timestamp, limit: Int) async throws(JobQueueError) -> [JobRecord] {
        let rescued = try await write(.full, "rescue jobs") { [leases] (db: Database) -> [JobRecord] in
            let lapsed = try db.all(JobQueries.executing, [:]).map { try JobID($0) }
                .filter { leases.hasLapsed($0, at: now) }
            return try lapsed.prefix(limit.asLimit).compactMap { id in
                try db.first(
                    JobQueries.rescue,
                    id.arguments + [
                        "now": now.milliseconds, "failure": "its worker was lost", "taken": JobEnd.taken,
                    ]
                ).map { try JobRecord($0) }
            }
        }
        for job in rescued { leases.end(job.id, fence: job.fence) }
        return rescued
    }

    package func prune(finishedBefore before: Timestamp, limit: Int) async throws(JobQueueError) -> Int {
        try await write(.normal, "prune jobs") { (db: Database) -> Int in
            try db.change(JobQueries.prune, ["before": before.milliseconds, "limit": limit.asLimit])
        }
    }

    package func counts() async throws(JobQueueError) -> [JobState: Int] {
        try await read("count jobs") { (db: Database) -> [JobState: Int] in
            try db.all(JobQueries.counts, [:]).reduce(into: [:]) { counts, row in
                if row.number("jobs") > 0 { counts[try row.word("state")] = row.number("jobs") }
            }
        }
    }

    private func read<Value: Sendable>(
        _ operation: String, _ body: @Sendable (Database) throws -> Value
    ) async throws(JobQueueError) -> Value {
        do { return try await database.read(body) } catch { throw .unavailable(operation: operation, cause: error) }
    }
    private func write<Value: Sendable>(
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

extension JobEnd {
    /// Why a job does not wait again beside another with its key.
    fileprivate static let taken = "another job with its key waits"

    /// The statement that stores this end, and what it is bound to beside the claim.
    fileprivate func statement() -> (sql: String, arguments: StoredArguments) {
        switch self {
        case .completed(let result): Self.end(.completed, result, nil)
        case .cancelled(let result, let reason): Self.end(.cancelled, result, reason)
        case .discarded(let result, let reason): Self.end(.discarded, result, reason)
        case .retry(let due, let reason): Self.wait(.retryable, due, reason, givenBack: 0)
        case .snooze(let due): Self.wait(.scheduled, due, nil, givenBack: 1)
        case .released: Self.wait(.available, nil, nil, givenBack: 1)
        }
    }
    private static func end(
        _ state: JobState, _ result: JSONValue?, _ failure: String?
    ) -> (sql: String, arguments: StoredArguments) {
        (JobQueries.end, ["state": state.rawValue, "result": result?.stored, "failure": failure])
    }
    private static func wait(
        _ state: JobState, _ due: Timestamp?, _ failure: String?, givenBack: Int
    ) -> (sql: String, arguments: StoredArguments) {
        (
            JobQueries.wait,
            [
                "state": state.rawValue, "due": due?.milliseconds, "failure": failure, "given_back": givenBack,
                "taken": taken,
            ]
        )
    }
}
