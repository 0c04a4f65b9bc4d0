package import JobQueue
internal import PostgresClient
package import RegistryCore
internal import RegistryStore

extension PostgresJobQueue {
    package func log(_ lines: [JobLogLine]) async throws(JobQueueError) {
        let rows = lines.sorted { $0.precedes($1) }.map(\.arguments)
        // A job that is gone, or was never there, keeps no lines.
        let forget = Array(Set(lines.map(\.job))).byLane { $0 }.map { lane, ids in
            PostgresStatement(JobLineQueries.forget, binding: ["lane": lane.number, "ids": ids.texts])
        }
        _ = try await write(JobLineQueries.inserts.statements(rows) + forget, "log")
    }

    package func lines(
        of job: JobID, after place: (fence: Int, number: Int)?, limit: Int
    ) async throws(JobQueueError) -> [JobLogLine] {
        try await read(
            JobLineQueries.ofJob,
            [
                "lane": job.lane.number, "job": job.id.description, "after_fence": place?.fence ?? -1,
                "after_number": place?.number ?? -1, "limit": limit.asLimit,
            ], "read a job's lines"
        ) { try JobLogLine($0, of: job) }
    }
}

extension JobLogLine {
    /// By lane and key, the order that every batch takes them in.
    fileprivate func precedes(_ other: JobLogLine) -> Bool {
        (job.lane, job.id.description, fence, number)
            < (other.job.lane, other.job.id.description, other.fence, other.number)
    }
}
