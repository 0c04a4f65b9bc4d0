internal import RegistryCore
internal import RegistryQuery
internal import SearchIndex

/// Asks the queries of a corpus, one at a time.
struct QueryMeasures: Sendable {
    private let place: SearchPlace
    private let corpus: Corpus
    /// Rounds that are measured, after one that warms up.
    private static let rounds = 4

    init(place: SearchPlace, corpus: Corpus) {
        self.place = place
        self.corpus = corpus
    }

    func run(_ report: (QueryReport) throws -> Void) async throws {
        let engine = Engine(place.segments)
        let reading = Engine(place.segments, readsDocuments: true)
        let forgetful = Engine(place.segments, cacheBytes: 0)
        for group in corpus.classes {
            for (caller, identity) in corpus.identities {
                let hits = Work(group: group, caller: caller, identity: identity)
                if group.kind == "facets" {
                    try report(await warm(hits, "facets", engine))
                    try report(await cold(hits, "cold facets", forgetful))
                    continue
                }
                if group.kind != "ranked" { try report(await warm(hits, "count", engine)) }
                try report(await warm(hits, "page", engine))
                try report(await warm(hits, "documents", reading))
                try report(await cold(hits, "cold page", forgetful))
            }
            Output.note("    \(group.name)")
        }
    }

    /// The engine over rows that are counted.
    struct Engine: Sendable {
        let segments: CountingSegments
        let search: ChunkedSearch

        init(
            _ base: any SegmentStore, readsDocuments: Bool = false, cacheBytes: Int = ChunkedSearch.cacheBytes
        ) {
            segments = CountingSegments(base, readsDocuments: readsDocuments)
            search = ChunkedSearch(segments, cacheBytes: cacheBytes)
        }
    }
    private struct Work: Sendable {
        let group: Corpus.QueryClass
        let caller: String
        let identity: Identity
    }

    private func warm(_ work: Work, _ mode: String, _ engine: Engine) async throws -> QueryReport {
        try await measured(work, mode, engine, warming: 1, rounds: Self.rounds)
    }
    private func cold(_ work: Work, _ mode: String, _ engine: Engine) async throws -> QueryReport {
        // What a lane shows and who may read it is known; only parts of segments are not.
        _ = try await engine.search.search(SearchRequest(limit: 0), readableBy: work.identity)
        return try await measured(work, mode, engine, warming: 0, rounds: 1)
    }

    private func measured(
        _ work: Work, _ mode: String, _ engine: Engine, warming: Int, rounds: Int
    ) async throws -> QueryReport {
        let queries = try work.group.queries.map { query in
            (try SearchQuery(parsing: query.q), (query.fields ?? []).compactMap { FieldPath($0) }.map { Facet($0) })
        }
        var samples = QuerySamples()
        var answers: [Answer] = []
        var clock = try await place.clock()
        for round in 0..<(warming + rounds) {
            if round == warming { clock = try await place.clock() }
            answers.removeAll()
            for (query, facets) in queries {
                _ = engine.segments.take()
                let (before, started) = (clock.start, ContinuousClock.now)
                answers.append(try await answer(query, facets, work, mode, engine.search))
                let wall = ContinuousClock.now - started
                if round >= warming { samples.add(clock.end - before, wall: wall, read: engine.segments.take()) }
            }
        }
        return samples.report(
            work.group.name, work.caller, mode, totals: answers.map(\.total), counts: answers.compactMap(\.counts))
    }

    private struct Answer: Sendable {
        let total: Int
        let counts: [String: [Int]]?
    }
    private func answer(
        _ query: SearchQuery, _ facets: [Facet], _ work: Work, _ mode: String, _ search: ChunkedSearch
    ) async throws -> Answer {
        if !facets.isEmpty {
            let answer = try await search.facets(
                FacetsRequest(query: query, facets: facets), readableBy: work.identity)
            let counts = answer.facets.map { ($0.field.description, $0.buckets.map(\.count)) }
            return Answer(total: answer.total, counts: Dictionary(counts) { first, _ in first })
        }
        let request = SearchRequest(
            query: query, order: work.group.kind == "ranked" ? .relevance : .newest, limit: mode == "count" ? 0 : 50)
        return Answer(total: try await search.search(request, readableBy: work.identity).total, counts: nil)
    }
}
