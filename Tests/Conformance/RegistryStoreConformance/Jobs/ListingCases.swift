internal import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    /// Every job that `filter` asks for, `step` at a time.
    private static func walk(
        _ store: any RegistryStore, _ filter: JobFilter = JobFilter(), by step: Int
    ) async throws -> [JobID] {
        var walked: [JobID] = []
        var place: JobPlace?
        while walked.count < 1_000 {
            let page = try await store.jobs.jobs(filter, after: place, limit: step)
            #expect(page.count <= step)
            guard let last = page.last else { break }
            walked += page.map(\.id)
            place = JobPlace(createdAt: last.createdAt, id: last.id)
        }
        return walked
    }
    private static func precedes(_ left: JobID, _ right: JobID) -> Bool {
        (left.lane, left.id.description) < (right.lane, right.id.description)
    }

    static let listings: [RegistryStoreCase] = [
        .init("jobs are listed newest first, those of one moment by lane and id, page by page") { store in
            let fixture = StoreFixture(store)
            let jobs = try (0..<30).map { number in
                fixture.job(
                    of: try ProjectID(parsing: "PRJ\(number)"), createdAt: StoreFixture.start + .seconds(number % 4))
            }
            try await fixture.enqueue(jobs)
            let expected = jobs.sorted { left, right in
                left.createdAt == right.createdAt
                    ? precedes(left.id, right.id) : left.createdAt > right.createdAt
            }
            #expect(try await store.jobs.jobs(JobFilter(), after: nil, limit: 100) == expected)
            #expect(try await store.jobs.jobs(JobFilter(), after: nil, limit: 0) == [])
            for step in [1, 7] { #expect(try await walk(store, by: step) == expected.map(\.id)) }
        },
        .init("a filter lists the jobs that are all it asks for") { store in
            let fixture = StoreFixture(store)
            let (one, two) = (try ProjectID(parsing: "PRJ1"), try ProjectID(parsing: "PRJ2"))
            let parent = fixture.job("parent", of: one)
            let version = try VersionID(parsing: "v1")
            let jobs = [
                parent,
                fixture.job("child", of: one, version: version, parent: parent.id, tags: ["nightly", "Zürich"]),
                fixture.job("child", of: two, queue: .bulk, version: version, parent: parent.id, tags: ["night"]),
                fixture.job("test", of: two, queue: .bulk, tags: ["nightly"]),
                fixture.job("test", of: two, state: .completed, version: version, finishedAt: StoreFixture.start),
                fixture.job(in: Lane(0)),
            ]
            try await fixture.enqueue(jobs)
            try await fixture.claim(jobs[3].id)
            func expectListed(
                _ places: [Int], _ change: (inout JobFilter) -> Void, sourceLocation: SourceLocation = #_sourceLocation
            ) async throws {
                var filter = JobFilter()
                change(&filter)
                let expected = places.map { jobs[$0].id }.sorted(by: precedes)
                for step in [1, 10] {
                    let listed = try await walk(store, filter, by: step)
                    #expect(listed == expected, sourceLocation: sourceLocation)
                }
            }
            try await expectListed([0, 1, 2, 3, 4, 5]) { _ in }
            try await expectListed([3]) { $0.states = [.executing] }
            try await expectListed([3, 4]) { $0.states = [.executing, .completed, .discarded] }
            try await expectListed([1, 2]) { $0.kind = "child" }
            try await expectListed([]) { $0.kind = "chil" }
            try await expectListed([2, 3]) { $0.queue = .bulk }
            try await expectListed([0, 1]) { $0.project = one }
            try await expectListed([2, 3, 4]) { $0.project = two }
            try await expectListed([]) { $0.project = try? ProjectID(parsing: "PRJ") }
            try await expectListed([1, 2, 4]) { $0.version = version }
            try await expectListed([1, 2]) { $0.parent = parent.id }
            try await expectListed([]) { $0.parent = jobs[1].id }
            try await expectListed([1, 3]) { $0.tag = "nightly" }
            try await expectListed([1]) { $0.tag = "Zürich" }
            try await expectListed([]) { $0.tag = "Zu\u{308}rich" }
            try await expectListed([]) { $0.tag = "night\0" }
            try await expectListed([2]) {
                $0.project = two
                $0.parent = parent.id
            }
            try await expectListed([4]) {
                $0.project = two
                $0.version = version
                $0.states = [.completed]
                $0.kind = "test"
            }
            try await expectListed([1]) {
                $0.parent = parent.id
                $0.tag = "nightly"
                $0.queue = .default
            }
        },
        .init("jobs are counted by their state, over all lanes") { store in
            let fixture = StoreFixture(store)
            for number in 0..<10 {
                let project = try ProjectID(parsing: "PRJ\(number)")
                let running = fixture.job(of: project)
                try await fixture.enqueue(
                    running, fixture.job(of: project), fixture.job(of: project),
                    fixture.job(of: project, state: .scheduled, due: StoreFixture.start + .seconds(60)),
                    fixture.job(of: project, state: .completed, finishedAt: StoreFixture.start))
                try await fixture.claim(running.id)
            }
            #expect(
                try await store.jobs.counts().filter { $0.value != 0 }
                    == [.executing: 10, .available: 20, .scheduled: 10, .completed: 10])
        },
        .init("the backlog of a queue is what is due and waits, and since when the oldest does") { store in
            let fixture = StoreFixture(store)
            #expect(try await store.jobs.backlog(at: StoreFixture.start) == [:])
            let now = StoreFixture.start + .seconds(5)
            var jobs: [JobRecord] = []
            for number in 0..<8 {
                let project = try ProjectID(parsing: "PRJ\(number)")
                jobs.append(fixture.job(of: project, due: StoreFixture.start + .seconds(number)))
                jobs.append(
                    fixture.job(of: project, queue: .bulk, priority: .low, due: StoreFixture.start + .seconds(3)))
                jobs.append(fixture.job(of: project, queue: .plugins, due: now + .seconds(1)))
            }
            try await fixture.enqueue(jobs)
            try await fixture.claim(jobs[0].id)
            #expect(
                try await store.jobs.backlog(at: now) == [
                    .default: QueueBacklog(waiting: 5, oldestDue: StoreFixture.start + .seconds(1)),
                    .bulk: QueueBacklog(waiting: 8, oldestDue: StoreFixture.start + .seconds(3)),
                ])
        },
    ]

    static let dueJobs: [RegistryStoreCase] = [
        .init("due jobs are listed oldest due first, from all lanes, up to a limit") { store in
            let fixture = StoreFixture(store)
            var jobs: [JobRecord] = []
            for (number, second) in [5, 3, 9, 1, 7, 0, 8, 2].enumerated() {
                let project = try ProjectID(parsing: "PRJ\(number)")
                jobs.append(fixture.job(of: project, state: .scheduled, due: StoreFixture.start + .seconds(second)))
            }
            try await fixture.enqueue(jobs)
            let sorted = jobs.sorted { $0.due < $1.due }.map(\.ticket)
            let now = StoreFixture.start + .seconds(7)
            #expect(try await store.jobs.due(at: now, after: nil, limit: 100) == Array(sorted.prefix(6)))
            #expect(try await store.jobs.due(at: now, after: nil, limit: 2) == Array(sorted.prefix(2)))
            #expect(try await fixture.due(at: StoreFixture.start - .milliseconds(1)) == [])
        },
        .init("due jobs are walked through page by page, those of one moment by lane and id") { store in
            let fixture = StoreFixture(store)
            let jobs = try (0..<30).map { number in
                fixture.job(
                    of: try ProjectID(parsing: "PRJ\(number)"), queue: number % 2 == 0 ? .index : .bulk,
                    priority: .high, due: StoreFixture.start + .seconds(number % 3))
            }
            try await fixture.enqueue(jobs)
            let expected = jobs.map(\.ticket).sorted { left, right in
                left.due == right.due ? precedes(left.id, right.id) : left.due < right.due
            }
            for step in [1, 7, 30] {
                var walked: [JobTicket] = []
                while walked.count <= 30 {
                    let page = try await store.jobs.due(
                        at: StoreFixture.lease, after: walked.last.map { DuePlace($0) }, limit: step)
                    if page.isEmpty { break }
                    walked += page
                }
                #expect(walked == expected)
            }
            // From a moment on: a place that no job has.
            let second = DuePlace(
                due: StoreFixture.start + .milliseconds(500), id: JobID(lane: Lane(0), id: RandomID()))
            #expect(
                try await store.jobs.due(at: StoreFixture.lease, after: second, limit: 100)
                    == Array(expected.dropFirst(10)))
        },
        .init("the next due time is that of the first waiting job that is not due yet") { store in
            let fixture = StoreFixture(store)
            #expect(try await store.jobs.nextDue(after: StoreFixture.start) == nil)
            let times = [-5, 0, 7, 4].map { StoreFixture.start + .seconds($0) }
            var jobs: [JobRecord] = []
            for (number, time) in times.enumerated() {
                jobs.append(fixture.job(of: try ProjectID(parsing: "PRJ\(number)"), state: .scheduled, due: time))
            }
            jobs.append(
                fixture.job(
                    of: try ProjectID(parsing: "PRJ1"), state: .cancelled, due: StoreFixture.start + .seconds(1),
                    finishedAt: StoreFixture.start))
            try await fixture.enqueue(jobs)
            #expect(try await store.jobs.nextDue(after: StoreFixture.start) == times[3])
            #expect(try await store.jobs.nextDue(after: times[3]) == times[2])
            #expect(try await store.jobs.nextDue(after: times[2]) == nil)
        },
    ]
}
