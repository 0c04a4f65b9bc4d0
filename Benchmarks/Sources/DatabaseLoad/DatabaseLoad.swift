internal import PostgresClient

/// The work of pgbench's built-in scripts, on its tables.
struct DatabaseLoad: Sendable {
    /// Rows that one `COPY` brings.
    static let copiedRows = 200_000
    private static let accountsPerBranch = 100_000

    let client: PostgresClient
    let scale: Int

    /// - Returns: how many reads, transactions or rows there were.
    func run(_ work: String, tasks: Int, until end: ContinuousClock.Instant) async throws -> Int {
        switch work {
        case "reads": try await repeated(tasks, until: end, read)
        case "transactions": try await repeated(tasks, until: end, transact)
        case "copy": try await copy(until: end)
        default: throw DatabaseLoadError("no work '\(work)'")
        }
    }

    private func repeated(
        _ tasks: Int, until end: ContinuousClock.Instant,
        _ body: @escaping @Sendable (inout SystemRandomNumberGenerator) async throws -> Void
    ) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<tasks {
                group.addTask {
                    var random = SystemRandomNumberGenerator()
                    var count = 0
                    while ContinuousClock.now < end {
                        try await body(&random)
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
    }

    /// pgbench's `select-only`.
    private func read(_ random: inout SystemRandomNumberGenerator) async throws {
        let account = Int.random(in: 1...Self.accountsPerBranch * scale, using: &random)
        let rows = try await client.read(
            PostgresStatement("SELECT abalance FROM pgbench_accounts WHERE aid = $1", [.int(account)]))
        guard rows.count == 1 else { throw DatabaseLoadError("no account \(account)") }
    }

    /// pgbench's `tpcb-like`: one transaction of five statements.
    private func transact(_ random: inout SystemRandomNumberGenerator) async throws {
        let account = Int.random(in: 1...Self.accountsPerBranch * scale, using: &random)
        let teller = Int.random(in: 1...10 * scale, using: &random)
        let branch = Int.random(in: 1...scale, using: &random)
        let delta = Int.random(in: -5000...5000, using: &random)
        let rows = try await client.write([
            PostgresStatement(
                "UPDATE pgbench_accounts SET abalance = abalance + $1 WHERE aid = $2", [.int(delta), .int(account)]),
            PostgresStatement("SELECT abalance FROM pgbench_accounts WHERE aid = $1", [.int(account)]),
            PostgresStatement(
                "UPDATE pgbench_tellers SET tbalance = tbalance + $1 WHERE tid = $2", [.int(delta), .int(teller)]),
            PostgresStatement(
                "UPDATE pgbench_branches SET bbalance = bbalance + $1 WHERE bid = $2", [.int(delta), .int(branch)]),
            PostgresStatement(
                """
                INSERT INTO pgbench_history (tid, bid, aid, delta, mtime)
                VALUES ($1, $2, $3, $4, CURRENT_TIMESTAMP)
                """, [.int(teller), .int(branch), .int(account), .int(delta)]),
        ])
        guard rows[1].count == 1 else { throw DatabaseLoadError("no account \(account)") }
    }

    /// Loads the same rows again and again, each time into an empty table.
    private func copy(until end: ContinuousClock.Instant) async throws -> Int {
        var count = 0
        while ContinuousClock.now < end {
            count += try await client.transaction { lease in
                _ = try await lease.run(PostgresStatement("TRUNCATE copied"))
                return try await lease.copy("COPY copied (n, name, size) FROM STDIN (FORMAT binary)") { copy in
                    for number in 0..<Self.copiedRows {
                        try await copy.add([
                            .int(number), .text("reads/sample_\(number).fastq.gz"), .int(number * 4096),
                        ])
                    }
                }
            }
        }
        return count
    }
}
