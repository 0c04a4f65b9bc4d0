/// Where the parts of segments come from while a query is evaluated.
///
/// Evaluation is synchronous and speculative: a part that is not at hand is noted and taken for empty, the result is
/// thrown away, and the evaluation is repeated once all that was noted has been fetched.
package protocol SegmentParts: AnyObject {
    /// The bytes of a part from 1 on; nil, and noted, when they are not at hand.
    ///
    /// Whoever fetches a part checks it once by ``Segment/check(_:part:)``.
    func part(_ number: Int, of segment: Segment) -> [UInt8]?

    /// Told when the bytes of a part make no sense. The result is worth nothing then; the evaluation goes on without
    /// them.
    func found(_ damage: SegmentDamage)
}
