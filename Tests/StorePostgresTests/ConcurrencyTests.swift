import Catalog
import EventReactor
import JSONDocument
import PostgresClient
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StorePostgres
import Testing

/// What only a server can show: several processes' worth of clients on one database.
@Suite("PostgreSQL under many writers", .enabled(if: TestDatabase.url != nil, Comment(rawValue: TestDatabase.isAbsent)))
struct ConcurrencyTests {
    @Test("200 parallel provisions by two clients are 200 numbers")
    func provisions() async throws {
        try await withTwoStores { first, second in
            let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<200 {
                    let store = index % 2 == 0 ? first : second
                    group.addTask { try await store.reserve(.project(prefix: "PRJ")) }
                }
                return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
            }
            #expect(numbers == Set(1...200))
        }
    }

    @Test("of many commits that rely on one guard one is made, and the others leave nothing")
    func guards() async throws {
        try await withTwoStores { first, second in
            let fixture = StoreFixture(first)
            let project = try await fixture.makeProject()
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for index in 0..<100 {
                    let store = index % 2 == 0 ? first : second
                    group.addTask {
                        var changes = ChangeSet(lane: store.lanes.lane(of: project))
                        changes.catalog = [
                            .guardProject(project, expecting: 0),
                            .record(
                                EventRecord(
                                    id: RandomID(), type: "probe", time: StoreFixture.start, actor: nil,
                                    project: project, version: nil, data: [:])),
                        ]
                        do throws(StoreError) {
                            try await store.commit(changes)
                            return true
                        } catch {
                            guard case .conflict = error else {
                                Issue.record(error)
                                return false
                            }
                            return false
                        }
                    }
                }
                return await group.reduce(into: [Bool]()) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
            let lane = first.lanes.lane(of: project)
            let events = try await first.catalog.events(in: lane, after: 0, limit: 500)
            #expect(events.count { $0.event.type == "probe" } == 1)
        }
    }

    @Test("hundreds of commits in one lane number their events without a gap, and none is a deadlock")
    func events() async throws {
        try await withTwoStores { first, second in
            let fixture = StoreFixture(first)
            var projects: [ProjectID] = []
            for number in 0..<6 { projects.append(try await fixture.makeProject("P\(number)", policy: nil)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<300 {
                    let store = index % 2 == 0 ? first : second
                    let project = projects[index % projects.count]
                    group.addTask {
                        let number = try await store.reserve(.policy(store.lanes.lane(of: project)))
                        var changes = ChangeSet(lane: store.lanes.lane(of: project))
                        changes.catalog = [
                            .putPolicy(
                                PolicyRecord(number: number, scope: .project, policy: StoreFixture.open),
                                of: .project(project)),
                            .record(
                                EventRecord(
                                    id: RandomID(), type: "probe", time: StoreFixture.start, actor: nil,
                                    project: project, version: nil, data: [:])),
                        ]
                        try await store.commit(changes)
                    }
                }
                try await group.waitForAll()
            }
            for lane in first.lanes.all {
                let events = try await first.catalog.events(in: lane, after: 0, limit: 1000)
                #expect(events.map(\.position) == Array(1..<(events.count + 1)))
            }
            let total = try await first.lanes.all.asyncSum {
                try await first.catalog.events(in: $0, after: 0, limit: 1000).count
            }
            #expect(total == 300)
        }
    }

    @Test("a reader never sees half a version, nor one that the policy of that moment forbids", .timeLimit(.minutes(5)))
    func readers() async throws {
        try await withTwoStores { first, second in
            let fixture = StoreFixture(first)
            let project = try await fixture.makeProject()
            let version = try fixture.version("1", of: project)
            let paths = (0..<5).map { "f\($0)" }
            func documents(_ round: Int) throws -> [StagedDocument] {
                try paths.map {
                    try fixture.document($0, ["round": .number(JSONNumber(round)), "open": .bool(round % 2 == 0)])
                }
            }
            try await fixture.publish(version, documents: try documents(0))
            let carl = Identity(user: "carl")
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        var seen = 0
                        while !Task.isCancelled {
                            let page = try await second.index.search(
                                SearchRequest(extent: .version(version), limit: 50), readableBy: carl)
                            let rounds = Set(page.documents.map { $0.staged.document["round"]?.intValue ?? -1 })
                            #expect(page.documents.isEmpty || page.documents.count == paths.count)
                            #expect(rounds.count <= 1)
                            // What is not open is published after the policy was closed, and opened after it is gone.
                            #expect(page.documents.allSatisfy { $0.staged.document["open"]?.boolValue == true })
                            seen += 1
                        }
                        return seen
                    }
                }
                group.addTask {
                    for round in 1...200 {
                        let next = try documents(round)
                        if round % 2 == 1 { try await fixture.put(StoreFixture.closed, of: project) }
                        try await fixture.publish(version, documents: next)
                        if round % 2 == 0 { try await fixture.put(StoreFixture.open, of: project) }
                    }
                    return 0
                }
                // The writer ends first.
                while let ended = try await group.next() { if ended == 0 { break } }
                group.cancelAll()
                while let reads = try? await group.next() { #expect(reads >= 0) }
            }
        }
    }

    /// Two stores on one database, each with connections of its own.
    private func withTwoStores(_ body: (PostgresStore, PostgresStore) async throws -> Void) async throws {
        try await TestDatabase.with(lanes: LaneCount(8), pipelines: 2, leases: 4) { database in
            let reactor = try EventReactor()
            let other = PostgresClient(database.configuration, on: reactor)
            let stores = [database.client, other].map { PostgresStore($0, lanes: LaneCount(8)) }
            do {
                try await body(stores[0], stores[1])
            } catch {
                other.close()
                reactor.stop()
                throw error
            }
            other.close()
            reactor.stop()
        }
    }
}

extension Sequence where Element: Sendable {
    fileprivate func asyncSum(_ count: (Element) async throws -> Int) async throws -> Int {
        var sum = 0
        for element in self { sum += try await count(element) }
        return sum
    }
}
