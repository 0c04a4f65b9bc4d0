internal import PostgresClient

extension PostgresMigrator {
    /// Every table, those that others refer to first.
    package static let tables = [
        "lane_heads", "sequences", "projects", "versions", "uploads", "files", "stagings", "policies", "policy_members",
        "jobs", "events", "audit", "scrolls", "docs", "rejections", "rejects", "job_lines", "workers", "leases",
        "schedules", "queue_pauses", "index_segments", "index_parts", "index_log",
    ]

    /// The calls that distribute the tables by lane, all colocated, so that a transaction of one lane is one machine's.
    ///
    /// Few shards: each adds to what a search over all lanes costs (`research/scaling.md` (iii)).
    package static let distribution =
        ["SELECT create_reference_table('settings')"]
        + tables.map { table in
            table == tables[0]
                ? "SELECT create_distributed_table('\(table)', 'lane', shard_count => 16)"
                : "SELECT create_distributed_table('\(table)', 'lane', colocate_with => '\(tables[0])')"
        }

    /// Distributes the tables over the machines of a Citus cluster; a table that is distributed already is left alone.
    ///
    /// - Returns: the calls that were made; nil when the server has no Citus.
    /// - Throws: ``PostgresRefusal`` for a database that is not up to date, or what the server says.
    package func distribute() async throws -> [String]? {
        _ = try await lanes()
        guard try await client.read(PostgresStatement(SettingQueries.citus)).first?.bool("installed") == true else {
            return nil
        }
        let done = try await client.read(PostgresStatement(SettingQueries.distributed)).compactMap { $0.text("table") }
        let calls = Self.distribution.filter { call in !done.contains { call.contains("('\($0)'") } }
        for call in calls { _ = try await client.write([PostgresStatement(composed: call)]) }
        return calls
    }
}
