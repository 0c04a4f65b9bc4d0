/// All parts of one segment, in memory.
final class MemoryParts: SegmentParts {
    private let parts: [[UInt8]]
    init(_ parts: [[UInt8]]) { self.parts = parts }
    func part(_ number: Int, of segment: Segment) -> [UInt8]? {
        parts.indices.contains(number) ? parts[number] : nil
    }
    private(set) var damage: SegmentDamage?
    func found(_ damage: SegmentDamage) { self.damage = self.damage ?? damage }
}
