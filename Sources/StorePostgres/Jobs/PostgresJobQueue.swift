package import JobQueue
internal import PostgresClient
package import RegistryCore
internal import RegistryStore

/// The record of jobs and their leases, which any number of processes share.
///
/// A call on several jobs is one pipeline and one commit, with a statement or two for each lane that it touches.
package struct PostgresJobQueue: JobQueue {
    let client: PostgresClient
    let lanes: LaneCount
    let now: @Sendable () -> Timestamp

    init(_ client: PostgresClient, lanes: LaneCount, now: @escaping @Sendable () -> Timestamp) {
        self.client = client
        self.lanes = lanes
        self.now = now
    }

    package func job(_ id: JobID) async throws(JobQueueError) -> JobRecord? {
        try await read(JobQueries.byID, id.arguments, "read a job") { try JobRecord($0) }.first
    }

    package func jobs(
        _ filter: JobFilter, after place: JobPlace?, limit: Int
    ) async throws(JobQueueError) -> [JobRecord] {
        let text =
            filter.parent != nil
            ? JobListQueries.ofParent : filter.project != nil ? JobListQueries.ofProject : JobListQueries.byTime
        return try await read(
            text, filter.arguments(in: lanes) + place.arguments + ["limit": limit.asLimit], "list jobs"
        ) { try JobRecord($0) }
    }

    package func counts() async throws(JobQueueError) -> [JobState: Int] {
        let rows = try await read(JobListQueries.counts, [:], "count jobs") { row in
            (try row.word("state") as JobState, row.number("jobs"))
        }
        return rows.reduce(into: [:]) { counts, row in
            if row.1 > 0 { counts[row.0] = row.1 }
        }
    }

    package func backlog(at now: Timestamp) async throws(JobQueueError) -> [JobQueueName: QueueBacklog] {
        let rows = try await read(JobListQueries.backlog, ["now": now.milliseconds], "count waiting jobs") {
            (try JobQueueName($0), QueueBacklog($0))
        }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    package func due(
        at now: Timestamp, after place: DuePlace?, limit: Int
    ) async throws(JobQueueError) -> [JobTicket] {
        try await read(
            JobListQueries.due, place.arguments + ["now": now.milliseconds, "limit": limit.asLimit], "list due jobs"
        ) { try JobTicket($0) }
    }

    package func nextDue(after now: Timestamp) async throws(JobQueueError) -> Timestamp? {
        try await read(JobListQueries.nextDue, ["now": now.milliseconds], "find the next due job") {
            $0.optionalMoment("due")
        }.first ?? nil
    }

    package func promote(now: Timestamp, limit: Int) async throws(JobQueueError) -> Int {
        let due = try await read(
            AttemptQueries.toPromote, ["now": now.milliseconds, "limit": limit.asLimit], "find jobs that are due"
        ) { try JobID($0) }
        return try await write(
            due.byLane { $0 }.map { lane, ids in
                PostgresStatement(
                    AttemptQueries.promote,
                    binding: ["lane": lane.number, "ids": ids.texts, "now": now.milliseconds])
            }, "promote jobs"
        ).reduce(0) { $0 + $1.affected }
    }

    package func turns(_ request: TurnRequest) async throws(JobQueueError) -> [JobTicket] {
        try await read(JobListQueries.turns, request.arguments, "list whose turn it is") { try JobTicket($0) }
    }

    func read<Value>(
        _ text: PostgresText, _ arguments: StoredArguments, _ operation: String,
        _ read: (PostgresRow) throws -> Value
    ) async throws(JobQueueError) -> [Value] {
        do {
            return try await client.read(PostgresStatement(text, binding: arguments)).map(read)
        } catch {
            throw .unavailable(operation: operation, cause: error.asCause)
        }
    }

    func change(
        _ text: PostgresText, _ arguments: StoredArguments, _ operation: String
    ) async throws(JobQueueError) {
        _ = try await write([PostgresStatement(text, binding: arguments)], operation)
    }

    /// Runs the statements as one transaction; their rows.
    ///
    /// Not cancelled with the task: a job whose claim or end was sent and never heard of is held until its lease ends. A
    /// worker's own calls stay on its thread.
    func write(
        _ statements: [PostgresStatement], _ operation: String
    ) async throws(JobQueueError) -> [PostgresRows] {
        if statements.isEmpty { return [] }
        let outcome: Result<[PostgresRows], PostgresError> = await Task(executorPreference: WorkerThread.preferred) {
            [client] in
            do throws(PostgresError) {
                return .success(try await Self.write(statements, client))
            } catch {
                return .failure(error)
            }
        }.value
        do throws(PostgresError) { return try outcome.get() } catch {
            throw .unavailable(operation: operation, cause: error.asCause)
        }
    }

    private static func write(
        _ statements: [PostgresStatement], _ client: PostgresClient
    ) async throws(PostgresError) -> [PostgresRows] {
        var left = 5
        while true {
            left -= 1
            do throws(PostgresError) {
                return try await client.write(statements)
            } catch  where error.state == "23505" && left > 0 {
                // Another job with the key of one of these began to wait at the same moment: now the statement sees it.
            }
        }
    }
}

extension Array {
    /// By the lane of each element's job, in ascending order of lanes and in them of ids.
    func byLane(_ id: (Element) -> JobID) -> [(lane: Lane, elements: [Element])] {
        Dictionary(grouping: self) { id($0).lane }
            .sorted { $0.key < $1.key }
            .map { lane, elements in
                (lane, elements.sorted { id($0).id.description < id($1).id.description })
            }
    }
}

extension [JobID] {
    /// The ids without their lane.
    var texts: [String] { map(\.id.description) }
}
