import Catalog
import RegistryCore
import RegistryQuery
import SearchIndex

/// Made documents in segments of several lanes, some of them hidden and each under one of a few policies.
struct EngineWorld {
    struct Upload {
        let fixture: FixtureUpload
        let policy: PolicyNumber
        let isShown: Bool
    }
    let uploads: [Upload]
    let views: [LaneView]
    let parts: [SegmentID: [[UInt8]]]
    static let policies: Set<PolicyNumber> = [1, 2, 3]

    /// - Parameters:
    ///   - segments: of each lane at most.
    ///   - uploads: of all lanes.
    init(seed: UInt64, lanes: Int, segments: Int, uploads count: Int, documents: ClosedRange<Int> = 1...6) throws {
        var random = RandomDocuments(seed: seed)
        let fixtures = try random.uploads(count, documents: documents)
        uploads = fixtures.map { fixture in
            Upload(
                fixture: fixture, policy: Int.random(in: 1...3, using: &random.generator),
                isShown: Int.random(in: 0...4, using: &random.generator) > 0)
        }
        var views: [LaneView] = []
        var parts: [SegmentID: [[UInt8]]] = [:]
        for lane in LaneCount(lanes).all {
            var groups = [[FixtureUpload]](repeating: [], count: segments)
            for upload in fixtures where LaneCount(lanes).lane(of: upload.key.project) == lane {
                // A large upload is divided, as it is where a segment has no room for it.
                let half = Int.random(in: 0...9, using: &random.generator) == 0 ? upload.documents.count / 2 : 0
                let slices = [upload.documents[..<half], upload.documents[half...]].filter { !$0.isEmpty }
                for slice in slices {
                    groups[Int.random(in: 0..<segments, using: &random.generator)].append(
                        FixtureUpload(key: upload.key, fence: upload.fence, documents: Array(slice)))
                }
            }
            var built: [SegmentView] = []
            for (number, group) in groups.enumerated() where !group.isEmpty {
                let id = SegmentID(rawValue: Int64(lane.number * 100 + number + 1))
                let bytes = SegmentFixture.build(group)
                let segment = try Segment(id: id, header: bytes[0])
                parts[id] = bytes
                built.append(SegmentView(segment: segment, runs: Self.runs(of: segment, uploads)))
            }
            views.append(LaneView(lane: lane, segments: built))
        }
        self.views = views
        self.parts = parts
    }

    private static func runs(of segment: Segment, _ uploads: [Upload]) -> [ShownRun?] {
        segment.runs.map { run in
            guard let upload = uploads.first(where: { $0.fixture.key == run.upload }), upload.isShown else {
                return nil
            }
            return ShownRun(
                upload: run.upload, revision: run.revision.number, sealedAt: run.sealedAt, policy: upload.policy,
                first: run.first, count: run.count, words: run.words)
        }
    }

    func lanes(readable policies: Set<PolicyNumber>?) -> [ReadableLane] {
        views.map { ReadableLane(view: $0, readable: Readable(view: $0, policies: policies)) }
    }
    /// What a caller of these policies may read, in no particular order.
    func documents(readable policies: Set<PolicyNumber>?) -> [ArtifactDocument] {
        uploads.filter { $0.isShown && policies?.contains($0.policy) ?? true }.flatMap(\.fixture.documents)
    }
}

/// The parts of all segments of a world: all at hand, or one more after each evaluation that lacked some.
final class RevealedParts: SegmentParts {
    private let parts: [SegmentID: [[UInt8]]]
    private var shown: Set<SegmentPart>?
    private(set) var missing: [SegmentPart] = []
    private(set) var damages: [SegmentDamage] = []

    struct SegmentPart: Hashable {
        let segment: SegmentID
        let number: Int
    }
    init(_ parts: [SegmentID: [[UInt8]]], atHand: Bool = true) {
        self.parts = parts
        shown = atHand ? nil : []
    }

    func part(_ number: Int, of segment: Segment) -> [UInt8]? {
        let part = SegmentPart(segment: segment.id, number: number)
        guard shown?.contains(part) ?? true else {
            missing.append(part)
            return nil
        }
        guard let parts = parts[segment.id], parts.indices.contains(number) else { return nil }
        return parts[number]
    }
    func found(_ damage: SegmentDamage) { damages.append(damage) }

    /// Shows what was asked for in vain: all of it or only the first part.
    ///
    /// - Returns: whether there was anything.
    func reveal(all: Bool) -> Bool {
        defer { missing = [] }
        if missing.isEmpty { return false }
        if all { shown?.formUnion(missing) } else { shown?.insert(missing[0]) }
        return true
    }
}

enum Evaluation {
    struct NeverEnds: Error {}

    /// Runs until nothing is missing.
    static func answer<Answer>(
        _ parts: RevealedParts, revealingAll: Bool = true, _ run: (RevealedParts) throws -> Answer?
    ) throws -> Answer {
        for _ in 0..<10_000 {
            do {
                if let answer = try run(parts) { return answer }
            } catch {
                // An error counts when it is one of all that there is.
                if !parts.reveal(all: revealingAll) { throw error }
                continue
            }
            guard parts.reveal(all: revealingAll) else { throw NeverEnds() }
        }
        throw NeverEnds()
    }
}
