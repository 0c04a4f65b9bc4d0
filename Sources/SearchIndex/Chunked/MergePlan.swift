/// Which segments of a lane are made one: decided from their sizes alone.
///
/// Segments are ordered by what is still shown of them, in documents or in bytes, whichever weighs more, into tiers, each
/// ``fan`` times the one below. A tier with ``fan`` segments becomes one, so that a document is rewritten about four times
/// until it lies in a segment of ``fullSize``, and a lane of n documents has some `n / fullSize + 4 · fan` segments. A segment
/// of which half is shown no more is rewritten by itself, and one of which nothing is shown is dropped.
///
/// In a lane that rests, what tiers leave apart becomes one as well: readers pay for each segment, and lanes are many.
package struct MergePlan: Sendable, Equatable {
    package struct Candidate: Sendable, Equatable {
        package let id: SegmentID
        package let documents: Int
        /// Of these, still shown.
        package let shown: Int
        /// Documents that are shown; more where they have more than ``MergePlan/documentBytes`` each.
        let weight: Int

        /// - Parameter bytes: of all of the segment.
        package init(id: SegmentID, documents: Int, shown: Int, bytes: Int) {
            self.id = id
            self.documents = documents
            self.shown = shown
            weight = max(shown, bytes / MergePlan.documentBytes * shown / max(documents, 1))
        }
    }
    /// Segments that are dropped, since nothing of them is shown.
    package let dropped: [SegmentID]
    /// Segments that become one, each group on its own.
    package let merges: [[SegmentID]]

    package static let fan = 8
    private static let restingFan = 4
    /// Documents of the largest segment that is made by merging, as many as one may have: some 90 MB of index, and never
    /// above 128 MiB. One of half as many is merged no more.
    package static let fullSize = 65_536
    /// Bytes of index past which a document counts as several.
    package static let documentBytes = 2_048

    package init(dropped: [SegmentID], merges: [[SegmentID]]) {
        self.dropped = dropped
        self.merges = merges
    }

    /// - Parameter isResting: nothing was published for a while.
    package static func decide(_ segments: [Candidate], isResting: Bool = false) -> MergePlan {
        let dropped = segments.filter { $0.shown == 0 }.map(\.id)
        var merges: [[SegmentID]] = []
        var tiers: [Int: [Candidate]] = [:]
        for segment in segments where segment.shown > 0 {
            if segment.weight < fullSize / 2 {
                tiers[tier(of: segment.weight), default: []].append(segment)
            } else if 2 * segment.shown <= segment.documents {
                merges.append([segment.id])
            }
        }
        for tier in tiers.keys.sorted() {
            var group: [Candidate] = []
            var size = 0
            let members = (tiers[tier] ?? []).sorted { ($0.weight, $0.id) < ($1.weight, $1.id) }
            guard members.count >= fan else {
                merges += members.filter { 2 * $0.shown <= $0.documents }.map { [$0.id] }
                continue
            }
            for member in members {
                if size + member.weight > fullSize, group.count > 1 {
                    merges.append(group.map(\.id))
                    (group, size) = ([], 0)
                }
                group.append(member)
                size += member.weight
            }
            if group.count > 1 { merges.append(group.map(\.id)) }
        }
        if isResting, merges.isEmpty { merges = gathered(segments.filter { $0.shown > 0 }) }
        return MergePlan(dropped: dropped, merges: merges)
    }

    /// Small segments from the smallest on, as many as fit into a full one; none that is more than ``restingFan`` times as
    /// large as all before it is written anew for these.
    private static func gathered(_ segments: [Candidate]) -> [[SegmentID]] {
        let small = segments.filter { $0.weight < fullSize / 2 }.sorted { ($0.weight, $0.id) < ($1.weight, $1.id) }
        var groups: [[SegmentID]] = []
        var group: [SegmentID] = []
        var size = 0
        for segment in small {
            if size + segment.weight > fullSize || segment.weight > restingFan * size {
                groups.append(group)
                (group, size) = ([], 0)
            }
            group.append(segment.id)
            size += segment.weight
        }
        return (groups + [group]).filter { $0.count > 1 }
    }

    private static func tier(of size: Int) -> Int {
        var (tier, bound) = (0, fan)
        while size >= bound {
            tier += 1
            bound *= fan
        }
        return tier
    }
}
