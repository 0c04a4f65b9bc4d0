internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryStore
internal import Testing

extension RegistryStoreCase {
    static let events: [RegistryStoreCase] = [
        .init("an event is kept as it was recorded") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let version = try VersionID(parsing: "1")
            let data = try JSONValue(parsing: #"{"b":1.50,"a":[null,true,"é"]}"#)
            let recorded = EventRecord(
                id: RandomID(), type: "upload.started", time: StoreFixture.start, actor: nil, project: project,
                version: version, data: data)
            try await fixture.commit(in: project) { $0.catalog = [.record(recorded)] }
            let events = try await fixture.events(in: fixture.lane(of: project))
            #expect(events.map(\.event) == [recorded])
            #expect(events.first?.event.data.description == data.description)
        },
        .init("events are numbered without gaps, in the order of their commits, and read in pages") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let recorded = (0..<10).map { fixture.event("\($0)", in: project) }
            for pair in stride(from: 0, to: 10, by: 2) {
                try await fixture.commit(in: project) {
                    $0.catalog = [.record(recorded[pair]), .record(recorded[pair + 1])]
                }
            }
            let lane = fixture.lane(of: project)
            let all = try await fixture.events(in: lane)
            #expect(all.map(\.event) == recorded)
            let first = try #require(all.first).position
            #expect(first > 0)
            #expect(all.map(\.position) == Array(first..<first + 10))
            var read: [EventRecord] = []
            var position = 0
            while true {
                let page = try await store.catalog.events(in: lane, after: position, limit: 3)
                guard let last = page.last else { break }
                #expect(page.count <= 3)
                read += page.map(\.event)
                position = last.position
            }
            #expect(read == recorded)
        },
        .init("each lane numbers its own events") { store in
            let fixture = StoreFixture(store)
            var recorded: [Lane: [RandomID]] = [:]
            for number in 0..<16 {
                let project = try await fixture.makeProject("PRJ\(number)")
                let event = fixture.event(in: project)
                try await fixture.commit(in: project) { $0.catalog = [.record(event)] }
                recorded[fixture.lane(of: project), default: []].append(event.id)
            }
            for lane in store.lanes.all {
                let events = try await fixture.events(in: lane)
                #expect(events.map(\.event.id) == recorded[lane] ?? [])
                #expect(zip(events, events.dropFirst()).allSatisfy { $0.position + 1 == $1.position })
            }
        },
        .init("a cursor that follows 40 commits at once skips no event and sees no position filled later") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let lane = fixture.lane(of: project)
            let isDone = Flag()
            let followed = try await withThrowingTaskGroup(of: [(position: Int, event: EventRecord)].self) { group in
                group.addTask { @concurrent in
                    _ = try await gathered(40) { _ in
                        try await fixture.commit(in: project) {
                            $0.catalog = (0..<3).map { .record(fixture.event("\($0)", in: project)) }
                        }
                    }
                    isDone.raise()
                    return []
                }
                group.addTask { @concurrent in
                    var seen: [(position: Int, event: EventRecord)] = []
                    while true {
                        let wasDone = isDone.isRaised
                        let page = try await store.catalog.events(in: lane, after: seen.last?.position ?? 0, limit: 7)
                        seen += page
                        if page.isEmpty {
                            if wasDone { return seen }
                            await Task.yield()
                        }
                    }
                }
                var followed: [(position: Int, event: EventRecord)] = []
                for try await seen in group { followed += seen }
                return followed
            }
            let all = try await fixture.events(in: lane)
            #expect(all.count == 120)
            #expect(followed.map(\.event.id) == all.map(\.event.id))
            #expect(zip(all, all.dropFirst()).allSatisfy { $0.position + 1 == $1.position })
            // The events of one commit stay together, in its order.
            #expect(all.map(\.event.type) == (0..<40).flatMap { _ in ["0", "1", "2"] })
        },
        .init("audit rows are taken with their commit") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let record = AuditRecord(
                id: RandomID(), time: StoreFixture.start, actor: "anna", action: "permissions.put", project: project,
                version: nil, detail: ["owners": ["anna"]])
            try await fixture.commit(in: project) {
                $0.catalog = [.audit(record), .guardProject(project, expecting: 0)]
            }
            #expect(try await store.catalog.facts(of: project, version: nil).project?.guardNumber == 1)
        },
    ]

    static let scrolls: [RegistryStoreCase] = [
        .init("a scroll is inserted once, as it is given") { store in
            let (fixture, scroll) = (StoreFixture(store), makeScroll())
            let lane = store.lanes.lane(of: scroll.id.description)
            #expect(try await store.catalog.scroll(scroll.id) == nil)
            try await fixture.commit(in: lane) { $0.catalog = [.insertScroll(scroll)] }
            #expect(try await store.catalog.scroll(scroll.id) == scroll)
            var another = scroll
            another.expires = StoreFixture.start
            await expectConflict {
                try await fixture.commit(in: lane) { $0.catalog = [.insertScroll(another)] }
            }
            #expect(try await store.catalog.scroll(scroll.id) == scroll)
        },
        .init("a sweep removes the scrolls that have expired, and no other") { store in
            let (fixture, scroll) = (StoreFixture(store), makeScroll())
            let lane = store.lanes.lane(of: scroll.id.description)
            try await fixture.commit(in: lane) { $0.catalog = [.insertScroll(scroll)] }
            #expect(try await store.sweep(before: scroll.expires, limit: 10) == 0)
            #expect(try await store.catalog.scroll(scroll.id) == scroll)
            #expect(try await store.sweep(before: scroll.expires + .milliseconds(1), limit: 10) == 1)
            #expect(try await store.catalog.scroll(scroll.id) == nil)
        },
        .init("a scroll's step expects the expiry that it has seen") { store in
            let (fixture, scroll) = (StoreFixture(store), makeScroll())
            let lane = store.lanes.lane(of: scroll.id.description)
            try await fixture.commit(in: lane) { $0.catalog = [.insertScroll(scroll)] }
            var next = scroll
            next.position = ["after": "b"]
            next.expires = scroll.expires + .seconds(1)
            try await fixture.commit(in: lane) { $0.catalog = [.updateScroll(next, expecting: scroll.expires)] }
            #expect(try await store.catalog.scroll(scroll.id) == next)
            var late = next
            late.position = ["after": "c"]
            late.expires = scroll.expires + .seconds(2)
            await expectConflict {
                try await fixture.commit(in: lane) { $0.catalog = [.updateScroll(late, expecting: scroll.expires)] }
            }
            #expect(try await store.catalog.scroll(scroll.id) == next)
            late.position = nil
            try await fixture.commit(in: lane) { $0.catalog = [.updateScroll(late, expecting: next.expires)] }
            #expect(try await store.catalog.scroll(scroll.id) == late)
        },
        .init("an absent scroll is not stepped, and removing it is no error") { store in
            let (fixture, scroll) = (StoreFixture(store), makeScroll())
            let lane = store.lanes.lane(of: scroll.id.description)
            await expectConflict {
                try await fixture.commit(in: lane) { $0.catalog = [.updateScroll(scroll, expecting: scroll.expires)] }
            }
            try await fixture.commit(in: lane) { $0.catalog = [.removeScroll(scroll.id)] }
            try await fixture.commit(in: lane) { $0.catalog = [.insertScroll(scroll)] }
            try await fixture.commit(in: lane) { $0.catalog = [.removeScroll(scroll.id)] }
            #expect(try await store.catalog.scroll(scroll.id) == nil)
        },
    ]

    private static func makeScroll() -> ScrollRecord {
        ScrollRecord(
            id: RandomID(), owner: "anna", request: ["q": "*", "size": 50], position: ["after": "a"],
            expires: StoreFixture.start + .seconds(60))
    }
}
