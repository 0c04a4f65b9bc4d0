internal import Catalog
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex
internal import Synchronization
internal import Testing

/// What a lane shows at one moment, so that two ways of knowing it can be compared.
struct SeenLane: Equatable, Sendable {
    var generation: Int
    var segments: Set<SegmentRecord>
    var uploads: [VersionKey: ShownUpload]
    var policies: [PolicyNumber: PolicyRecord]

    init(_ lane: ShownLane) {
        generation = lane.generation
        segments = Set(lane.segments)
        uploads = Dictionary(lane.uploads.map { ($0.key.version, $0) }) { first, second in
            Issue.record("two uploads of one version: \(first) \(second)")
            return first
        }
        policies = lane.policies
    }

    /// What is seen by who follows changes.
    func following(_ changes: ShownChanges) -> Self {
        var lane = self
        lane.generation = changes.generation
        lane.segments = Set(changes.segments)
        for (version, upload) in changes.versions { lane.uploads[version] = upload }
        for (number, policy) in changes.policies { lane.policies[number] = policy }
        return lane
    }
}

extension StoreFixture {
    func rows() throws -> any SegmentStore { try #require(store.segments, "this store has no segments") }

    /// Who stores and merges what a lane shows.
    ///
    /// - Parameters:
    ///   - rows: the store's own unless given.
    ///   - interrupting: is called before the first exchange of segments.
    func keeper(
        of lane: Lane, rows: (any SegmentStore)? = nil, limits: IndexLimits = IndexLimits(),
        interrupting: (@Sendable () async throws -> Void)? = nil,
        now: @escaping @Sendable () -> Timestamp = { StoreFixture.start }
    ) throws -> SegmentKeeper {
        let store = store
        let interruption = Mutex(interrupting)
        return SegmentKeeper(try rows ?? self.rows(), lane: lane, limits: limits, now: now) { change in
            let interrupt = interruption.withLock { interruption in
                defer { interruption = nil }
                return interruption
            }
            try await interrupt?()
            var set = ChangeSet(lane: lane)
            set.index = [change]
            try await store.commit(set)
        }
    }
    /// Of all lanes.
    func segments() async throws -> Set<SegmentID> {
        var segments: Set<SegmentID> = []
        for lane in store.lanes.all { segments.formUnion(try await rows().shown(in: lane).segments.map(\.id)) }
        return segments
    }

    func generation(of lane: Lane) async throws -> Int {
        let generations = try await rows().generations(in: lane)
        #expect(generations.count == 1)
        return try #require(generations[lane])
    }
    func seen(_ lane: Lane) async throws -> SeenLane { SeenLane(try await rows().shown(in: lane)) }

    /// Expects `body` to move the lane's generation, no other lane's, and its changes to lead to what is there.
    ///
    /// - Returns: the changes.
    @discardableResult
    func expectMove(
        in lane: Lane, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async throws -> ShownChanges {
        let before = try await seen(lane)
        let all = try await rows().generations(in: nil)
        try await body()
        let changes = try #require(
            try await rows().changes(in: lane, after: before.generation), sourceLocation: sourceLocation)
        #expect(changes.generation > before.generation, "no move", sourceLocation: sourceLocation)
        #expect(before.following(changes) == (try await seen(lane)), sourceLocation: sourceLocation)
        let moved = try await rows().generations(in: nil).filter { all[$0.key] != $0.value }
        #expect(moved == [lane: changes.generation], sourceLocation: sourceLocation)
        return changes
    }
    /// Expects `body` to leave all that is shown, and every generation, as they are.
    func expectNoMove(
        in lane: Lane, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
    ) async throws {
        let before = try await seen(lane)
        let all = try await rows().generations(in: nil)
        try await body()
        #expect(try await seen(lane) == before, sourceLocation: sourceLocation)
        #expect(try await rows().generations(in: nil) == all, sourceLocation: sourceLocation)
    }

    /// Parts of these sizes, whose bytes tell segment and part.
    func parts(of segment: SegmentID, sizes: [Int]) -> [Int: [UInt8]] {
        Dictionary(
            uniqueKeysWithValues: sizes.enumerated().map { part, size in
                let name = UInt8(truncatingIfNeeded: Int(segment.rawValue) &* 31 &+ part &* 7)
                var data = [UInt8](repeating: name, count: size)
                for place in data.indices.prefix(256) { data[place] &+= UInt8(place) }
                return (part, data)
            })
    }
    /// A segment whose parts are written, and that no commit has added.
    func written(_ number: Int64, in lane: Lane, sizes: [Int] = [10, 300]) async throws -> SegmentRecord {
        let id = SegmentID(rawValue: number)
        try await rows().write(parts(of: id, sizes: sizes), of: id, in: lane, at: Self.start)
        return SegmentRecord(id: id, documents: 100, parts: sizes.count, bytes: sizes.reduce(0, +))
    }
    func exchange(
        in lane: Lane, expecting: [SegmentID]? = nil, retired: [SegmentID] = [], added: [SegmentRecord] = []
    ) async throws {
        try await commit(in: lane) {
            $0.index = [.exchange(expecting: expecting, retired: retired, added: added)]
        }
    }
    /// A segment that readers see.
    @discardableResult
    func added(_ number: Int64, in lane: Lane, sizes: [Int] = [10, 300]) async throws -> SegmentRecord {
        let record = try await written(number, in: lane, sizes: sizes)
        try await exchange(in: lane, added: [record])
        return record
    }
    func keys(_ segment: SegmentID, in lane: Lane, _ parts: Range<Int>) -> [SegmentPartKey] {
        parts.map { SegmentPartKey(lane: lane, segment: segment, part: $0) }
    }
}
