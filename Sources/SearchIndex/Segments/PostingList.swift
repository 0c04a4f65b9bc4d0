/// Documents as bytes: gaps, runs or bits, whichever suits them.
///
/// The first byte says which. How many documents there are stands in the dictionary.
enum PostingList {
    private static let gaps: UInt8 = 0
    private static let runs: UInt8 = 1
    private static let bits: UInt8 = 2
    /// Beyond this many documents, gaps take longer to read than bits.
    private static let gapMaximum = 4_096

    /// - Parameters:
    ///   - documents: ascending, each once, fewer than all of the segment.
    ///   - capacity: documents of the segment.
    static func append(_ documents: UnsafeBufferPointer<UInt16>, capacity: Int, to output: inout ByteWriter) {
        var gapSize = 0
        var runSize = 0
        var runCount = 0
        var next = 0
        var runStart = 0
        for document in documents {
            let document = Int(document)
            let gap = document - next
            gapSize += gap < 0x80 ? 1 : gap < 0x4000 ? 2 : 3
            if gap > 0 || runCount == 0 {
                if runCount > 0 { runSize += ByteWriter.size(of: next - runStart - 1) }
                runSize += ByteWriter.size(of: gap)
                runStart = document
                runCount += 1
            }
            next = document + 1
        }
        runSize += ByteWriter.size(of: next - runStart - 1)
        let bitSize = (capacity + 7) / 8
        if runSize * 2 <= min(gapSize, bitSize) {
            output.append(Self.runs)
            appendRuns(documents, to: &output)
        } else if documents.count <= gapMaximum, gapSize < bitSize {
            output.append(Self.gaps)
            var next = 0
            for document in documents {
                output.append(number: Int(document) - next)
                next = Int(document) + 1
            }
        } else {
            output.append(Self.bits)
            var bytes = [UInt8](repeating: 0, count: bitSize)
            for document in documents { bytes[Int(document) >> 3] |= 1 << (UInt8(truncatingIfNeeded: document) & 7) }
            output.append(bytes)
        }
    }
    private static func appendRuns(_ documents: UnsafeBufferPointer<UInt16>, to output: inout ByteWriter) {
        var next = 0
        var index = 0
        while index < documents.count {
            let start = Int(documents[index])
            var end = start + 1
            index += 1
            while index < documents.count, Int(documents[index]) == end {
                end += 1
                index += 1
            }
            output.append(number: start - next)
            output.append(number: end - start - 1)
            next = end
        }
    }

    /// - Parameter count: as the dictionary has it.
    /// - Returns: nil for bytes that make no sense.
    static func documents(_ bytes: UnsafeRawBufferPointer, count: Int, capacity: Int) -> DocumentSet? {
        var reader = ByteReader(bytes)
        switch reader.byte() {
        case gaps:
            guard count <= reader.remaining else { return nil }
            var list: [UInt16] = []
            list.reserveCapacity(count)
            var next = 0
            for _ in 0..<count {
                next &+= reader.number()
                guard next < capacity else { return nil }
                list.append(UInt16(truncatingIfNeeded: next))
                next &+= 1
            }
            return reader.isDamaged || !reader.isAtEnd ? nil : DocumentSet(capacity: capacity, list: list)
        case runs:
            var set = DocumentSet(capacity: capacity)
            if count > DocumentSet.listMaximum { set.makeBits() }
            var next = 0
            var total = 0
            while !reader.isAtEnd {
                let start = next &+ reader.number()
                next = start &+ reader.number() &+ 1
                guard next <= capacity, !reader.isDamaged else { return nil }
                set.insert(start..<next)
                total += next - start
            }
            return total == count ? set : nil
        case bits:
            guard reader.remaining == (capacity + 7) / 8 else { return nil }
            let wordCount = (capacity + 63) >> 6
            let words = [UInt64](unsafeUninitializedCapacity: wordCount) { words, initialized in
                words.initialize(repeating: 0)
                UnsafeMutableRawBufferPointer(words).copyBytes(from: reader.take(reader.remaining))
                for index in words.indices { words[index] = UInt64(littleEndian: words[index]) }
                initialized = wordCount
            }
            let set = DocumentSet(capacity: capacity, words: words)
            return set.count == count ? set : nil
        default: return nil
        }
    }
}
