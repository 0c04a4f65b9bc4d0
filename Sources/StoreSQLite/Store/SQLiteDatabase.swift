internal import Dispatch
package import GRDB
internal import JobQueue
package import RegistryCore
internal import RegistryStore

/// One file in WAL mode: any number of readers, each at one moment, beside one writer.
package struct SQLiteDatabase: Sendable {
    /// What a power cut may take back.
    package enum Durability {
        /// Nothing that was acknowledged.
        case full
        /// The last writes, whole; never what was written before a `full` one.
        case normal
    }
    /// How many reads run at the same time; others wait.
    static let readers = 8
    private let glances: GlanceConnections
    private let pool: DatabasePool

    /// Opens or creates the file at `path`, migrates it, and ends every claim of the process that had it before.
    ///
    /// - Throws: ``DatabaseRefusal``, or what SQLite says.
    package init(path: String, lanes: LaneCount) throws {
        var configuration = Configuration()
        configuration.label = "registry"
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = Self.readers
        pool = try DatabasePool(path: path, configuration: configuration)
        glances = GlanceConnections(path: path, configuration)
        do {
            try pool.writeWithoutTransaction { db in
                try Self.transaction(.full, in: db) { db in
                    try Migration.run(in: db)
                    try Self.settle(lanes, in: db)
                    try db.execute(sql: JobQueries.disown)
                }
            }
        } catch {
            try? pool.close()
            throw error
        }
    }

    /// Writes down the number of lanes of a new database, or checks that of an old one.
    private static func settle(_ lanes: LaneCount, in db: Database) throws {
        guard let made = try String.fetchOne(db, sql: SettingQueries.value, arguments: ["name": "lanes"]) else {
            try db.execute(sql: SettingQueries.put, arguments: ["name": "lanes", "value": String(lanes.count)])
            for lane in lanes.all { try db.change(SettingQueries.insertLane, ["lane": lane.number]) }
            return
        }
        guard Int(made) == lanes.count else {
            throw DatabaseRefusal.lanes(made: Int(made) ?? 0, asked: lanes.count)
        }
    }

    /// Waits for what is running and closes the file; every call after it fails.
    package func close() async throws {
        // On a thread of its own: a read that is waited for needs the threads of tasks to come to its end.
        try await withCheckedThrowingContinuation { closed in
            DispatchQueue(label: "registry.close").async {
                closed.resume(
                    with: Result {
                        glances.close()
                        try pool.close()
                    })
            }
        }
    }

    /// Runs `body` at one moment of the database, which later commits do not change.
    package func read<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        try await pool.read(body)
    }

    /// As ``read(_:)`` for a few rows by their keys: on this thread, where that waits for no other.
    package func glance<Value: Sendable>(_ body: @Sendable (Database) throws -> Value) async throws -> Value {
        if glances.isTimeToYield() { await Task.yield() }
        guard let connection = glances.take() else { return try await read(body) }
        do {
            defer { glances.giveBack(connection) }
            return try Self.readHere(connection, body)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            return try await read(body)
        }
    }
    // Not async, so that it is GRDB's call that stays on the thread.
    private static func readHere<Value>(
        _ connection: DatabaseQueue, _ body: (Database) throws -> Value
    ) throws -> Value {
        try connection.read(body)
    }

    /// Runs `body` as one transaction, which is rolled back when it throws.
    package func write<Value: Sendable>(
        _ durability: Durability, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        // In a task of its own: GRDB interrupts what a cancelled task is writing, and a commit is not cancelled.
        // A worker's own calls stay on its thread.
        try await Task(executorPreference: WorkerThread.preferred) { [pool] in
            try await pool.writeWithoutTransaction { db -> Value in
                try Self.transaction(durability, in: db, body)
            }
        }.value
    }

    private static func transaction<Value>(
        _ durability: Durability, in db: Database, _ body: (Database) throws -> Value
    ) throws -> Value {
        // Not a cached statement: this pragma takes effect when it is compiled.
        try db.execute(sql: durability == .full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL")
        try db.beginTransaction(.immediate)
        do {
            let value = try body(db)
            try db.commit()
            return value
        } catch {
            // A full disk or a failing one has rolled it back already.
            if db.isInsideTransaction { try db.rollback() }
            throw error
        }
    }
}

extension Database {
    /// Runs a statement and returns how many rows it inserted, changed or removed.
    @discardableResult
    func change(_ sql: String, _ arguments: StoredArguments) throws -> Int {
        try cachedStatement(sql: sql).execute(arguments: arguments.bound)
        return changesCount
    }
    func first(_ sql: String, _ arguments: StoredArguments) throws -> Row? {
        try all(sql, arguments).first
    }
    func all(_ sql: String, _ arguments: StoredArguments) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments.bound)
    }
    /// Each row is gone when the next one is asked for.
    func cursor(_ sql: String, _ arguments: StoredArguments) throws -> RowCursor {
        try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments.bound)
    }
    func number(_ sql: String, _ arguments: StoredArguments) throws -> Int {
        try Int.fetchOne(cachedStatement(sql: sql), arguments: arguments.bound) ?? 0
    }
}
