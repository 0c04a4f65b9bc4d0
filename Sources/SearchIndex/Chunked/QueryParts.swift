internal import RegistryCore

/// The parts that one query reads: those in memory, those remembered, and the names of those that must be fetched.
final class QueryParts: SegmentParts {
    private let tails: [SegmentID: [[UInt8]]]
    private let cache: PartCache
    /// What this query has seen stays until its end, whatever the cache drops.
    private var held: [SegmentPartKey: [UInt8]] = [:]
    /// Of all parts that this query has seen and that are kept in no state.
    private(set) var bytes = 0
    private(set) var missing: Set<SegmentPartKey> = []
    private(set) var damage: SegmentDamage?
    /// By id, once a part of one is asked for.
    private var segments: [SegmentID: Segment] = [:]

    init(_ states: [LaneState], cache: PartCache) {
        self.cache = cache
        var tails: [SegmentID: [[UInt8]]] = [:]
        for state in states {
            for tail in state.tail { tails[tail.segment.id] = tail.parts }
        }
        self.tails = tails
    }

    func part(_ number: Int, of segment: Segment) -> [UInt8]? {
        if segment.id.isTransient {
            guard let parts = tails[segment.id], parts.indices.contains(number) else { return nil }
            return parts[number]
        }
        let key = SegmentPartKey(lane: segment.id.lane, segment: segment.id, part: number)
        if let part = held[key] { return part }
        guard let part = cache.part(key) else {
            missing.insert(key)
            segments[segment.id] = segment
            return nil
        }
        held[key] = part
        bytes += part.count
        return part
    }

    func found(_ damage: SegmentDamage) { self.damage = self.damage ?? damage }

    /// Takes parts that were missing, each checked before anything reads it.
    func hold(_ parts: [SegmentPartKey: [UInt8]]) throws(SegmentDamage) {
        for (key, part) in parts {
            try segments[key.segment]?.check(part, part: key.part)
            missing.remove(key)
            if held.updateValue(part, forKey: key) == nil { bytes += part.count }
        }
        cache.keep(parts)
    }
}
