/// The parts that an evaluation asks for, and how often one was not at hand or made no sense.
///
/// While that is 0, every answer of a ``Segment`` is the true one.
final class ObservedParts: SegmentParts {
    private let base: any SegmentParts
    private(set) var missing = 0

    init(_ base: any SegmentParts) {
        self.base = base
    }

    func part(_ number: Int, of segment: Segment) -> [UInt8]? {
        if let part = base.part(number, of: segment) { return part }
        missing += 1
        return nil
    }
    func found(_ damage: SegmentDamage) {
        base.found(damage)
        missing += 1
    }
}
