/// The parts of a look-up that ends with the first thing it finds: of those that are missing only a few are asked for.
final class FirstParts: SegmentParts {
    private let base: any SegmentParts
    private var left: Int

    init(_ base: any SegmentParts, count: Int) {
        self.base = base
        left = count
    }

    func part(_ number: Int, of segment: Segment) -> [UInt8]? {
        if left == 0 { return nil }
        if let part = base.part(number, of: segment) { return part }
        left -= 1
        return nil
    }
    func found(_ damage: SegmentDamage) { base.found(damage) }
}
