internal import Catalog
internal import Foundation
internal import HashTreeCollections
package import RegistryCore
internal import Synchronization

/// The chunked engine over rows: looks up what a lane shows, evaluates queries over its segments, and fetches the parts
/// that it lacks, until nothing is missing.
///
/// Every answer is that of one moment of each lane, at or after the call: what the lanes show is asked for first, and
/// the segments and documents that it names never change. A segment or a row that was swept meanwhile (an hour after it
/// went out of use) makes the search begin again.
package struct ChunkedSearch: SearchIndex {
    private let store: any SegmentStore
    private let cache: PartCache
    private let loaders: [LaneLoader]
    private let states: LaneStates
    /// Evaluation computes without a pause: of what is not small, one processor is left to everything else.
    private let gate = SearchGate(width: ProcessInfo.processInfo.activeProcessorCount - 1)

    /// Bytes of parts that are remembered unless set otherwise.
    package static let cacheBytes = 256 << 20
    /// Bytes of parts that one search may read.
    package static let readMaximum = 256 << 20
    /// Bytes of documents with which a page ends, unless its first alone is larger.
    package static let pageBytes = 32 << 20
    /// Parts that are fetched at once; most have at most 32 KiB, columns up to 512 KiB.
    private static let fetchMaximum = 1_000
    /// How often a search begins again because something it needs was swept.
    private static let attempts = 5
    /// How often parts are fetched for one evaluation: header, dictionary, postings, columns and keys come one after another.
    private static let rounds = 24
    /// How long one search waits for its turns in all.
    private static let patience = Duration.seconds(10)

    package init(_ store: any SegmentStore, cacheBytes: Int = Self.cacheBytes, limits: IndexLimits = IndexLimits()) {
        self.store = store
        let cache = PartCache(capacity: cacheBytes)
        self.cache = cache
        loaders = store.lanes.all.map { LaneLoader($0, store, cache, limits) }
        states = LaneStates()
    }

    package func document(
        _ artifact: ArtifactID, readableBy caller: Identity
    ) async throws(SearchIndexError) -> ArtifactDocument? {
        do {
            return try await store.document(artifact, readableBy: caller)
        } catch {
            throw .unavailable(operation: "read a document", cause: error)
        }
    }

    package func count() async throws(SearchIndexError) -> Int {
        do {
            return try await store.documentCount()
        } catch {
            throw .unavailable(operation: "count documents", cause: error)
        }
    }

    package func search(
        _ request: SearchRequest, readableBy caller: Identity
    ) async throws(SearchIndexError) -> SearchPage {
        try await attempt("search") {
            let states = try await current(in: request.candidates)
            let lanes = Self.lanes(states, readableBy: caller)
            var search = try SegmentSearch(request, over: lanes)
            let hits = try await evaluate(states, price: search.price) { try search.run($0) }
            let documents = try await documents(of: hits.hits, states)
            let shown = hits.hits.prefix(documents.count)
            return SearchPage(
                documents: documents, total: hits.total,
                next: shown.count < hits.hits.count ? shown.last?.position : hits.next, statistics: hits.statistics,
                explanations: shown.compactMap(\.explanation))
        }
    }

    package func facets(
        _ request: FacetsRequest, readableBy caller: Identity
    ) async throws(SearchIndexError) -> FacetsAnswer {
        try await attempt("count facets") {
            let states = try await current(in: request.reach)
            let lanes = Self.lanes(states, readableBy: caller)
            var facets = try SegmentFacets(request, over: lanes)
            return try await evaluate(states, price: facets.price) { try facets.run($0) }
        }
    }

    package func fields(
        beginningWith prefix: String, limit: Int, readableBy caller: Identity
    ) async throws(SearchIndexError) -> [FieldCount] {
        try await attempt("list fields") {
            let states = try await current(in: .everything)
            let lanes = Self.lanes(states, readableBy: caller)
            var fields = SegmentFields(beginningWith: prefix, limit: limit, over: lanes)
            return try await evaluate(states, price: fields.price) { try fields.run($0) }
        }
    }

    // MARK: One attempt

    private func attempt<Answer>(
        _ operation: String, _ body: () async throws -> Answer
    ) async throws(SearchIndexError) -> Answer {
        var last: any Error = CancellationError()
        for attempt in 1...Self.attempts {
            do {
                return try await body()
            } catch let error as SearchIndexError {
                throw error
            } catch is SearchGate.Closed {
                throw .busy
            } catch let gone as SegmentGone {
                last = gone
                await forget(gone.segment.lane)
            } catch let lost as GenerationLost {
                last = lost
                await forget(lost.lane)
            } catch let gone as UploadGone {
                last = gone
                // The generation has moved, which the next attempt sees; unless a server has gone back, as one that took
                // over from another without its last commits.
                if attempt > 1 { await forget(store.lanes.lane(of: gone.upload.version.project)) }
            } catch {
                throw .unavailable(operation: operation, cause: error)
            }
        }
        throw .unavailable(operation: operation, cause: last)
    }

    private func forget(_ lane: Lane) async {
        await loaders[lane.number].reset()
        states.forget(lane)
    }

    /// The state of every lane that can hold a match, as of now or later.
    private func current(in reach: SearchRequest.Extent) async throws -> [LaneState] {
        let lane: Lane? =
            switch reach {
            case .everything: nil
            case .project(let project): store.lanes.lane(of: project)
            case .version(let version): store.lanes.lane(of: version.project)
            }
        let generations = try await store.generations(in: lane)
        var current: [LaneState] = []
        current.reserveCapacity(generations.count)
        for (lane, generation) in generations.sorted(by: { $0.key < $1.key }) {
            if let known = states.state(of: lane), known.generation >= generation {
                let holds = known.generation == generation ? true : try await stillHolds(known)
                if holds {
                    current.append(known)
                    continue
                }
                await forget(lane)
            }
            let loaded = try await loaders[lane.number].state(at: generation)
            states.keep(loaded)
            current.append(loaded)
        }
        return current
    }

    /// Whether a state that is newer than what the server was asked for is so because somebody was quicker: a server that took
    /// over from another without its last commits would stand before it now, too.
    private func stillHolds(_ known: LaneState) async throws -> Bool {
        try await store.generations(in: known.lane)[known.lane].map { $0 >= known.generation } ?? false
    }

    private static func lanes(_ states: [LaneState], readableBy caller: Identity) -> [ReadableLane] {
        let reader = ReaderKey(caller)
        return states.map { ReadableLane(view: $0.view, readable: $0.readable(for: reader)) }
    }

    private func evaluate<Answer: Sendable>(
        _ states: [LaneState], price: Int, _ body: (QueryParts) throws -> Answer?
    ) async throws -> Answer {
        let parts = QueryParts(states, cache: cache)
        var patience = Self.patience
        for _ in 0..<Self.rounds {
            let answer =
                if price <= QueryPrice.small {
                    try body(parts)
                } else {
                    try await gate.pass(within: &patience) { try body(parts) }
                }
            if let damage = parts.damage { throw damage }
            if let answer, parts.missing.isEmpty { return answer }
            while !parts.missing.isEmpty {
                guard parts.bytes <= Self.readMaximum else { throw SearchIndexError.exhausted }
                let missing = Array(parts.missing.prefix(Self.fetchMaximum))
                let fetched = try await store.parts(missing)
                if let gone = missing.first(where: { fetched[$0] == nil }) { throw SegmentGone(segment: gone.segment) }
                try parts.hold(fetched)
            }
        }
        throw SearchIndexError.exhausted
    }

    /// - Returns: those of the first hits only where they are large.
    private func documents(of hits: [SegmentHit], _ states: [LaneState]) async throws -> [ArtifactDocument] {
        if hits.isEmpty { return [] }
        let byLane = Dictionary(states.map { ($0.lane, $0) }) { first, _ in first }
        let keys = try hits.map { hit in
            guard let upload = byLane[hit.lane]?.upload(hit.upload) else { throw UploadGone(upload: hit.upload) }
            return ShownDocumentKey(upload: upload, path: hit.path)
        }
        return try zip(try await store.documents(keys, upTo: Self.pageBytes), zip(hits, keys)).map { document, place in
            guard let document else { throw UploadGone(upload: place.0.upload) }
            let record = byLane[place.0.lane]?.policies[place.1.upload.policy]
            return document.under(record)
        }
    }
}

/// The newest known state of every lane.
private final class LaneStates: Sendable {
    private let states = Mutex<[Lane: LaneState]>([:])

    func state(of lane: Lane) -> LaneState? { states.withLock { $0[lane] } }
    func keep(_ state: LaneState) {
        states.withLock { states in
            if let known = states[state.lane], known.generation > state.generation { return }
            states[state.lane] = state
        }
    }
    func forget(_ lane: Lane) { states.withLock { $0[lane] = nil } }
}

extension ArtifactDocument {
    /// The same document with the policy that holds.
    fileprivate func under(_ record: PolicyRecord?) -> ArtifactDocument {
        ArtifactDocument(
            id: id, revision: revision, staged: staged, sealedAt: sealedAt, indexedAt: indexedAt,
            policy: record?.policy, scope: record?.scope, expiryJob: expiryJob, endDate: endDate)
    }
}
