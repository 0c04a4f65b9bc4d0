package import Catalog

/// The documents of a lane that one caller may read, as of the moment of its view.
package struct Readable: Sendable {
    /// By segment of the view.
    let sets: [DocumentSet]
    package let documents: Int
    /// Of all these documents.
    package let words: Int

    /// - Parameter policies: those that let the caller read; nil lets the caller read everything.
    package init(view: LaneView, policies: Set<PolicyNumber>?) {
        var documents = 0
        var words = 0
        sets = view.segments.map { segment in
            var set = DocumentSet(capacity: segment.segment.documentCount)
            // Neighbours are put in at once: an administrator's thousands of runs are few ranges.
            var pending = 0..<0
            for case let run? in segment.runs where policies?.contains(run.policy) ?? true {
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
            return set
        }
        self.documents = documents
        self.words = words
    }
}
