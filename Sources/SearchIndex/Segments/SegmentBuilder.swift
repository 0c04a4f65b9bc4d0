package import Catalog
internal import RegistryCore

/// Builds a segment from documents; the same documents give the same bytes, in whatever order they are added.
///
/// It takes some six times the size of the documents in memory (measured with 8 192 of 2.6 KB each), about half of it before
/// ``finish()``, which ``byteCount`` tells; large segments are better merged from smaller ones.
package struct SegmentBuilder {
    /// Documents of a segment.
    package static let documentMaximum = DocumentSet.capacityMaximum

    private struct Run {
        let upload: UploadKey
        let fence: Int
        let revision: Revision
        let sealedAt: Timestamp
        /// As they were collected.
        var documents: Range<Int>
    }
    private var runs: [Run] = []
    /// Each with the `@` that follows it in the id: all of one run are of one project and version, so that it decides.
    private var paths: [[UInt8]] = []
    private var collector = TermCollector()

    package init() {}

    /// Documents that were added.
    package var documentCount: Int { collector.documentCount }
    /// Bytes of memory that the terms take which were collected so far.
    package var byteCount: Int { collector.byteCount }

    /// Adds documents of one upload; those of the upload and fence that were added last belong to the same run.
    ///
    /// - Parameter documents: in any order, all of the same revision and seal; none adds no run. There is room for them.
    package mutating func add(_ documents: [ArtifactDocument], of upload: UploadKey, fence: Int) {
        guard let first = documents.first else { return }
        precondition(
            documents.count <= Self.documentMaximum - documentCount,
            "\(documents.count) documents do not fit behind \(documentCount) others into one segment")
        let end = documentCount + documents.count
        if let last = runs.last, last.upload == upload, last.fence == fence {
            runs[runs.count - 1].documents = last.documents.lowerBound..<end
        } else {
            runs.append(
                Run(
                    upload: upload, fence: fence, revision: first.revision, sealedAt: first.sealedAt,
                    documents: documentCount..<end))
        }
        for document in documents {
            paths.append(Array("\(document.id.path)@".utf8))
            collector.add(document)
        }
    }

    /// The parts, from the header on. Nothing can be added afterwards.
    package consuming func finish() -> [[UInt8]] {
        let collected = runs.map { run in
            (
                run: SegmentRun(
                    upload: run.upload, fence: run.fence, revision: run.revision, sealedAt: run.sealedAt,
                    first: run.documents.lowerBound, count: run.documents.count,
                    words: collector.lengths[run.documents].reduce(0) { $0 + Int($1) }),
                documents: run.documents.sorted { paths[$0].order(against: paths[$1]) < 0 }
            )
        }
        let order = collected.sorted {
            $0.run.precedes($1.run, path: paths[$0.documents[0]], otherPath: paths[$1.documents[0]])
        }
        let documents = order.flatMap(\.documents)
        var positions = [UInt16](repeating: 0, count: documentCount)
        for (position, document) in documents.enumerated() { positions[document] = UInt16(position) }
        var ordered: [SegmentRun] = []
        var first = 0
        for (run, _) in order {
            ordered.append(run.moved(to: first))
            first += run.count
        }
        let terms = CollectedTerms(collector)
        var writer = SegmentWriter(runs: ordered, names: terms.names)
        terms.forEach(positions: positions) { writer.add(field: $0, kind: $1, key: $2, $3) }
        return writer.finish(
            lengths: documents.map { collector.lengths[$0] }, paths: documents.map { paths[$0].dropLast() })
    }
}
