import Catalog
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

/// Two processes' worth of clients that commit while something is done to their server, and what they were told.
final class Writers: Sendable {
    /// One commit of a writer: a version, an event, an audit line's job, and the move of the project's guard.
    struct Attempt: Sendable {
        let version: VersionKey
        let job: JobID
        let event: RandomID
        /// Nil when the store said that it was made.
        let failure: StoreError?

        /// Whether the store could not say if it was made.
        var isUnknown: Bool { if case .unavailable = failure { true } else { false } }
        var isForWantOfSpace: Bool { if case .noSpace = failure { true } else { false } }
    }
    private static let count = 8

    private let stores: [PostgresStore]
    private let state = Mutex((made: [ProjectID: Int](), full: Set<ProjectID>(), isOver: false))

    /// - Parameter stores: on one database, migrated and empty.
    init(_ stores: [PostgresStore]) { self.stores = stores }

    /// Lets them commit while `body` runs and once more after it, and checks what is there against what they were told.
    ///
    /// - Returns: their commits.
    @discardableResult
    func commit(during body: (Writers) async throws -> Void) async throws -> [Attempt] {
        let projects = try (0..<Self.count).map { try ProjectID(parsing: "P\($0)") }
        for project in projects { try await StoreFixture(stores[0]).makeProject(project.description, policy: nil) }
        let attempts = try await withThrowingTaskGroup(of: [Attempt].self) { group in
            for (number, project) in projects.enumerated() {
                group.addTask { try await self.write(project, to: self.stores[number % self.stores.count]) }
            }
            do {
                try await everyoneGoesOn()
                try await body(self)
                try await everyoneGoesOn()
            } catch {
                end()
                throw error
            }
            end()
            return try await group.reduce(into: []) { $0 += $1 }
        }
        try await Self.check(attempts, in: stores[0])
        return attempts
    }

    /// Returns when every writer has committed once more, which is when every pool has come back.
    func everyoneGoesOn() async throws {
        let before = state.withLock { $0.made }
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            let now = state.withLock { $0.made }
            if now.count == Self.count, now.allSatisfy({ $1 > before[$0] ?? 0 }) { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("a writer commits no more")
    }

    /// Whether each of them has been told that no space is left.
    var areOutOfSpace: Bool { state.withLock { $0.full.count == Self.count } }

    private func end() { state.withLock { $0.isOver = true } }

    /// Commits until the end, then once more: whoever was in the middle of a bad moment has to come back.
    ///
    /// Each commit relies on the guard that the one before left, so one that was lost, or made twice, is a conflict.
    private func write(_ project: ProjectID, to store: PostgresStore) async throws -> [Attempt] {
        var attempts: [Attempt] = []
        var guardNumber = 0
        var isLast = false
        while !isLast {
            isLast = state.withLock { $0.isOver }
            let attempt = try await Self.commit(number: attempts.count, in: project, guardNumber, store)
            // A server that is killed may have written a commit down and not yet shown it, also to who read after it.
            if let failure = attempt.failure, case .conflict = failure, attempts.last?.isUnknown != true {
                Issue.record(failure, "a guard is not what the last answer said")
            }
            attempts.append(attempt)
            state.withLock { state in
                if attempt.failure == nil { state.made[project, default: 0] += 1 }
                if attempt.isForWantOfSpace { state.full.insert(project) }
            }
            guardNumber = try await Self.whenReachable {
                try await store.catalog.facts(of: project, version: nil).project?.guardNumber ?? -1
            }
            // At the end the server is there.
            if isLast { #expect(attempt.failure == nil) }
        }
        return attempts
    }

    /// Commits a version of `project` with all that belongs to it.
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
            return Attempt(version: key, job: job, event: event, failure: nil)
        } catch {
            return Attempt(version: key, job: job, event: event, failure: error)
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

    /// What was acknowledged is there, what failed is wholly there or not at all, and there is nothing else.
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
            #expect(isThere || attempt.failure != nil, "\(attempt.version) was acknowledged and is lost")
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
