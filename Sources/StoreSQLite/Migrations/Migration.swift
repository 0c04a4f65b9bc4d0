internal import GRDB

/// One numbered step of the schema; what a release has shipped never changes.
struct Migration {
    /// From 1, without gaps.
    let number: Int
    /// `verb_noun`, as in the name of its file.
    let name: String
    let sql: String

    static let all: [Migration] = [.createRegistry, .keepRejects, .widenJobs, .indexSegments]

    /// Brings the schema up to `migrations`, all of it in the transaction that the caller has open.
    ///
    /// - Throws: a ``DatabaseRefusal`` for a file that is not a registry's, or that a newer release has migrated.
    static func run(_ migrations: [Migration] = all, in db: Database) throws {
        let done = try reached(in: db)
        guard done <= migrations.count else {
            throw DatabaseRefusal.newer(schema: done, known: migrations.count)
        }
        for migration in migrations.dropFirst(done) {
            try db.execute(sql: migration.sql)
            try db.execute(sql: SettingQueries.put, arguments: ["name": "schema", "value": String(migration.number)])
        }
    }

    /// The number of the last migration that has run; 0 for an empty file.
    private static func reached(in db: Database) throws -> Int {
        guard try db.tableExists("settings") else {
            guard try Int.fetchOne(db, sql: SettingQueries.tables) == 0 else { throw DatabaseRefusal.foreign }
            return 0
        }
        guard let text = try String.fetchOne(db, sql: SettingQueries.value, arguments: ["name": "schema"]),
            let number = Int(text), number > 0
        else { throw DatabaseRefusal.foreign }
        return number
    }
}
