package import JobQueue
internal import PostgresClient
package import RegistryCore
internal import RegistryStore

extension PostgresJobQueue {
    package func claim(
        _ ids: [JobID], by worker: WorkerID, now: Timestamp, lease: Timestamp
    ) async throws(JobQueueError) -> [JobRecord] {
        func statements(_ text: PostgresText, _ ids: some Sequence<JobID>) -> [PostgresStatement] {
            Array(ids).byLane { $0 }.map { lane, ids in
                PostgresStatement(
                    text,
                    binding: [
                        "lane": lane.number, "ids": ids.texts, "worker": worker.description,
                        "now": now.milliseconds, "lease": lease.milliseconds,
                    ])
            }
        }
        var claimed = try await records(statements(AttemptQueries.claim, ids), "claim jobs")
        let missing = Set(ids).subtracting(claimed.keys)
        if !missing.isEmpty {
            // What was claimed is not given up for what was not to be had.
            let others = try? await records(statements(AttemptQueries.claimShared, missing), "claim jobs")
            claimed.merge(others ?? [:]) { claimed, _ in claimed }
        }
        return ids.compactMap { claimed.removeValue(forKey: $0) }
    }

    package func heartbeat(
        _ beats: [JobHeartbeat], lease: Timestamp
    ) async throws(JobQueueError) -> [JobClaim: JobHold] {
        let prolonged = try await write(
            beats.byLane(\.claim.id).map { lane, beats in
                PostgresStatement(
                    AttemptQueries.heartbeat,
                    binding: beats.map(\.claim).arguments(in: lane) + [
                        "progress": beats.map { $0.progress?.stored ?? "" }, "lease": lease.milliseconds,
                    ])
            }, "prolong leases")
        var holds = try holds(in: prolonged, "prolong leases")
        let missing = beats.map(\.claim).filter { holds[$0] == nil }
        if !missing.isEmpty {
            // A row that somebody else is changing is prolonged by the next heartbeat; until then it is what it was.
            let held = try await write(
                missing.byLane(\.id).map { lane, claims in
                    PostgresStatement(
                        AttemptQueries.held, binding: ["lane": lane.number, "ids": claims.map(\.id).texts])
                }, "prolong leases")
            holds.merge(try self.holds(in: held, "prolong leases")) { prolonged, _ in prolonged }
        }
        return beats.reduce(into: [:]) { $0[$1.claim] = holds[$1.claim] ?? .lost }
    }

    package func finish(_ ends: [JobFinish], now: Timestamp) async throws(JobQueueError) -> Set<JobClaim> {
        var statements: [PostgresStatement] = []
        var holds: Set<Int> = []
        for (lane, ends) in ends.byLane(\.claim.id) {
            if ends.count > 1 {
                holds.insert(statements.count)
                statements.append(
                    PostgresStatement(
                        AttemptQueries.hold, binding: ["lane": lane.number, "ids": ends.map(\.claim.id).texts]))
            }
            statements += Self.changes(ends, in: lane, now: now)
        }
        var held: Set<JobClaim> = []
        for (number, rows) in try await write(statements, "finish jobs").enumerated() where !holds.contains(number) {
            held.formUnion(try claims(rows, "finish jobs").map(\.claim))
        }
        return held
    }

    package func rescue(now: Timestamp, limit: Int) async throws(JobQueueError) -> [JobRecord] {
        let lapsed = try await read(
            AttemptQueries.lapsed, ["now": now.milliseconds, "limit": limit.asLimit], "find lapsed leases"
        ) { try JobID($0) }
        let reasons: StoredArguments = [
            "now": now.milliseconds, "failure": JobEnd.workerLost, "taken": JobEnd.taken,
            "on_request": JobEnd.cancelledOnRequest,
        ]
        // Another process may have been here first.
        let rescued = try await records(
            lapsed.byLane { $0 }.flatMap(\.elements).map {
                PostgresStatement(AttemptQueries.rescue, binding: $0.arguments + reasons)
            }, "rescue jobs")
        return lapsed.compactMap { rescued[$0] }
    }

    package func prune(finishedBefore before: Timestamp, limit: Int) async throws(JobQueueError) -> Int {
        let old = try await read(
            JobQueries.old, ["before": before.milliseconds, "limit": limit.asLimit], "find old jobs"
        ) { try JobID($0) }
        var pruned = 0
        for (lane, ids) in old.byLane({ $0 }) {
            let jobs: StoredArguments = ["lane": lane.number, "ids": ids.texts, "before": before.milliseconds]
            pruned += try await write(
                [
                    PostgresStatement(JobQueries.prune, binding: jobs),
                    PostgresStatement(JobLineQueries.forget, binding: jobs),
                ], "prune jobs")[0].affected
        }
        return pruned
    }

    /// The statements that store ends in one lane, its rows being held.
    private static func changes(_ ends: [JobFinish], in lane: Lane, now: Timestamp) -> [PostgresStatement] {
        var final: [JobClaim] = []
        var states: [String] = []
        var results: [String] = []
        var failures: [String] = []
        var statements: [PostgresStatement] = []
        for end in ends {
            let (statement, values) = end.end.arguments
            switch statement {
            case .end:
                final.append(end.claim)
                states.append(values.text("state"))
                results.append(values.text("result"))
                failures.append(values.text("failure"))
            case .wait:
                // Each on its own: of two with one key the second has to see that the first waits.
                statements.append(
                    PostgresStatement(
                        AttemptQueries.wait,
                        binding: end.claim.arguments + values + [
                            "now": now.milliseconds, "on_request": JobEnd.cancelledOnRequest,
                        ]))
            }
        }
        if !final.isEmpty {
            statements.append(
                PostgresStatement(
                    AttemptQueries.end,
                    binding: final.arguments(in: lane) + [
                        "states": states, "results": results, "failures": failures, "now": now.milliseconds,
                    ]))
        }
        return statements
    }

    /// The jobs that the statements give, by their ids.
    private func records(
        _ statements: [PostgresStatement], _ operation: String
    ) async throws(JobQueueError) -> [JobID: JobRecord] {
        let rows = try await write(statements, operation)
        do {
            return try rows.joined().reduce(into: [:]) { records, row in
                let record = try JobRecord(row)
                records[record.id] = record
            }
        } catch {
            throw .unavailable(operation: operation, cause: error)
        }
    }
    private func claims(
        _ rows: PostgresRows, _ operation: String
    ) throws(JobQueueError) -> [(claim: JobClaim, row: PostgresRow)] {
        do {
            return try rows.map { (JobClaim(id: try JobID($0), fence: $0.number("fence")), $0) }
        } catch {
            throw .unavailable(operation: operation, cause: error)
        }
    }
    private func holds(
        in rows: [PostgresRows], _ operation: String
    ) throws(JobQueueError) -> [JobClaim: JobHold] {
        var holds: [JobClaim: JobHold] = [:]
        for rows in rows {
            for (claim, row) in try claims(rows, operation) {
                holds[claim] = row.flag("cancel_requested") ? .cancelRequested : .held
            }
        }
        return holds
    }
}

extension [JobClaim] {
    /// `lane`, and side by side `ids` and `fences`.
    fileprivate func arguments(in lane: Lane) -> StoredArguments {
        ["lane": lane.number, "ids": map(\.id).texts, "fences": map { String($0.fence) }]
    }
}

extension StoredArguments {
    /// Empty for NULL.
    fileprivate func text(_ name: String) -> String {
        if case .text(let text?) = self[name] { text } else { "" }
    }
}
