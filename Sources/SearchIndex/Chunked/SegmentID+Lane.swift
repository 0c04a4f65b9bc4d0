package import RegistryCore

/// Ids that makers of segments choose: the lane in the high bits, so that an id is unique among all lanes.
extension SegmentID {
    /// Bits of what follows the lane.
    private static let bits = 48

    /// A stored segment's: by chance, of 2^48 in its lane. Of two that are ever alike the second's commit fails and is
    /// tried again under another.
    package static func random(in lane: Lane) -> SegmentID {
        SegmentID(rawValue: Int64(lane.number) << bits | Int64.random(in: 1..<(1 << bits)))
    }
    /// A segment's that lives in the memory of one process: negative.
    static func transient(_ number: Int64, in lane: Lane) -> SegmentID {
        SegmentID(rawValue: -(Int64(lane.number) << bits | number))
    }
    var isTransient: Bool { rawValue < 0 }
    var lane: Lane { Lane(Int(abs(rawValue) >> Self.bits)) }
}
