internal import Foundation

/// The queue beside those of Python, beside its own scripts called from C, and beside what its servers can do at all.
struct QueueThroughput: Bench {
    static let name = "job-queue"
    static let summary = "jobs enqueued and run per second, their cost and delay, beside Celery, Dramatiq and RQ"

    func run(in setting: BenchSetting) throws -> [BenchResult] {
        let folder = try setting.folder(Self.name)
        defer { setting.remove(folder) }
        let servers = try QueueServers(setting, below: folder)
        defer { servers.stop() }
        let works = QueueWorks(setting: setting, servers: servers)
        // Makes the tables, before anything is timed.
        let _: QueueWorks.Load = try works.queue("enqueue", durably: true, count: 1, size: 1)
        var measured = QueueMeasures(works: works)
        for round in 1...setting.rounds {
            Terminal.note("  round \(round) of \(setting.rounds): the dispatcher")
            try measured.measureDispatcher()
            Terminal.note("  round \(round) of \(setting.rounds): workers")
            try measured.measureWorkers()
            Terminal.note("  round \(round) of \(setting.rounds): peers")
            try measured.measurePeers()
        }
        Terminal.note("  memory, killed workers, ten workers")
        let behaviour = QueueBehaviour(works: works)
        return try results(measured) + behaviour.results()
    }
}

// MARK: - Results

extension QueueThroughput {
    private static let celery = "Celery on Redis, acknowledged late"
    private static let dramatiq = "Dramatiq on RabbitMQ"

    private func results(_ measured: QueueMeasures) -> [BenchResult] {
        (Self.enqueuing + Self.running + Self.durably).map { row in
            BenchResult(
                row.name, ours: measured[row.ours], peer: measured[row.peer], unit: row.unit,
                row.unit == "1/s" ? .moreIsBetter : .lessIsBetter, target: row.target)
        }
    }

    /// A row of the table: whose numbers it compares, by their names in ``QueueMeasures``.
    private struct Row {
        let name: String
        let ours: String
        let peer: String
        let unit: String
        let target: Double?

        init(_ name: String, _ ours: String, _ peer: String, unit: String = "1/s", target: Double? = nil) {
            self.name = name
            self.ours = ours
            self.peer = peer
            self.unit = unit
            self.target = target
        }
    }

    private static let enqueuing: [Row] = {
        let one = "enqueued, one at a time, against "
        let many = "enqueued, 64 under way, against "
        let batch = "enqueued, 64 a call, against "
        let take = "taken and ended, 10 a call, against "
        return [
            Row(one + celery, "push 1", "celery enqueue", target: 8),
            Row(one + dramatiq, "push 1", "dramatiq enqueue"),
            Row(one + "RQ", "push 1", "rq enqueue"),
            Row(one + "the same script from C", "push 1", "push 1 from C", target: 0.6),
            Row(one + "XADD of redis-benchmark", "push 1", "raw add 1"),
            Row("CPU time of who enqueues, a job, against " + celery, "push 1 cost", "celery enqueue cost", unit: "µs"),
            Row(many + celery + ", one at a time", "push 64", "celery enqueue", target: 20),
            Row(many + "the same script from C", "push 64", "push 64 from C", target: 0.6),
            Row(many + "XADD of redis-benchmark", "push 64", "raw add 64"),
            Row(batch + celery + ", one at a time", "batch 64", "celery enqueue", target: 20),
            Row(batch + "the same script from C", "batch 64", "batch 64 from C", target: 0.6),
            Row(take + "the same scripts from C", "take", "take from C", target: 0.6),
            Row(take + "XREADGROUP and XACK of redis-benchmark", "take", "raw take"),
        ]
    }()
    private static let running: [Row] = {
        let jobs = "empty jobs run, record in memory, against "
        let cost = "CPU time of the worker, a job, record in memory, against "
        let start = "enqueue to start, record in memory, "
        return [
            Row(jobs + celery, "run", "celery run", target: 8),
            Row(jobs + dramatiq, "run", "dramatiq run", target: 1.2),
            Row(jobs + "RQ", "run", "rq run"),
            Row(cost + celery, "run cost", "celery run cost", unit: "µs", target: 0.1),
            Row(cost + dramatiq, "run cost", "dramatiq run cost", unit: "µs"),
            Row(start + "p50, against " + celery, "p50", "celery p50", unit: "ms", target: 0.25),
            Row(start + "p99, against " + celery, "p99", "celery p99", unit: "ms", target: 1),
            Row(start + "p50, against " + dramatiq, "p50", "dramatiq p50", unit: "ms"),
        ]
    }()
    private static let durably: [Row] = {
        let jobs = "empty jobs run, record in PostgreSQL, "
        let start = "enqueue to start, record in PostgreSQL, "
        let commits = "against commits of pgbench"
        return [
            Row(jobs + "64 slots, against " + celery, "durable run", "celery run", target: 5),
            Row(jobs + "64 slots, against " + dramatiq, "durable run", "dramatiq run"),
            Row(
                "CPU time of the worker, a job, record in PostgreSQL, against " + celery, "durable run cost",
                "celery run cost", unit: "µs"),
            Row(jobs + "one slot, " + commits, "durable run singly", "commits"),
            Row("enqueued, record in PostgreSQL, 64 a commit, against " + celery, "durable enqueue", "celery enqueue"),
            Row("enqueued, record in PostgreSQL, one a commit, " + commits, "durable enqueue singly", "commits"),
            Row(start + "p50, against " + celery, "durable p50", "celery p50", unit: "ms"),
            Row(start + "p99, against " + celery, "durable p99", "celery p99", unit: "ms"),
        ]
    }()
}
