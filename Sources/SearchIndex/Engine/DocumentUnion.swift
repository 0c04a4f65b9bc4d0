/// The documents of many entries of one segment, put together.
struct DocumentUnion {
    private let segment: Segment
    private var words: [UInt64]

    init(_ segment: Segment) {
        self.segment = segment
        words = [UInt64](repeating: 0, count: (segment.documentCount + 63) / 64)
    }

    mutating func insert(_ entry: TermEntry, _ parts: ObservedParts) {
        if entry.count <= TermEntry.inlineMaximum {
            for index in 0..<entry.count { insert(Int(entry.inline[index])) }
        } else if let documents = segment.documents(entry, parts) {
            insert(documents)
        }
    }
    mutating func insert(_ documents: DocumentSet) {
        switch documents.storage {
        case .list(let list): for position in list { insert(Int(position)) }
        case .bits(let bits): for (index, word) in bits.enumerated() where index < words.count { words[index] |= word }
        }
    }
    private mutating func insert(_ position: Int) {
        guard position >> 6 < words.count else { return }
        words[position >> 6] |= 1 << UInt64(position & 63)
    }

    consuming func set() -> DocumentSet { DocumentSet(capacity: segment.documentCount, words: words) }
}
