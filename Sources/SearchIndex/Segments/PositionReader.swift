/// Where a word stands in each document that has it; read forwards.
///
/// Words of one value are numbered one after the other; between two values there are more than ``gap`` numbers, so that
/// nothing within that many words spans two values.
package struct PositionReader: Sendable {
    /// At least this many numbers lie between the words of two values.
    package static let gap = 128
    /// After this many documents reading can begin anew; a table of where ends the bytes.
    static let restartInterval = 256

    private let documents: DocumentSet
    private let bytes: [UInt8]
    private let data: Range<Int>
    /// The next document of the word that is read, its place among them, and where its positions begin.
    private var document: Int
    private var index = 0
    private var offset: Int

    /// - Returns: nil for bytes that make no sense.
    init?(_ documents: DocumentSet, count: Int, _ bytes: [UInt8], in range: Range<Int>) {
        let table = 4 * ((count - 1) / Self.restartInterval)
        guard range.count >= table, let first = documents.first(from: 0) else { return nil }
        self.documents = documents
        self.bytes = bytes
        data = range.lowerBound..<range.upperBound - table
        document = first
        offset = data.lowerBound
    }

    /// Replaces `positions` by those in `document`, ascending; empty when the document does not have the word.
    ///
    /// Documents that are asked for in ascending order are found in time proportional to what lies between them.
    package mutating func read(_ document: Int, into positions: inout [UInt32]) {
        positions.removeAll(keepingCapacity: true)
        guard documents.contains(document) else { return }
        if document < self.document || document - self.document > Self.restartInterval { restart(before: document) }
        bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes, in: offset..<data.upperBound)
            while self.document < document {
                while reader.number() & 1 == 1 {}
                index += 1
                self.document = documents.first(from: self.document + 1) ?? Int.max
            }
            var position = 0
            while true {
                let (step, hasMore) = reader.number().quotientAndRemainder(dividingBy: 2)
                if reader.isDamaged { break }
                position &+= step
                positions.append(UInt32(truncatingIfNeeded: position))
                if hasMore == 0 { break }
            }
            index += 1
            self.document = documents.first(from: document + 1) ?? Int.max
            offset = reader.position
        }
    }

    private mutating func restart(before document: Int) {
        let rank = documents.count(in: 0..<document)
        let restart = rank / Self.restartInterval
        // Going on is nearer than the restart.
        if document >= self.document, restart * Self.restartInterval <= index { return }
        var start = 0
        if restart > 0 {
            let place = data.upperBound + 4 * (restart - 1)
            start = bytes.withUnsafeBytes {
                Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
            }
        }
        offset = min(data.lowerBound + start, data.upperBound)
        index = restart * Self.restartInterval
        self.document = documents.position(ofRank: index) ?? Int.max
    }
}
