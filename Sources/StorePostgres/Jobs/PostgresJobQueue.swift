internal import JSONDocument
package import JobQueue
internal import PostgresClient
package import RegistryCore
internal import RegistryStore

/// The record of jobs and their leases, which any number of processes share.
package struct PostgresJobQueue: JobQueue {
    private let client: PostgresClient
    private let lanes: LaneCount

    init(_ client: PostgresClient, lanes: LaneCount) {
        self.client = client
        self.lanes = lanes
    }

    package func job(_ id: JobID) async throws(JobQueueError) -> JobRecord? {
        try await read(JobQueries.byID, id.arguments, "read a job") { try JobRecord($0) }.first
    }

    package func due(at now: Timestamp, limit: Int) async throws(JobQueueError) -> [JobTicket] {
        try await read(
            JobQueries.due, ["now": now.milliseconds, "limit": limit.asLimit], "list due jobs"
        ) { try JobTicket($0) }
    }

    package func nextDue(after now: Timestamp) async throws(JobQueueError) -> Timestamp? {
        try await read(JobQueries.nextDue, ["now": now.milliseconds], "find the next due job") {
            $0.optionalMoment("due")
        }.first ?? nil
    }

    package func claim(_ id: JobID, now: Timestamp, lease: Timestamp) async throws(JobQueueError) -> JobRecord? {
        let arguments = id.arguments + ["now": now.milliseconds, "lease": lease.milliseconds]
        guard let row = try await write(JobQueries.claim, arguments, "claim a job").first else { return nil }
        return try record(row, "claim a job")
    }

    package func heartbeat(_ id: JobID, fence: Int, lease: Timestamp) async throws(JobQueueError) -> Bool {
        try await write(
            JobQueries.heartbeat, id.arguments + ["fence": fence, "lease": lease.milliseconds], "prolong a lease"
        ).affected == 1
    }

    package func finish(
        _ id: JobID, fence: Int, as end: JobEnd, now: Timestamp
    ) async throws(JobQueueError) -> Bool {
        let (text, arguments) = end.statement()
        return try await write(
            text, id.arguments + ["fence": fence, "now": now.milliseconds] + arguments, "finish a job"
        ).affected == 1
    }

    package func rescue(now: Timestamp, limit: Int) async throws(JobQueueError) -> [JobRecord] {
        let lapsed = try await read(
            JobQueries.lapsed, ["now": now.milliseconds, "limit": limit.asLimit], "find lapsed leases"
        ) { try JobID($0) }
        var rescued: [JobRecord] = []
        for id in lapsed {
            // Each on its own: another process may have been here first.
            let rows = try await write(
                JobQueries.rescue,
                id.arguments + [
                    "now": now.milliseconds, "failure": "its worker was lost", "taken": JobEnd.taken,
                ], "rescue a job")
            if let row = rows.first { rescued.append(try record(row, "rescue a job")) }
        }
        return rescued
    }

    package func prune(finishedBefore before: Timestamp, limit: Int) async throws(JobQueueError) -> Int {
        let arguments: StoredArguments = ["before": before.milliseconds, "limit": limit.asLimit]
        let old: PostgresRows
        do {
            old = try await client.read(PostgresStatement(JobQueries.old, binding: arguments))
        } catch {
            throw .unavailable(operation: "find old jobs", cause: error.asCause)
        }
        var pruned = 0
        for (lane, ids) in old.idsByLane() {
            pruned += try await write(
                JobQueries.prune, ["lane": lane.number, "ids": ids, "before": before.milliseconds], "prune jobs"
            ).affected
        }
        return pruned
    }

    package func counts() async throws(JobQueueError) -> [JobState: Int] {
        let rows = try await read(JobQueries.counts, [:], "count jobs") { row in
            (try row.word("state") as JobState, row.number("jobs"))
        }
        return rows.reduce(into: [:]) { counts, row in
            if row.1 > 0 { counts[row.0] = row.1 }
        }
    }

    private func record(_ row: PostgresRow, _ operation: String) throws(JobQueueError) -> JobRecord {
        do { return try JobRecord(row) } catch { throw .unavailable(operation: operation, cause: error.asCause) }
    }
    private func read<Value>(
        _ text: PostgresText, _ arguments: StoredArguments, _ operation: String,
        _ read: (PostgresRow) throws -> Value
    ) async throws(JobQueueError) -> [Value] {
        do {
            return try await client.read(PostgresStatement(text, binding: arguments)).map(read)
        } catch {
            throw .unavailable(operation: operation, cause: error.asCause)
        }
    }
    private func write(
        _ text: PostgresText, _ arguments: StoredArguments, _ operation: String
    ) async throws(JobQueueError) -> PostgresRows {
        let statement = PostgresStatement(text, binding: arguments)
        // Not cancelled with the task: a job whose claim or end was sent and never heard of is held until its lease ends.
        let outcome: Result<PostgresRows, PostgresError> = await Task { [client] in
            do throws(PostgresError) {
                return .success(try await Self.write(statement, client))
            } catch {
                return .failure(error)
            }
        }.value
        do throws(PostgresError) { return try outcome.get() } catch {
            throw .unavailable(operation: operation, cause: error.asCause)
        }
    }

    private static func write(
        _ statement: PostgresStatement, _ client: PostgresClient
    ) async throws(PostgresError) -> PostgresRows {
        var left = 5
        while true {
            left -= 1
            do throws(PostgresError) {
                return try await client.write([statement])[0]
            } catch  where error.state == "23505" && left > 0 {
                // Another job with its key began to wait at the same moment: now the statement sees it.
            }
        }
    }
}

extension JobEnd {
    /// Why a job does not wait again beside another with its key.
    fileprivate static let taken = "another job with its key waits"

    /// The statement that stores this end, and what it is bound to beside the claim.
    fileprivate func statement() -> (text: PostgresText, arguments: StoredArguments) {
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
    ) -> (text: PostgresText, arguments: StoredArguments) {
        (JobQueries.end, ["state": state.rawValue, "result": result?.stored, "failure": failure])
    }
    private static func wait(
        _ state: JobState, _ due: Timestamp?, _ failure: String?, givenBack: Int
    ) -> (text: PostgresText, arguments: StoredArguments) {
        (
            JobQueries.wait,
            [
                "state": state.rawValue, "due": due?.milliseconds, "failure": failure, "given_back": givenBack,
                "taken": taken,
            ]
        )
    }
}
