internal import Catalog
internal import HashTreeCollections
internal import RegistryCore

/// The stored segments of a lane with what is shown of them; the next generation's is made of the last one's, so that a
/// publication costs what it changes and not what the lane holds.
struct StoredRuns: Sendable {
    let segments: [Segment]
    let index: RunIndex
    private let places: [VersionKey: [LaneView.Place]]
    private(set) var views: [SegmentView]

    /// - Parameters:
    ///   - former: of an earlier generation; nil where there is none, or what has changed since is not known.
    ///   - changed: versions that may show something else since.
    ///   - uploads: what each version shows.
    init(
        _ segments: [Segment], former: StoredRuns?, changed: some Sequence<VersionKey>,
        _ uploads: TreeDictionary<VersionKey, ShownUpload>
    ) {
        self.segments = segments
        if let former, former.segments.elementsEqual(segments, by: { $0.id == $1.id }) {
            (index, places, views) = (former.index, former.places, former.views)
            for version in changed { show(version, uploads[version]) }
            return
        }
        index = RunIndex(segments)
        var places: [VersionKey: [LaneView.Place]] = [:]
        for (number, segment) in segments.enumerated() {
            for (run, place) in segment.runs.enumerated() {
                places[place.upload.version, default: []].append(LaneView.Place(segment: number, run: run))
            }
        }
        self.places = places
        let known = Dictionary((former?.views ?? []).map { ($0.segment.id, $0) }) { first, _ in first }
        views = segments.map { segment in
            known[segment.id]
                ?? SegmentView(segment: segment, runs: [ShownRun?](repeating: nil, count: segment.runs.count))
        }
        var versions = Set(changed)
        let kept = Set(segments.map(\.id)).intersection(known.keys)
        for segment in segments + (former?.segments ?? []) where !kept.contains(segment.id) {
            for run in segment.runs { versions.insert(run.upload.version) }
        }
        for version in versions { show(version, uploads[version]) }
    }

    /// Whether an upload's documents are here.
    func hold(_ upload: ShownUpload) -> Bool {
        (places[upload.key.version] ?? []).contains { place in
            let run = segments[place.segment].runs[place.run]
            return run.upload == upload.key && run.fence == upload.fence
        }
    }

    /// An upload's documents may lie in several segments; never are more of them taken than it has.
    private mutating func show(_ version: VersionKey, _ upload: ShownUpload?) {
        var taken = 0
        for place in places[version] ?? [] {
            let shown = upload.flatMap { ShownRun(segments[place.segment].runs[place.run], of: $0, after: &taken) }
            if views[place.segment].runs[place.run] != shown { views[place.segment].show(shown, at: place.run) }
        }
    }
}

extension ShownRun {
    /// Nil for a run of another upload, and for one with which `taken` documents would be more than the upload has.
    init?(_ run: SegmentRun, of upload: ShownUpload, after taken: inout Int) {
        guard run.upload == upload.key, run.fence == upload.fence, taken + run.count <= upload.documents
        else { return nil }
        taken += run.count
        self.init(
            upload: upload.key, revision: upload.revision, sealedAt: upload.sealedAt, policy: upload.policy,
            first: run.first, count: run.count, words: run.words)
    }
}
