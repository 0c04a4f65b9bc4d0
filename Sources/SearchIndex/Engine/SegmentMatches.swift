/// What a query matches in one segment.
struct SegmentMatches {
    /// A scored clause in one segment.
    struct Clause {
        /// What it matches, where the groups around it match as well.
        let documents: DocumentSet
        /// In the order of these documents; nil where it is 1 for each.
        let frequencies: [UInt32]?
        /// The documents that its text names.
        let named: DocumentSet?
        /// How many readable documents it matches by itself.
        let matching: Int
    }
    let documents: DocumentSet
    /// Empty where there are no scores.
    let clauses: [Clause]

    static func none(_ segment: Segment) -> SegmentMatches {
        SegmentMatches(documents: DocumentSet(capacity: segment.documentCount), clauses: [])
    }
}
