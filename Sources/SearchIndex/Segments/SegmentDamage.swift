/// Bytes of a segment that cannot be what was written: the segment has to be built anew.
package struct SegmentDamage: Error, Hashable, CustomStringConvertible {
    package let segment: SegmentID
    /// 0 is the header.
    package let part: Int
    /// A clause for the log; holds nothing of any document.
    package let reason: String

    package init(segment: SegmentID, part: Int, reason: String) {
        self.segment = segment
        self.part = part
        self.reason = reason
    }
    package var description: String { "part \(part) of segment \(segment.rawValue) is damaged: \(reason)" }
}
