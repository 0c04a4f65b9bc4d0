/// Compares what the record says with what clients were promised, when everything is healed.
struct ChaosVerdict: Sendable {
    let postgres: ChaosPostgres
    let journal: ChaosJournal
    /// How long the queue may take to drain.
    static let patience = Duration.seconds(90)

    /// Waits until no job is running or due.
    func drain() async throws {
        let limit = ContinuousClock.now + Self.patience
        while true {
            let open = try await postgres.rows(
                """
                SELECT id, kind, state, attempt, fence, worker, due, lease_until FROM jobs WHERE state = 'executing'
                OR (state IN ('available', 'scheduled', 'retryable') AND due <= extract(epoch FROM now()) * 1000)
                """)
            if open.isEmpty { return }
            guard ContinuousClock.now < limit else {
                for job in open { journal.violation("a job has not ended: \(job.joined(separator: " "))") }
                return
            }
            try await Task.sleep(for: .milliseconds(300))
        }
    }

    /// Every upload once, none lost, none twice, none stuck.
    func check() async throws {
        let events = try await events()
        let records = try await records()
        for upload in journal.uploads {
            let happened = events[upload.id] ?? [:]
            let record = records[upload.id]
            func expect(_ isRight: Bool, _ what: String) {
                guard !isRight else { return }
                let state = record.map { "\($0)" } ?? "no row"
                journal.violation("\(upload.marker): \(what); \(state); events \(happened)", upload: upload.id)
            }
            expect(happened["upload.started"] == 1, "started once")
            expect((happened["upload.completed"] ?? 0) == (upload.isAcknowledged ? 1 : 0), "completed once")
            let (published, failed) = (happened["version.published"] ?? 0, happened["upload.failed"] ?? 0)
            switch upload.outcome {
            case "indexed": expect(published == 1 && failed == 0, "published once")
            case "refused": expect(published == 0 && failed == 1, "refused once")
            case "lapsed": expect(published == 0 && happened["upload.lapsed"] == 1, "lapsed once")
            default: expect(published + failed <= 1, "at most one end")
            }
            if upload.isAcknowledged {
                expect(record?.jobs == 1, "one index job")
                // A job that was deleted with its upload may end in any way.
                let expected = ["indexed": "completed", "refused": "discarded"][upload.outcome ?? ""]
                expect(expected == nil || record?.job == expected, "the job says what the upload came to")
            }
        }
        for (id, record) in records where ["sealed", "indexing"].contains(record.state) {
            journal.violation("an upload is stuck: \(id) \(record)", upload: id)
        }
        let lapsed = try await postgres.number(
            "SELECT count(*) FROM jobs WHERE state = 'executing' AND lease_until < extract(epoch FROM now()) * 1000")
        if lapsed > 0 { journal.violation("\(lapsed) jobs are held by nobody") }
        let twice = try await postgres.number(
            "SELECT count(*) FROM (SELECT lane, project, version FROM uploads WHERE state = 'indexed' "
                + "GROUP BY 1, 2, 3 HAVING count(*) > 1) AS served")
        if twice > 0 { journal.violation("\(twice) versions have two uploads that are indexed") }
    }

    private struct Record: CustomStringConvertible {
        var state: String
        var jobs: Int
        var job: String
        var rest: String
        var description: String { "upload \(state), \(jobs) index jobs, \(job) (\(rest))" }
    }

    private func events() async throws -> [String: [String: Int]] {
        let rows = try await postgres.rows(
            "SELECT data::json->>'upload', type, count(*) FROM events WHERE data::json->>'upload' IS NOT NULL GROUP BY 1, 2"
        )
        var events: [String: [String: Int]] = [:]
        for row in rows where row.count == 3 { events[row[0], default: [:]][row[1]] = Int(row[2]) }
        return events
    }
    private func records() async throws -> [String: Record] {
        let rows = try await postgres.rows(
            """
            SELECT u.id, u.state, count(j.id), coalesce(min(j.state), 'none'),
                coalesce(min(format('attempt %s, fence %s, rescues %s, %s', j.attempt, j.fence, j.rescues, j.failure)), '')
            FROM uploads u LEFT JOIN jobs j ON j.lane = u.lane AND j.kind = 'index_upload' AND j.uniq = u.id
            GROUP BY u.id, u.state
            """)
        var records: [String: Record] = [:]
        for row in rows where row.count == 5 {
            records[row[0]] = Record(state: row[1], jobs: Int(row[2]) ?? 0, job: row[3], rest: row[4])
        }
        return records
    }
}
