/// Collects the codes of one column, value by value.
struct ColumnWriter {
    static let dense: UInt8 = 0
    static let runs: UInt8 = 1
    static let lists: UInt8 = 2
    /// Documents are listed where at most one in so many has a value.
    private static let sparseness = 8

    private var documents: [UInt16] = []
    private var codes: [UInt32] = []

    var isEmpty: Bool { documents.isEmpty }

    mutating func add(_ documents: [UInt16], code: Int) {
        self.documents.append(contentsOf: documents)
        codes.append(contentsOf: repeatElement(UInt32(truncatingIfNeeded: code), count: documents.count))
    }

    /// The bytes of the column; there is nothing in this afterwards.
    mutating func finish(documentCount: Int, valueCount: Int) -> [UInt8] {
        defer {
            documents.removeAll(keepingCapacity: true)
            codes.removeAll(keepingCapacity: true)
        }
        // Of every document: where its codes end once they are in the order of documents.
        var ends = [Int](repeating: 0, count: documentCount)
        for document in documents { ends[Int(document)] += 1 }
        let isSingle = ends.allSatisfy { $0 <= 1 }
        let withValues = ends.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
        var output = ByteWriter()
        if isSingle {
            var dense = [Int](repeating: 0, count: documentCount)
            for (document, code) in zip(documents, codes) { dense[Int(document)] = Int(code) + 1 }
            let width = ByteWriter.width(for: valueCount)
            let starts = dense.indices.filter { $0 == 0 || dense[$0] != dense[$0 - 1] }
            let runSize = starts.count * (2 + width)
            let listSize = withValues * (2 + width)
            if runSize <= min(listSize, documentCount * width) {
                output.append(Self.runs)
                output.append(number: starts.count)
                Self.append(starts, width: 2, to: &output)
                Self.append(starts.lazy.map { dense[$0] }, width: width, to: &output)
                return output.bytes
            }
            if withValues * Self.sparseness > documentCount {
                output.append(Self.dense)
                Self.append(dense, width: width, to: &output)
                return output.bytes
            }
        }
        let places = ends.indices.filter { ends[$0] > 0 }
        var total = 0
        for document in ends.indices {
            let count = ends[document]
            ends[document] = total
            total += count
        }
        // Values come in order, so the codes of a document stay in order.
        var sorted = [Int](repeating: 0, count: total)
        for (document, code) in zip(documents, codes) {
            sorted[ends[Int(document)]] = Int(code)
            ends[Int(document)] += 1
        }
        output.append(Self.lists)
        output.append(number: places.count)
        output.append(number: total)
        if places.count < documentCount { Self.append(places, width: 2, to: &output) }
        if !isSingle {
            Self.append(places.lazy.map { ends[$0] }, width: ByteWriter.width(for: total), to: &output)
        }
        Self.append(sorted, width: ByteWriter.width(for: valueCount), to: &output)
        return output.bytes
    }

    private static func append(_ values: some Collection<Int>, width: Int, to output: inout ByteWriter) {
        output.append(UInt8(width))
        output.reserve(values.count * width)
        for value in values { output.append(value, width: width) }
    }
}
