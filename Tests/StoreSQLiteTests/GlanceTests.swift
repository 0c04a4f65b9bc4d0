import Foundation
import GRDB
import RegistryCore
import StoreSQLite
import Synchronization
import Testing

private final class Flag: Sendable {
    let isRaised = Atomic(false)
}

@Suite("A glance at a SQLite database")
struct GlanceTests {
    @Test("sees one moment, and cannot write")
    func seesOneMoment() async throws {
        try await withDatabase { database in
            try await Self.put("0", in: database)
            try await withThrowingTaskGroup { group in
                group.addTask {
                    for number in 1...200 {
                        try await Self.put("\(number)", in: database)
                    }
                }
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<200 {
                            let (one, other) = try await database.glance { (db: Database) -> (String?, String?) in
                                (try Self.value("one", in: db), try Self.value("other", in: db))
                            }
                            #expect(one == other)
                        }
                    }
                }
                try await group.waitForAll()
            }
            await #expect(throws: DatabaseError.self) {
                try await database.glance { (db: Database) -> Void in try Self.put("x", in: db) }
            }
        }
    }

    @Test("leaves the threads to others now and then")
    func leavesThreads() async throws {
        try await withDatabase { database in
            let isOver = Flag()
            try await withThrowingTaskGroup { group in
                for _ in 0..<2 * ProcessInfo.processInfo.activeProcessorCount {
                    group.addTask {
                        while !isOver.isRaised.load(ordering: .relaxed) {
                            _ = try await database.glance { (db: Database) -> String? in try Self.value("one", in: db) }
                        }
                    }
                }
                group.addTask {
                    for number in 1...20 {
                        try await Self.put("\(number)", in: database)
                    }
                    isOver.isRaised.store(true, ordering: .relaxed)
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("is answered however many are taken at once")
    func answersAll() async throws {
        try await withDatabase { database in
            let answers = try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<64 {
                    group.addTask { @concurrent in
                        try await database.glance { (db: Database) -> Int? in
                            Thread.sleep(forTimeInterval: 0.005)
                            return try Int.fetchOne(db, sql: "SELECT ?", arguments: [number])
                        }
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(answers == Set(0..<64))
        }
    }

    @Test("fails once the database is closed")
    func failsWhenClosed() async throws {
        try await withTemporaryDatabase { path in
            let database = try SQLiteDatabase(path: path, lanes: LaneCount(1))
            _ = try await database.glance { (db: Database) -> String? in try Self.value("one", in: db) }
            try await database.close()
            await #expect(throws: DatabaseError.self) {
                try await database.glance { (db: Database) -> String? in try Self.value("one", in: db) }
            }
        }
    }

    private func withDatabase(_ body: (SQLiteDatabase) async throws -> Void) async throws {
        try await withTemporaryDatabase { path in
            let database = try SQLiteDatabase(path: path, lanes: LaneCount(1))
            try await body(database)
            try await database.close()
        }
    }
    private static func put(_ value: String, in database: SQLiteDatabase) async throws {
        try await database.write(.normal) { (db: Database) -> Void in try put(value, in: db) }
    }
    private static func put(_ value: String, in db: Database) throws {
        for name in ["one", "other"] {
            try db.execute(sql: "REPLACE INTO settings (name, value) VALUES (?, ?)", arguments: [name, value])
        }
    }
    private static func value(_ name: String, in db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM settings WHERE name = ?", arguments: [name])
    }
}
