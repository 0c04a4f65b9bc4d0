/// Where the chunks of each stream are: which part, and where in it.
struct SegmentLayout: Sendable {
    struct Chunk: Sendable {
        let part: Int
        /// Within the part.
        let offset: Int
        /// Within the stream.
        let start: Int
        let count: Int
    }
    private let streams: [[Chunk]]
    let partCount: Int
    /// The bytes of all parts but the header, check sums included.
    let bytes: Int

    /// Everything behind the header stays with it when it is not larger than this.
    static let embeddedMaximum = 16 << 10
    /// Chunks that follow one another share a part up to this size.
    static let partSize = 32 << 10
    /// In a segment that is larger no streams share a part, and every block of the dictionary and every chunk of positions
    /// is a part of its own.
    static let smallMaximum = 1 << 20

    /// - Parameter reader: of the header, where the table of chunks begins.
    /// - Returns: nil for bytes that make no sense.
    init?(_ reader: inout ByteReader) {
        var part = 0
        var offset = 0
        var bytes = 0
        var streams: [[Chunk]] = []
        for _ in SegmentStream.allCases {
            var chunks: [Chunk] = []
            var start = 0
            for _ in 0..<reader.count() {
                let (count, startsPart) = reader.number().quotientAndRemainder(dividingBy: 2)
                if startsPart == 1 {
                    part += 1
                    offset = 0
                    bytes += PartChecksum.size
                }
                chunks.append(Chunk(part: part, offset: offset, start: start, count: count))
                offset += count
                start += count
                bytes += part == 0 ? 0 : count
            }
            streams.append(chunks)
        }
        if reader.isDamaged { return nil }
        self.streams = streams
        partCount = part + 1
        self.bytes = bytes
    }

    /// The chunk that holds a range of a stream whole; nil when none does.
    func chunk(of range: Range<Int>, in stream: SegmentStream) -> Chunk? {
        let chunks = streams[stream.rawValue]
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = (low &+ high) >> 1
            if chunks[middle].start &+ chunks[middle].count <= range.lowerBound {
                low = middle &+ 1
            } else {
                high = middle
            }
        }
        guard low < chunks.count, case let chunk = chunks[low], range.lowerBound >= chunk.start,
            range.upperBound <= chunk.start &+ chunk.count
        else { return nil }
        return chunk
    }
    func size(of stream: SegmentStream) -> Int { streams[stream.rawValue].last.map { $0.start + $0.count } ?? 0 }

    /// Puts the chunks into parts.
    ///
    /// - Returns: the table of chunks, as it is read, and the parts; the first is what follows the header.
    static func write(_ streams: [[[UInt8]]], to header: inout ByteWriter) -> [[UInt8]] {
        let total = streams.joined().reduce(0) { $0 + $1.count }
        var parts: [[UInt8]] = [[]]
        for (stream, chunks) in zip(SegmentStream.allCases, streams) {
            header.append(number: chunks.count)
            let isLarge = total > smallMaximum
            let isAlone = isLarge && (stream == .dictionary || stream == .positions)
            for (index, chunk) in chunks.enumerated() {
                let last = parts.count - 1
                let startsPart =
                    total > embeddedMaximum
                    && (isAlone || isLarge && index == 0 || last == 0 || parts[last].count + chunk.count > partSize)
                header.append(number: chunk.count * 2 + (startsPart ? 1 : 0))
                if startsPart { parts.append(chunk) } else { parts[last].append(contentsOf: chunk) }
            }
        }
        return parts
    }
}
