internal import Catalog
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let commits: [RegistryStoreCase] = [
        .init("an empty commit changes nothing") { store in
            let fixture = StoreFixture(store)
            let before = try await fixture.observe()
            try await store.commit(ChangeSet(lane: Lane(0)))
            #expect(try await fixture.observe() == before)
        },
        .init("a commit makes catalogue, index and jobs change together") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let upload = try await fixture.prepare(version, documents: [try fixture.document("a.txt")])
            var changes = try await fixture.publication(of: upload, documents: 1)
            let job = fixture.job(of: version.project)
            changes.catalog.append(.record(fixture.event("version.published", in: version.project)))
            changes.jobs.append(.enqueue(job))
            try await store.commit(changes)
            #expect(try await fixture.stored(upload).state == .indexed)
            #expect(try await fixture.stored(version).current == upload.id)
            #expect(try await store.index.count() == 1)
            #expect(try await store.jobs.job(job.id) == job)
            #expect(
                try await fixture.events(in: changes.lane).map(\.event.type) == ["version.published"])
        },
        .init("changes apply in order, each seeing those before it") { store in
            let fixture = StoreFixture(store)
            let project = try ProjectID(parsing: "PRJ1")
            let version = try fixture.version("1", of: project)
            let upload = fixture.newUpload(of: version)
            try await fixture.commit(in: project) {
                $0.catalog = [
                    .insertProject(ProjectRecord(project: project, createdBy: nil, createdAt: StoreFixture.start)),
                    .guardProject(project, expecting: 0), .guardProject(project, expecting: 1),
                    .insertVersion(VersionRecord(key: version, createdBy: nil)),
                    .insertUpload(fixture.record(upload)), .allotRevision(upload),
                ]
            }
            #expect(try await fixture.stored(upload).revision == 1)
            #expect(try await store.catalog.facts(of: project, version: nil).project?.guardNumber == 2)
        },
        .init("a refused change takes back the changes before and after it") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            try await fixture.expectRefused([.guardProject(project, expecting: 7)], in: project)
        },
        .init("a refused change of the index takes back the catalogue's") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let upload = try await fixture.prepare(version, documents: [try fixture.document("a.txt")])
            let changes = try await fixture.publication(of: upload, documents: 2)
            try await fixture.expectRefused(changes.catalog, index: changes.index, in: version.project)
        },
        .init("a refused change of the jobs takes back the catalogue's and the index's") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let waiting = fixture.job(of: version.project)
            try await fixture.enqueue(waiting)
            let upload = try await fixture.prepare(version, documents: [try fixture.document("a.txt")])
            let changes = try await fixture.publication(of: upload, documents: 1)
            try await fixture.expectRefused(
                changes.catalog, index: changes.index, jobs: [.rerun(waiting.id, due: StoreFixture.start)],
                in: version.project)
        },
        .init("a refused commit leaves no gap in events and revisions") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let version = try fixture.version("1", of: project)
            let upload = try await fixture.startUpload(of: version)
            for _ in 0..<3 {
                try await fixture.expectRefused(
                    [.allotRevision(upload), .guardProject(project, expecting: 7)], in: project)
            }
            try await fixture.seal(upload)
            try await fixture.commit(in: project) { $0.catalog.append(.record(fixture.event(in: project))) }
            #expect(try await fixture.stored(upload).revision == 1)
            let lane = fixture.lane(of: project)
            let position = try #require(try await fixture.events(in: lane).last).position
            try await fixture.commit(in: project) { $0.catalog.append(.record(fixture.event(in: project))) }
            #expect(try await fixture.events(in: lane).last?.position == position + 1)
        },
        .init("of 20 commits on one guard exactly one is applied") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let applied = try await succeeding(20) { number in
                try await fixture.commit(in: project) {
                    $0.catalog = [
                        .guardProject(project, expecting: 0), .record(fixture.event("\(number)", in: project)),
                    ]
                }
            }
            #expect(applied.count == 1)
            #expect(
                try await fixture.events(in: fixture.lane(of: project)).map(\.event.type) == applied.map { "\($0)" })
        },
        .init("commits of 20 projects at once are all applied") { store in
            let fixture = StoreFixture(store)
            let applied = try await succeeding(20) { number in
                try await fixture.publish(
                    try fixture.version("1", of: try await fixture.makeProject("PRJ\(number)")), "a.txt")
            }
            #expect(applied.count == 20)
            #expect(try await store.index.count() == 20)
        },
        .init("deciding again after a conflict loses no change") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let applied = try await succeeding(4) { _ in
                try await store.commit(attempts: 50) {
                    try await store.catalog.facts(of: project, version: nil)
                } deciding: { facts in
                    var changes = ChangeSet(lane: fixture.lane(of: project))
                    changes.catalog = [.guardProject(project, expecting: facts.project?.guardNumber ?? 0)]
                    return changes
                }
            }
            #expect(applied.count == 4)
            #expect(try await store.catalog.facts(of: project, version: nil).project?.guardNumber == 4)
        },
    ]
}
