package import Catalog

/// The documents of a lane that one caller may read, as of the moment of its view.
package struct Readable: Sendable {
    /// By segment of the view.
    let sets: [DocumentSet]
    package let documents: Int
    /// Of all these documents.
    package let words: Int
    private let parts: [Part]
    private let policies: Set<PolicyNumber>?

    /// What is readable of one segment.
    private struct Part: Sendable {
        let identity: SegmentView.Identity
        let set: DocumentSet
        var documents = 0
        var words = 0

        init(_ view: SegmentView, policies: Set<PolicyNumber>?) {
            identity = view.identity
            var set = DocumentSet(capacity: view.segment.documentCount)
            // Neighbours are put in at once: an administrator's thousands of runs are few ranges.
            var pending = 0..<0
            for case let run? in view.runs where policies?.contains(run.policy) ?? true {
                documents += run.count
                words += run.words
                if run.first == pending.upperBound {
                    pending = pending.lowerBound..<run.positions.upperBound
                } else {
                    set.insert(pending)
                    pending = run.positions
                }
            }
            set.insert(pending)
            self.set = set
        }
    }

    /// - Parameters:
    ///   - policies: those that let the caller read; nil lets the caller read everything.
    ///   - former: of an earlier view, what of it is the same still is not reckoned again.
    package init(view: LaneView, policies: Set<PolicyNumber>?, former: Readable? = nil) {
        let known = former.flatMap { $0.policies == policies ? $0.parts : nil } ?? []
        // The former parts keep their identities alive, so that no other view has one of them.
        let places = Dictionary(known.enumerated().map { (ObjectIdentifier($1.identity), $0) }) { first, _ in first }
        let parts = view.segments.map { segment in
            places[ObjectIdentifier(segment.identity)].map { known[$0] } ?? Part(segment, policies: policies)
        }
        self.parts = parts
        self.policies = policies
        sets = parts.map(\.set)
        documents = parts.reduce(0) { $0 + $1.documents }
        words = parts.reduce(0) { $0 + $1.words }
    }
}
