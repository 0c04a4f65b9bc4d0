import Catalog
import EventReactor
import Foundation
import JSONDocument
import JobQueue
import PostgresClient
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import StorePostgres
import Synchronization
import Testing

/// A server that loses its power again and again while two processes' worth of clients commit.
@Suite(
    "PostgreSQL killed under load",
    .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)),
    .enabled(if: PrivateServer.isInstalled, "PostgreSQL's server is not installed: run scripts/system-packages"))
struct RestartTests {
    private static let lanes = LaneCount(8)
    private static let writers = 4
    private static let restarts = ProcessInfo.processInfo.environment["VITRINE_RESTARTS"].flatMap { Int($0) } ?? 3

    /// What the writers have done, and whether they are to end.
    private final class Progress: Sendable {
        private let state = Mutex((made: [ProjectID: Int](), isOver: false))
        var isOver: Bool { state.withLock { $0.isOver } }
        func end() { state.withLock { $0.isOver = true } }
        func note(_ project: ProjectID) { state.withLock { $0.made[project, default: 0] += 1 } }

        /// Returns when every writer has committed once more, which is when every pool has come back.
        func everyoneGoesOn() async throws {
            let before = state.withLock { $0.made }
            let end = ContinuousClock.now + .seconds(60)
            while ContinuousClock.now < end {
                let now = state.withLock { $0.made }
                if now.count == 2 * RestartTests.writers, now.allSatisfy({ $1 > before[$0] ?? 0 }) { return }
                try await Task.sleep(for: .milliseconds(20))
            }
            Issue.record("a writer commits no more")
        }
    }

    /// One commit of a writer: a version, an event, an audit line's job, and the move of the project's guard.
    private struct Attempt: Sendable {
        let version: VersionKey
        let job: JobID
        let event: RandomID
        /// Whether the store said that it was made.
        let isAcknowledged: Bool
    }

    @Test(
        "no acknowledged commit is lost, what failed is wholly there or not at all, and the pools recover",
        .timeLimit(.minutes(10)))
    func restarts() async throws {
        try await PrivateServer.with { server in
            let reactor = try EventReactor()
            defer { reactor.stop() }
            var configuration = server.configuration
            configuration.patience = .seconds(2)
            configuration.leases = 2
            let clients = (0..<2).map { _ in PostgresClient(configuration, on: reactor) }
            defer { for client in clients { client.close() } }
            try await PostgresMigrator(clients[0]).run(lanes: Self.lanes)
            let stores = clients.map { PostgresStore($0, lanes: Self.lanes) }
            let projects = (0..<2 * Self.writers).map { "P\($0)" }
            for name in projects { try await StoreFixture(stores[0]).makeProject(name, policy: nil) }

            let progress = Progress()
            let attempts = try await withThrowingTaskGroup(of: [Attempt].self) { group in
                for (number, name) in projects.enumerated() {
                    let store = stores[number % stores.count]
                    group.addTask {
                        try await Self.write(ProjectID(parsing: name), to: store, progress)
                    }
                }
                for _ in 0..<Self.restarts {
                    try await progress.everyoneGoesOn()
                    try await server.restart()
                }
                try await progress.everyoneGoesOn()
                progress.end()
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let acknowledged = attempts.count { $0.isAcknowledged }
            #expect(acknowledged >= (Self.restarts + 2) * 2 * Self.writers)
            try await Self.check(attempts, in: stores[0])
        }
    }

    /// Commits until the end, then once more: whoever was in the middle of a restart has to come back.
    ///
    /// Each commit relies on the guard that the one before left, so one that was lost, or made twice, is a conflict.
    private static func write(
        _ project: ProjectID, to store: PostgresStore, _ progress: Progress
    ) async throws -> [Attempt] {
        var attempts: [Attempt] = []
        var guardNumber = 0
        var isLast = false
        while !isLast {
            isLast = progress.isOver
            let attempt = try await commit(number: attempts.count, in: project, guardNumber, store)
            attempts.append(attempt)
            if attempt.isAcknowledged { progress.note(project) }
            guardNumber = try await whenReachable {
                try await store.catalog.facts(of: project, version: nil).project?.guardNumber ?? -1
            }
            // At the end the server is there.
            if isLast { #expect(attempt.isAcknowledged) }
        }
        return attempts
    }

    private static func commit(
        number: Int, in project: ProjectID, _ guardNumber: Int, _ store: PostgresStore
    ) async throws -> Attempt {
        let key = VersionKey(project: project, version: try VersionID(parsing: String(number)))
        let lane = store.lanes.lane(of: project)
        let (job, event) = (JobID(lane: lane, id: RandomID()), RandomID())
        var changes = ChangeSet(lane: lane)
        changes.catalog = [
            .guardProject(project, expecting: guardNumber), .insertVersion(VersionRecord(key: key, createdBy: nil)),
            .record(
                EventRecord(
                    id: event, type: "probe", time: StoreFixture.start, actor: nil, project: project,
                    version: key.version, data: [:])),
        ]
        changes.jobs = [
            .enqueue(
                JobRecord(
                    id: job, kind: "probe", payload: [:], project: project, due: StoreFixture.start, createdBy: nil,
                    createdAt: StoreFixture.start))
        ]
        do throws(StoreError) {
            try await store.commit(changes)
            return Attempt(version: key, job: job, event: event, isAcknowledged: true)
        } catch {
            if case .conflict = error { Issue.record(error, "a guard is not what the last answer said") }
            return Attempt(version: key, job: job, event: event, isAcknowledged: false)
        }
    }

    /// The answer of a server that may be away for a while.
    private static func whenReachable<Value>(_ question: () async throws -> Value) async throws -> Value {
        let end = ContinuousClock.now + .seconds(60)
        while true {
            do { return try await question() } catch  where ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private static func check(_ attempts: [Attempt], in store: PostgresStore) async throws {
        var events: [RandomID: Int] = [:]
        for lane in store.lanes.all {
            var position = 0
            while true {
                let page = try await store.catalog.events(in: lane, after: position, limit: 1_000)
                #expect(page.map(\.position) == Array(position + 1..<position + 1 + page.count))
                for (_, event) in page { events[event.id, default: 0] += 1 }
                guard let last = page.last else { break }
                position = last.position
            }
        }
        var made: [ProjectID: Int] = [:]
        for attempt in attempts {
            let facts = try await store.catalog.facts(of: attempt.version.project, version: attempt.version.version)
            let isThere = facts.version != nil
            #expect(isThere || !attempt.isAcknowledged, "\(attempt.version) was acknowledged and is lost")
            #expect((try await store.jobs.job(attempt.job) != nil) == isThere)
            #expect(events.removeValue(forKey: attempt.event) ?? 0 == (isThere ? 1 : 0))
            if isThere { made[attempt.version.project, default: 0] += 1 }
        }
        #expect(events.isEmpty)
        for (project, count) in made {
            #expect(try await store.catalog.facts(of: project, version: nil).project?.guardNumber == count)
        }
    }
}
