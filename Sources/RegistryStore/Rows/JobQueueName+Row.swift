package import JobQueue

extension JobQueueName {
    /// From the column `queue`.
    package init(_ row: some StoredRow) throws {
        guard let name = JobQueueName(parsing: row.text("queue")) else {
            throw DamagedRow("queue", row.text("queue"))
        }
        self = name
    }
}

extension QueueBacklog {
    /// From the columns `jobs` and `due`.
    package init(_ row: some StoredRow) {
        self.init(waiting: row.number("jobs"), oldestDue: row.moment("due"))
    }
}
