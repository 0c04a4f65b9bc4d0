/// The documents of one entry on their way into a segment, with how often and where its value stands in each.
struct PostingBuffer {
    /// Ascending, each once.
    private(set) var documents: [UInt16] = []
    /// One per document, of kinds with positions only.
    private(set) var frequencies: [UInt32] = []
    /// The positions in each document: the step from the one before times two, plus one unless it is the last.
    private var positions = ByteWriter()
    private var restarts: [Int] = []

    mutating func removeAll() {
        documents.removeAll(keepingCapacity: true)
        frequencies.removeAll(keepingCapacity: true)
        positions.removeAll()
        restarts.removeAll(keepingCapacity: true)
    }
    @inline(__always) mutating func add(_ document: UInt16) { documents.append(document) }
    /// - Parameter documents: after those that are there.
    mutating func add(_ more: some Sequence<UInt16>) { documents.append(contentsOf: more) }

    /// - Parameter encoded: positions of the value in the document, as they are stored.
    mutating func add(_ document: UInt16, frequency: UInt32, encoded: UnsafeRawBufferPointer) {
        if !documents.isEmpty, documents.count % PositionReader.restartInterval == 0 {
            restarts.append(positions.count)
        }
        documents.append(document)
        frequencies.append(frequency)
        positions.append(encoded)
    }

    var isEmpty: Bool { documents.isEmpty }
    /// Positions in all documents.
    var positionCount: Int { positions.bytes.count { $0 < 0x80 } }
    func appendPositions(to output: inout ByteWriter) {
        output.append(positions.bytes)
        for restart in restarts { output.append(restart, width: 4) }
    }

    /// The encoded positions that begin at `start`: up to the last one of the document.
    static func encoded(_ bytes: UnsafeRawBufferPointer, from start: Int) -> UnsafeRawBufferPointer {
        var end = start
        var isFirst = true
        var isLast = false
        while end < bytes.count {
            let byte = bytes[end]
            if isFirst { isLast = byte & 1 == 0 }
            isFirst = byte < 0x80
            end += 1
            if isFirst, isLast { break }
        }
        return UnsafeRawBufferPointer(rebasing: bytes[min(start, end)..<end])
    }
}
