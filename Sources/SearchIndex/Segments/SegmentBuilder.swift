package import Catalog
internal import RegistryCore

/// Builds a segment from documents; the same documents give the same bytes, in whatever order they are added.
///
/// It takes some six times the size of the documents in memory (measured with 8 192 of 2.6 KB each); large segments are
/// better merged from smaller ones.
package struct SegmentBuilder {
    /// Documents of a segment.
    package static let documentMaximum = DocumentSet.capacityMaximum

    private struct Run {
        let upload: UploadKey
        let fence: Int
        let revision: Revision
        let sealedAt: Timestamp
        /// As they were collected.
        let documents: Range<Int>
    }
    private var runs: [Run] = []
    private var paths: [[UInt8]] = []
    private var collector = TermCollector()

    package init() {}

    /// Documents that were added.
    package var documentCount: Int { collector.documentCount }
    /// About how many bytes the segment will have, for who decides when it is large enough.
    package var bytesEstimate: Int {
        3 * collector.occurrences.count + 5 * collector.words.count + collector.values.byteCount * 2
            + collector.fields.byteCount
    }

    /// Adds documents of one upload; ones of the same upload and fence that are added later make a run of their own.
    ///
    /// - Parameter documents: in any order, all of the same revision and seal; none adds no run. There is room for them.
    package mutating func add(_ documents: [ArtifactDocument], of upload: UploadKey, fence: Int) {
        guard let first = documents.first else { return }
        precondition(
            documents.count <= Self.documentMaximum - documentCount,
            "\(documents.count) documents do not fit behind \(documentCount) others into one segment")
        // All of one project and version, so that the paths and what follows them decide.
        let order = documents.indices.map { (key: Array("\(documents[$0].id.path)@".utf8), index: $0) }
            .sorted { $0.key.order(against: $1.key) < 0 }
        runs.append(
            Run(
                upload: upload, fence: fence, revision: first.revision, sealedAt: first.sealedAt,
                documents: documentCount..<documentCount + documents.count))
        for (key, index) in order {
            paths.append(key.dropLast())
            collector.add(documents[index])
        }
    }

    /// The parts, from the header on. Nothing can be added afterwards.
    package consuming func finish() -> [[UInt8]] {
        let collected = runs.map { run in
            SegmentRun(
                upload: run.upload, fence: run.fence, revision: run.revision, sealedAt: run.sealedAt,
                first: run.documents.lowerBound, count: run.documents.count,
                words: collector.lengths[run.documents].reduce(0) { $0 + Int($1) })
        }
        let order = collected.sorted { $0.precedes($1, path: paths[$0.first], otherPath: paths[$1.first]) }
        var positions = [UInt16](repeating: 0, count: documentCount)
        var ordered: [SegmentRun] = []
        var first = 0
        for run in order {
            for offset in 0..<run.count { positions[run.first + offset] = UInt16(first + offset) }
            ordered.append(run.moved(to: first))
            first += run.count
        }
        let terms = CollectedTerms(collector)
        var writer = SegmentWriter(runs: ordered, names: terms.names)
        terms.forEach(positions: positions) { writer.add(field: $0, kind: $1, key: $2, $3) }
        let documents = order.flatMap { $0.positions }
        return writer.finish(lengths: documents.map { collector.lengths[$0] }, paths: documents.map { paths[$0] })
    }
}
