internal import GRDB
package import JobQueue
package import RegistryCore
internal import RegistryStore

extension SQLiteJobQueue {
    package func claim(
        _ ids: [JobID], by worker: WorkerID, now: Timestamp, lease: Timestamp
    ) async throws(JobQueueError) -> [JobRecord] {
        let grant: StoredArguments = [
            "worker": worker.description, "now": now.milliseconds, "lease": lease.milliseconds,
        ]
        return try await write(.normal, "claim jobs") { (db: Database) -> [JobRecord] in
            try ids.compactMap { id in
                try db.first(JobQueries.claim, id.arguments + grant).map { try JobRecord($0) }
            }
        }
    }

    package func heartbeat(
        _ beats: [JobHeartbeat], lease: Timestamp
    ) async throws(JobQueueError) -> [JobClaim: JobHold] {
        try await write(.normal, "prolong leases") { (db: Database) -> [JobClaim: JobHold] in
            try beats.reduce(into: [:]) { holds, beat in
                let row = try db.first(
                    JobQueries.heartbeat,
                    beat.claim.arguments + ["lease": lease.milliseconds, "progress": beat.progress?.stored])
                holds[beat.claim] = row.map { $0.flag("cancel_requested") ? .cancelRequested : .held } ?? .lost
            }
        }
    }

    package func finish(_ ends: [JobFinish], now: Timestamp) async throws(JobQueueError) -> Set<JobClaim> {
        try await write(.full, "finish jobs") { (db: Database) -> Set<JobClaim> in
            var held: Set<JobClaim> = []
            for finish in ends {
                let (statement, values) = finish.end.arguments
                let sql = statement == .end ? JobQueries.end : JobQueries.wait
                let arguments =
                    finish.claim.arguments + values + [
                        "now": now.milliseconds, "on_request": JobEnd.cancelledOnRequest,
                    ]
                if try db.change(sql, arguments) == 1 { held.insert(finish.claim) }
            }
            return held
        }
    }

    package func rescue(now: Timestamp, limit: Int) async throws(JobQueueError) -> [JobRecord] {
        let reasons: StoredArguments = [
            "now": now.milliseconds, "failure": JobEnd.workerLost, "taken": JobEnd.taken,
            "on_request": JobEnd.cancelledOnRequest,
        ]
        // Most often there is nothing to do, and no writer is kept waiting to find that out.
        let isNothingLapsed = try await read("find lapsed leases") { (db: Database) -> Bool in
            try db.all(JobQueries.lapsed, ["now": now.milliseconds, "limit": 1]).isEmpty
        }
        if isNothingLapsed { return [] }
        return try await write(.full, "rescue jobs") { (db: Database) -> [JobRecord] in
            try db.all(JobQueries.lapsed, ["now": now.milliseconds, "limit": limit.asLimit]).compactMap { row in
                try db.first(JobQueries.rescue, JobID(row).arguments + reasons).map { try JobRecord($0) }
            }
        }
    }

    package func prune(finishedBefore before: Timestamp, limit: Int) async throws(JobQueueError) -> Int {
        try await write(.normal, "prune jobs") { (db: Database) -> Int in
            let jobs = try db.all(JobQueries.prune, ["before": before.milliseconds, "limit": limit.asLimit])
            for job in jobs { try db.change(JobQueries.removeLines, JobID(job).arguments) }
            return jobs.count
        }
    }

    package func log(_ lines: [JobLogLine]) async throws(JobQueueError) {
        try await write(.normal, "keep log lines") { (db: Database) -> Void in
            for line in lines { try db.change(JobQueries.addLine, line.arguments) }
        }
    }

    package func lines(
        of job: JobID, after place: (fence: Int, number: Int)?, limit: Int
    ) async throws(JobQueueError) -> [JobLogLine] {
        let arguments =
            job.arguments + [
                "after_fence": place?.fence ?? -1, "after_number": place?.number ?? -1, "limit": limit.asLimit,
            ]
        return try await read("list log lines") { (db: Database) -> [JobLogLine] in
            try db.all(JobQueries.lines, arguments).map { try JobLogLine($0, of: job) }
        }
    }
}
