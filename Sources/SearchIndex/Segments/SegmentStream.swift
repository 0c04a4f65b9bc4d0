/// What the bytes of a segment behind its header are; each stream is cut into chunks, and chunks are put into parts.
///
/// A *blob* (a block of the dictionary, a posting list, a column …) never crosses a chunk, so that one part is enough to
/// read it. Blobs are found by their offset in the stream.
enum SegmentStream: Int, CaseIterable {
    case dictionary, postings, frequencies, positions, columns, paths

    /// A chunk is cut before it would grow past so many bytes; a larger blob is a chunk by itself.
    ///
    /// Positions in small ones: a phrase needs a few KB of them from each of many segments.
    var chunkSize: Int {
        switch self {
        case .dictionary: 1
        case .positions: 8 << 10
        case .postings, .frequencies, .columns, .paths: 32 << 10
        }
    }
}

/// Collects the blobs of one stream.
struct SegmentStreamWriter {
    private(set) var chunks: [[UInt8]] = []
    /// The size of all blobs.
    private(set) var count = 0
    private var open: [UInt8] = []
    private let chunkSize: Int

    init(_ stream: SegmentStream) { chunkSize = stream.chunkSize }

    mutating func append(_ blob: [UInt8]) {
        if blob.isEmpty { return }
        if !open.isEmpty, open.count + blob.count > chunkSize { cut() }
        open.append(contentsOf: blob)
        count += blob.count
    }
    mutating func finish() -> [[UInt8]] {
        if !open.isEmpty { cut() }
        return chunks
    }
    private mutating func cut() {
        chunks.append(open)
        open = []
    }
}
