import Dispatch
import Foundation
import GRDB
import RegistryCore
import StoreSQLite
import Synchronization
import Testing

private final class Flag: Sendable {
    private let state = Atomic(false)
    var isRaised: Bool { state.load(ordering: .relaxed) }
    func raise() { state.store(true, ordering: .relaxed) }
}

/// Runs a task on a thread that no other has.
private final class OwnThread: TaskExecutor {
    private let queue = DispatchQueue(label: "own thread")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
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
            let (isOver, isLate) = (Flag(), Flag())
            // On a thread of its own: where this fails, tasks have none.
            let patience = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "patience"))
            patience.schedule(deadline: .now() + 300)
            patience.setEventHandler {
                isLate.raise()
                isOver.raise()
            }
            patience.activate()
            try await withThrowingTaskGroup { group in
                for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                    group.addTask {
                        while !isOver.isRaised {
                            _ = try await database.glance { (db: Database) -> String? in try Self.value("one", in: db) }
                        }
                    }
                }
                group.addTask {
                    for number in 1...5 { try await Self.put("\(number)", in: database) }
                    isOver.raise()
                }
                try await group.waitForAll()
            }
            patience.cancel()
            #expect(!isLate.isRaised)
        }
    }

    @Test("is answered when others have all connections, and closing waits for these")
    func answersAll() async throws {
        try await withTemporaryDatabase { path in
            let database = try SQLiteDatabase(path: path, lanes: LaneCount(1))
            let held = DispatchSemaphore(value: 0)
            let (begun, beginning) = AsyncStream<Void>.makeStream()
            try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<4 {
                    // Each on a thread of its own, as tasks of a machine with many processors are.
                    group.addTask(executorPreference: OwnThread()) {
                        try await database.glance { (db: Database) -> Int? in
                            beginning.yield()
                            held.wait()
                            return try Int.fetchOne(db, sql: "SELECT ?", arguments: [number])
                        }
                    }
                }
                var begins = begun.makeAsyncIterator()
                for _ in 0..<4 { await begins.next() }
                let other = try await database.glance { (db: Database) in try Int.fetchOne(db, sql: "SELECT 9") }
                #expect(other == 9)
                let isClosed = Flag()
                group.addTask {
                    try await database.close()
                    isClosed.raise()
                    return nil
                }
                try await Task.sleep(for: .milliseconds(100))
                #expect(!isClosed.isRaised)
                for _ in 0..<4 { held.signal() }
                let answers = try await group.reduce(into: Set()) { $0.insert($1) }
                #expect(answers == [0, 1, 2, 3, nil])
            }
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
