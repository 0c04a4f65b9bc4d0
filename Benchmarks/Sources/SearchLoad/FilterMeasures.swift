internal import Catalog
internal import RegistryCore
internal import RegistryQuery
internal import RegistryStore
internal import SearchIndex

/// What it costs to find out what a caller may read: for one who has not asked before, and after a change of a policy.
struct FilterMeasures: Sendable {
    private let place: SearchPlace
    private let corpus: Corpus
    private static let times = 50
    private static let groupsOfCaller = 20

    init(place: SearchPlace, corpus: Corpus) {
        self.place = place
        self.corpus = corpus
    }

    func run(_ report: (QueryReport) throws -> Void) async throws {
        let engine = QueryMeasures.Engine(place.segments)
        guard let group = corpus.classes.first(where: { $0.name == "middling term" }),
            let user = corpus.identities.first(where: { $0.name == "user" })?.identity
        else { throw SearchLoadError("the corpus has no middling terms or no user") }
        let request = SearchRequest(query: try SearchQuery(parsing: group.queries[0].q))
        for caller in [Identity.system, user] {
            for _ in 0..<3 { _ = try await engine.search.search(request, readableBy: caller) }
        }
        var (known, strangers, changed) = (QuerySamples(), QuerySamples(), QuerySamples())
        for number in 0..<Self.times {
            try await sample(&known, request, user, engine)
            try await sample(&strangers, request, stranger(number), engine)
        }
        let projects = corpus.projects.sorted { $0.key < $1.key }
        for number in 0..<Self.times {
            let (name, policy) = projects[number * 97 % projects.count]
            try await change(try ProjectID(parsing: name), to: corpus.policies[policy].accessPolicy)
            try await sample(&changed, request, user, engine)
        }
        try report(known.report("filter", "user", "known caller"))
        try report(strangers.report("filter", "user", "new caller"))
        try report(changed.report("filter", "user", "after a change of a policy"))
    }

    /// With other groups than anybody before.
    private func stranger(_ number: Int) -> Identity {
        let groups = (0..<Self.groupsOfCaller).map { place in
            let name = String((place * 10 + number) % 200)
            return "group-" + String(repeating: "0", count: 3 - name.utf8.count) + name
        }
        return Identity(user: "stranger-\(number)", groups: groups)
    }

    private func change(_ project: ProjectID, to policy: AccessPolicy) async throws {
        let lane = place.store.lanes.lane(of: project)
        let number = try await place.store.reserve(.policy(lane))
        var changes = ChangeSet(lane: lane)
        changes.catalog = [
            .putPolicy(PolicyRecord(number: number, scope: .project, policy: policy), of: .project(project))
        ]
        try await place.store.commit(changes)
    }

    private func sample(
        _ samples: inout QuerySamples, _ request: SearchRequest, _ caller: Identity, _ engine: QueryMeasures.Engine
    ) async throws {
        let clock = try await place.clock()
        _ = engine.segments.take()
        let (before, started) = (clock.start, ContinuousClock.now)
        _ = try await engine.search.search(request, readableBy: caller)
        let wall = ContinuousClock.now - started
        samples.add(clock.end - before, wall: wall, read: engine.segments.take())
    }
}
