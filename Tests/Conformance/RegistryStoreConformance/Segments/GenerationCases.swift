internal import Catalog
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Testing

extension RegistryStoreCase {
    static let generations: [RegistryStoreCase] = [
        .init("every lane has a generation from the beginning, after 0") { store in
            let fixture = StoreFixture(store)
            let generations = try await fixture.rows().generations(in: nil)
            #expect(Set(generations.keys) == Set(store.lanes.all))
            for (lane, generation) in generations {
                #expect(generation > 0)
                #expect(try await fixture.generation(of: lane) == generation)
                #expect(try await fixture.rows().changes(in: lane, after: 0) == nil)
                let changes = try #require(try await fixture.rows().changes(in: lane, after: generation))
                #expect(changes.generation == generation)
                #expect(changes.versions.isEmpty && changes.policies.isEmpty && changes.segments.isEmpty)
            }
        },
        .init("a publication moves the generation and names its version") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let lane = fixture.lane(of: version.project)
            for round in 1...2 {
                let key = try await fixture.prepare(version, documents: [try fixture.document("a")])
                let changes = try await fixture.expectMove(in: lane) { try await fixture.publish(key, documents: 1) }
                #expect(Array(changes.versions.keys) == [version])
                #expect(changes.versions[version]??.key == key)
                #expect(changes.versions[version]??.revision == round)
                #expect(changes.policies.isEmpty)
            }
        },
        .init("a start, a completion, a claim and a failure move no generation, nor do events, jobs, scrolls") {
            store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let lane = fixture.lane(of: version.project)
            for isFirst in [true, false] {
                try await fixture.expectNoMove(in: lane) {
                    let key = try await fixture.prepare(version, documents: [try fixture.document("a")])
                    var failed = try await fixture.stored(key)
                    failed.state = isFirst ? .lapsed : .failed
                    try await fixture.commit(in: version.project) {
                        $0.catalog = [.updateUpload(failed, expecting: .indexing, fence: failed.fence)]
                    }
                    let job = fixture.job(in: lane)
                    try await fixture.commit(in: version.project) {
                        $0.catalog = [
                            .record(
                                EventRecord(
                                    id: RandomID(), type: "probe", time: StoreFixture.start, actor: nil,
                                    project: version.project, version: nil))
                        ]
                        $0.jobs = [.enqueue(job)]
                    }
                }
                if isFirst { try await fixture.publish(version, "a") }
            }
        },
        .init("the end of what was shown moves the generation, and its version shows nothing") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            for state in [UploadState.deleted, .expired] {
                let version = try fixture.version(state.rawValue, of: project)
                let key = try await fixture.publish(version, "a")
                let changes = try await fixture.expectMove(in: fixture.lane(of: project)) {
                    try await fixture.remove(key, to: state)
                }
                #expect(changes.versions == [version: nil])
            }
        },
        .init("whatever takes an upload from its version or its documents from it moves the generation") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let lane = fixture.lane(of: project)
            let version = try fixture.version("1", of: project)
            let key = try await fixture.publish(version, "a")
            var record = try await fixture.stored(version)
            for current in [nil, key.id] {
                record.current = current
                let changes = try await fixture.expectMove(in: lane) {
                    try await fixture.commit(in: project) {
                        $0.catalog = [.updateVersion(record, expecting: record.guardNumber)]
                    }
                }
                #expect(changes.versions.mapValues { $0?.key.id } == [version: current])
                record.guardNumber += 1
            }
            // The guard alone is nobody's business.
            try await fixture.expectNoMove(in: lane) {
                try await fixture.commit(in: project) {
                    $0.catalog = [.updateVersion(record, expecting: record.guardNumber)]
                }
            }
            let changes = try await fixture.expectMove(in: lane) {
                try await fixture.commit(in: project) { $0.index = [.withdraw(key)] }
            }
            #expect(changes.versions == [version: nil])
        },
        .init("a change of the row of an upload that is shown moves the generation") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let lane = fixture.lane(of: version.project)
            let key = try await fixture.publish(version, "a")
            var upload = try await fixture.stored(key)
            upload.expiryJob = JobID(lane: lane, id: RandomID())
            upload.indexedAt = StoreFixture.start + .seconds(77)
            let changes = try await fixture.expectMove(in: lane) {
                try await fixture.commit(in: version.project) {
                    $0.catalog = [.updateUpload(upload, expecting: .indexed, fence: upload.fence)]
                }
            }
            #expect(changes.versions[version]??.expiryJob == upload.expiryJob)
            #expect(changes.versions[version]??.indexedAt == upload.indexedAt)
        },
        .init("an upload that gets its revision last is shown from then on") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let lane = fixture.lane(of: version.project)
            let key = try await fixture.startUpload(of: version)
            var upload = try await fixture.stored(key)
            (upload.state, upload.fence, upload.sealedAt) = (.indexing, 1, StoreFixture.start)
            try await fixture.commit(in: version.project) {
                $0.catalog = [.updateUpload(upload, expecting: .uploading, fence: 0)]
            }
            try await store.stage(.documents([try fixture.document("a")]), of: key, fence: 1)
            let hidden = try await fixture.expectMove(in: lane) { try await fixture.publish(key, documents: 1) }
            #expect(hidden.versions == [version: nil])
            let shown = try await fixture.expectMove(in: lane) {
                try await fixture.commit(in: version.project) { $0.catalog = [.allotRevision(key)] }
            }
            #expect(shown.versions[version]??.revision == 1)
        },
        .init("a refused commit moves nothing") { store in
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject())
            let key = try await fixture.prepare(version, documents: [try fixture.document("a")])
            let changes = try await fixture.publication(of: key, documents: 2)
            try await fixture.expectNoMove(in: changes.lane) {
                await expectConflict { try await store.commit(changes) }
            }
        },
        .init("generations only rise, and none comes twice, while many commit") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let lane = fixture.lane(of: project)
            var versions: [VersionKey] = []
            for number in 0..<6 { versions.append(try fixture.version("\(number)", of: project)) }
            let all = versions
            let seen = try await gathered(6) { number -> [Int] in
                var generations: [Int] = []
                for _ in 0..<6 {
                    try await fixture.publish(all[number], "a")
                    generations.append(try await fixture.generation(of: lane))
                }
                return generations
            }
            for generations in seen { #expect(generations == generations.sorted()) }
            for generations in seen { #expect(Set(generations).count == generations.count) }
            #expect(seen.compactMap(\.last).max() == (try await fixture.generation(of: lane)))
        },
    ]

    static let generationLogs: [RegistryStoreCase] = [
        .init("policies of projects, versions and the instance move the generation, and name who is touched") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject(policy: nil)
            let lane = fixture.lane(of: project)
            let versions = try ["1", "2", "3"].map { try fixture.version($0, of: project) }
            for version in versions.prefix(2) { try await fixture.publish(version, "a") }
            try await fixture.startUpload(of: versions[2])
            let other = try await fixture.makeProject("OTHER", policy: StoreFixture.closed)
            try await fixture.publish(try fixture.version("1", of: other), "a")

            let owners: [(PolicyOwner, PolicyScope, Set<VersionKey>)] = [
                (.project(project), .project, Set(versions)), (.version(versions[0]), .version, [versions[0]]),
                (.instance, .instance, []), (.project(project), .project, Set(versions)),
                (.instance, .instance, []), (.version(versions[0]), .version, [versions[0]]),
            ]
            var held: [PolicyOwner: PolicyNumber] = [:]
            for (owner, scope, touched) in owners {
                let policy = AccessPolicy(owners: ["u\(held.count)"], viewers: ["é"], readAccess: .viewers)
                var number = 0
                let changes = try await fixture.expectMove(in: lane) {
                    number = try await fixture.put(policy, of: owner, in: lane, scope: scope)
                }
                #expect(Set(changes.versions.keys) == touched)
                #expect(Set(changes.policies.keys) == Set([number, held[owner] ?? number]))
                #expect(changes.policies[number] == PolicyRecord(number: number, scope: scope, policy: policy))
                held[owner] = number
            }
            for owner in [PolicyOwner.version(versions[0]), .instance, .project(project)] {
                let number = try #require(held[owner])
                let changes = try await fixture.expectMove(in: lane) {
                    try await fixture.commit(in: lane) { $0.catalog = [.removePolicy(of: owner)] }
                }
                #expect(changes.policies == [number: nil])
            }
            #expect(Set(try await fixture.seen(lane).uploads.values.map(\.policy)).contains(0))
        },
        .init("a policy that is put twice in one commit leaves none behind") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let lane = fixture.lane(of: project)
            try await fixture.publish(try fixture.version("1", of: project), "a")
            let numbers = [
                try await store.reserve(.policy(lane)), try await store.reserve(.policy(lane)),
            ]
            let changes = try await fixture.expectMove(in: lane) {
                try await fixture.commit(in: lane) { set in
                    set.catalog = numbers.map {
                        .putPolicy(
                            PolicyRecord(number: $0, scope: .project, policy: StoreFixture.closed),
                            of: .project(project))
                    }
                }
            }
            #expect(changes.policies[numbers[0]] == .some(nil))
            #expect(try await fixture.seen(lane).policies.count == 1)
        },
        .init("a version that goes takes its policy with it, and both are named") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let lane = fixture.lane(of: project)
            let version = try fixture.version("offered", of: project)
            try await fixture.commit(in: project) {
                $0.catalog = [.insertVersion(VersionRecord(key: version, createdBy: "anna"))]
            }
            let number = try await fixture.put(StoreFixture.closed, of: .version(version), in: lane, scope: .version)
            let changes = try await fixture.expectMove(in: lane) {
                try await fixture.commit(in: project) { $0.catalog = [.removeVersion(version, expecting: 0)] }
            }
            #expect(changes.versions == [version: nil])
            #expect(changes.policies == [number: nil])
        },
        .init("who is far behind, or knows a generation that never was, reads all anew") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let lane = fixture.lane(of: project)
            let first = try await fixture.generation(of: lane)
            try await fixture.touch(IndexTouches.followedRows, in: project)
            let second = try await fixture.generation(of: lane)
            let changes = try #require(try await fixture.rows().changes(in: lane, after: first))
            #expect(changes.versions.count == IndexTouches.followedRows)
            #expect(changes.versions.values.allSatisfy { $0 == nil })
            try await fixture.touch(1, in: project)
            #expect(try await fixture.rows().changes(in: lane, after: first) == nil)
            #expect(try await fixture.rows().changes(in: lane, after: second)?.versions.count == 1)
            for strange in [0, 2, first - 1, second - 1, second + 1_000_000] where strange != first {
                #expect(try await fixture.rows().changes(in: lane, after: strange) == nil)
            }
        },
        .init("a sweep keeps the newest of the log, in whole generations") { store in
            let fixture = StoreFixture(store)
            let project = try await fixture.makeProject()
            let lane = fixture.lane(of: project)
            var generations: [Int] = []
            for _ in 0..<7 {
                try await fixture.touch(1_900, in: project)
                generations.append(try await fixture.generation(of: lane))
            }
            #expect(try await fixture.rows().changes(in: lane, after: generations[0]) == nil)  // too many rows
            while try await store.sweep(before: StoreFixture.start, limit: 500) > 0 {}
            // 13 300 rows less two generations are under 10 000.
            #expect(try await fixture.rows().changes(in: lane, after: generations[5])?.versions.count == 1_900)
            let before = try await fixture.seen(lane)
            try await fixture.touch(1, in: project)
            let changes = try #require(try await fixture.rows().changes(in: lane, after: before.generation))
            #expect(before.following(changes) == (try await fixture.seen(lane)))
        },
    ]
}

extension StoreFixture {
    /// Touches so many versions, none of which is there, in one commit.
    fileprivate func touch(_ count: Int, in project: ProjectID) async throws {
        let uploads = try (0..<count).map { newUpload(of: try version("x\($0)", of: project)) }
        try await commit(in: project) { $0.index = uploads.map { .withdraw($0) } }
    }
}
