import GRDB
import RegistryCore
import RegistryStore
import StoreSQLite
import Testing

@Suite("What an error of SQLite means")
struct StoreErrorTests {
    @Test func aFullDiskIsNoSpace() {
        guard case .noSpace = StoreError(DatabaseError(resultCode: .SQLITE_FULL), during: "commit") else {
            Issue.record("not .noSpace")
            return
        }
    }

    @Test(arguments: [ResultCode.SQLITE_BUSY, .SQLITE_IOERR, .SQLITE_IOERR_FSYNC, .SQLITE_CORRUPT])
    func whatMayPassOrNeedsAnOperatorIsUnavailable(_ code: ResultCode) {
        guard case .unavailable("commit", _) = StoreError(DatabaseError(resultCode: code), during: "commit") else {
            Issue.record("not .unavailable")
            return
        }
    }

    @Test func aBrokenConstraintIsAConflict() {
        let error = DatabaseError(resultCode: .SQLITE_CONSTRAINT_UNIQUE)
        guard case .conflict = StoreError(error, during: "commit") else {
            Issue.record("not .conflict")
            return
        }
    }

    @Test func aTransactionThatFillsTheDiskWritesNothingAndTheNextOneWorks() async throws {
        try await withTemporaryDatabase { path in
            let database = try SQLiteDatabase(path: path, lanes: LaneCount(1))
            let insert = "INSERT INTO settings (name, value) VALUES (?, ?)"
            do {
                try await database.write(.full) { (db: Database) -> Void in
                    let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
                    try db.execute(sql: "PRAGMA max_page_count = \(pages + 2)")
                    for number in 0..<100 {
                        let value = String(repeating: "x", count: 4_000)
                        try db.execute(sql: insert, arguments: ["full\(number)", value])
                    }
                }
                Issue.record("the database took 100 pages into two")
            } catch {
                guard case .noSpace = StoreError(error, during: "commit") else {
                    Issue.record("not .noSpace: \(error)")
                    return
                }
            }
            let left = try await database.read { (db: Database) -> Int? in
                try Int.fetchOne(db, sql: "SELECT count(*) FROM settings WHERE name LIKE 'full%'")
            }
            #expect(left == 0)
            try await database.write(.full) { (db: Database) -> Void in
                try db.execute(sql: insert, arguments: ["after", "x"])
            }
            try await database.close()
        }
    }
}
