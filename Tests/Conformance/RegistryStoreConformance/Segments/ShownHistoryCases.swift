internal import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Synchronization
internal import Testing

extension RegistryStoreCase {
    static let shownHistories: [RegistryStoreCase] = [
        .init("who follows the changes knows what who reads all anew does, through 4 random histories") { store in
            for seed in 1...4 {
                var history = ShownHistory(StoreFixture(store), seed: UInt64(seed))
                try await history.begin()
                for _ in 0..<25 { try await history.step() }
                try await history.compare()
            }
        },
        .init("readers beside writers see every generation whole, and the same") { store in
            let fixture = StoreFixture(store)
            let versions = try await fixture.servedVersions(3)
            let isDone = Flag()
            let sightings = Sightings()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { @concurrent in
                    _ = try await gathered(versions.count) { number in
                        for _ in 0..<8 { try await fixture.publishWithPolicy(versions[number]) }
                    }
                    isDone.raise()
                }
                for reader in 0..<3 {
                    group.addTask { @concurrent in
                        var views: [Lane: SeenLane] = [:]
                        repeat {
                            for lane in Set(versions.map { fixture.lane(of: $0.project) }) {
                                let view = try await fixture.next(views[lane], in: lane, anew: reader == 0)
                                views[lane] = view
                                sightings.expectSame(view, in: lane)
                                view.expectPoliciesOfTheirUploads()
                            }
                        } while !isDone.isRaised
                    }
                }
                try await group.waitForAll()
            }
        },
    ]
}

/// What several readers have seen, by generation.
private final class Sightings: Sendable {
    private let known = Mutex<[Lane: [Int: SeenLane]]>([:])

    /// Expects who saw this generation before to have seen the same.
    func expectSame(_ view: SeenLane, in lane: Lane) {
        let first = known.withLock { known in
            let first = known[lane]?[view.generation] ?? view
            known[lane, default: [:]][view.generation] = first
            return first
        }
        #expect(first == view, "two of one generation")
    }
}

/// Random commits in a few projects, and views of their lanes that follow them, some every time and some seldom.
private struct ShownHistory {
    private let fixture: StoreFixture
    private var random: Dice
    private var versions: [VersionKey] = []
    /// By lane: who looks after every commit, and who looks after some.
    private var close: [Lane: SeenLane] = [:]
    private var far: [Lane: SeenLane] = [:]
    private var segments: Int64

    init(_ fixture: StoreFixture, seed: UInt64) {
        self.fixture = fixture
        random = Dice(state: seed)
        segments = Int64(seed) * 1_000
    }

    mutating func begin() async throws {
        for lane in fixture.store.lanes.all {
            close[lane] = try await fixture.seen(lane)
            far[lane] = close[lane]
        }
        for number in 0..<3 {
            let project = try await fixture.makeProject(
                "H\(segments)-\(number)", policy: number == 0 ? nil : StoreFixture.open)
            for name in ["1", "2"] { versions.append(try fixture.version(name, of: project)) }
        }
    }

    mutating func step() async throws {
        let version = versions[random.next(versions.count)]
        let (project, lane) = (version.project, fixture.lane(of: version.project))
        let record = try await fixture.store.catalog.facts(of: project, version: version.version)
        let policy = AccessPolicy(owners: ["u\(random.next(9))"], readAccess: .owners)
        switch random.next(11) {
        case 0, 1, 2:
            try await fixture.publish(
                version, documents: try (0..<random.next(3)).map { try fixture.document("f\($0)") })
        case 3: if let current = record.current { try await fixture.remove(current.key) }
        case 4:
            if let current = record.current {
                try await fixture.commit(in: lane) { $0.index = [.withdraw(current.key)] }
            }
        case 5: try await fixture.put(policy, of: project)
        case 6: if record.version != nil { try await fixture.put(policy, of: version) }
        case 7: try await fixture.put(policy, of: .instance, in: lane, scope: .instance)
        case 8:
            let owners = [.project(project), .instance] + (record.version == nil ? [] : [PolicyOwner.version(version)])
            let owner = owners[random.next(owners.count)]
            try await fixture.commit(in: lane) { $0.catalog = [.removePolicy(of: owner)] }
        case 9:
            segments += 1
            let live = try await fixture.rows().shown(in: lane).segments.map(\.id)
            let added = try await fixture.written(segments, in: lane)
            try await fixture.exchange(in: lane, retired: Array(live.prefix(random.next(3))), added: [added])
        default:
            if record.last?.state.isActive != true { try await fixture.startUpload(of: version) }
            if let last = try await fixture.store.catalog.facts(of: project, version: version.version).last {
                var lapsed = last
                lapsed.state = .lapsed
                if last.state == .uploading {
                    try await fixture.commit(in: lane) {
                        $0.catalog = [.updateUpload(lapsed, expecting: .uploading, fence: last.fence)]
                    }
                }
            }
        }
        try await follow(&close)
        if random.next(7) == 0 { try await follow(&far) }
    }

    mutating func compare() async throws {
        try await follow(&close)
        try await follow(&far)
    }

    private func follow(_ views: inout [Lane: SeenLane]) async throws {
        for (lane, view) in views {
            let changes = try #require(try await fixture.rows().changes(in: lane, after: view.generation))
            let followed = view.following(changes)
            #expect(followed == (try await fixture.seen(lane)))
            views[lane] = followed
        }
    }
}

/// The same numbers for the same seed (SplitMix64, https://prng.di.unimi.it/splitmix64.c).
private struct Dice {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ (z >> 31)) % UInt64(bound))
    }
}

extension StoreFixture {
    /// Versions of as many projects, each with a policy that names the revision it serves.
    fileprivate func servedVersions(_ count: Int) async throws -> [VersionKey] {
        var versions: [VersionKey] = []
        for number in 0..<count {
            let version = try version("1", of: try await makeProject("P\(number)", policy: nil))
            try await publishWithPolicy(version)
            versions.append(version)
        }
        return versions
    }

    /// Publishes an upload and gives its version a policy that names the upload's revision, in one commit.
    fileprivate func publishWithPolicy(_ version: VersionKey) async throws {
        let key = try await prepare(version, documents: [try document("a")])
        var changes = try await publication(of: key, documents: 1)
        let revision = try await stored(key).revision ?? 0
        let policy = PolicyRecord(
            number: try await store.reserve(.policy(changes.lane)), scope: .version,
            policy: AccessPolicy(owners: ["revision-\(revision)"], readAccess: .owners))
        changes.catalog.append(.putPolicy(policy, of: .version(version)))
        try await store.commit(changes)
    }

    fileprivate func next(_ view: SeenLane?, in lane: Lane, anew: Bool) async throws -> SeenLane {
        guard let view, !anew else { return try await seen(lane) }
        return view.following(try #require(try await rows().changes(in: lane, after: view.generation)))
    }
}

extension SeenLane {
    /// Each upload of `publishWithPolicy` came with its policy, and goes with it.
    fileprivate func expectPoliciesOfTheirUploads() {
        for upload in uploads.values {
            #expect(policies[upload.policy]?.policy.owners == ["revision-\(upload.revision)"])
        }
        #expect(policies.count == uploads.count)
    }
}
