extension Segment {
    /// The documents of an entry; nil when a part is missing.
    package func documents(_ entry: TermEntry, _ parts: any SegmentParts) -> DocumentSet? {
        if entry.count <= TermEntry.inlineMaximum {
            return DocumentSet(capacity: documentCount, list: (0..<entry.count).map { entry.inline[$0] })
        }
        if entry.count == documentCount { return .full(capacity: documentCount) }
        return read(entry.postings, of: .postings, parts) {
            PostingList.documents($0, count: entry.count, capacity: documentCount)
        }
    }

    /// How often each document of a `.word` entry has it, in the order of the documents; nil when a part is missing.
    ///
    /// In field 0 an occurrence in a title counts ``Relevance/titleWeight`` times.
    package func frequencies(_ entry: TermEntry, _ parts: any SegmentParts) -> [UInt32]? {
        if entry.frequencies.isEmpty { return [UInt32](repeating: 1, count: entry.count) }
        return read(entry.frequencies, of: .frequencies, parts) { FrequencyList.frequencies($0, count: entry.count) }
    }

    /// Where the value of an entry stands in each document, for kinds with positions; nil when a part is missing.
    package func positions(_ entry: TermEntry, _ parts: any SegmentParts) -> PositionReader? {
        guard !entry.positions.isEmpty, let documents = documents(entry, parts) else { return nil }
        return readBytes(entry.positions, of: .positions, parts) { bytes, range in
            PositionReader(documents, count: entry.count, bytes, in: range)
        }
    }

    /// Which values the documents have in a field; nil when there are none, for kinds without columns, or when a part is
    /// missing. Field 0 has no columns.
    package func column(field: Int, kind: TermKind, _ parts: any SegmentParts) -> Column? {
        guard let group = group(field: field, kind: kind), !group.column.isEmpty else { return nil }
        return readBytes(group.column, of: .columns, parts) { bytes, range in
            Column(bytes, in: range, valueCount: group.count, documentCount: documentCount)
        }
    }

    /// Words of each document; nil when a part is missing.
    package func lengths(_ parts: any SegmentParts) -> DocumentLengths? {
        readBytes(header.lengths, of: .columns, parts) { bytes, range in
            DocumentLengths(bytes, in: range, count: documentCount)
        }
    }

    /// The path of a document's artifact; nil also when a part is missing.
    package func path(at position: Int, _ parts: any SegmentParts) -> String? {
        guard position >= 0, position < documentCount else { return nil }
        let (blob, index) = position.quotientAndRemainder(dividingBy: SegmentHeader.pathsPerBlob)
        return read(header.paths[blob], of: .paths, parts) { bytes in
            var paths = PathBlob(bytes)
            for _ in 0..<index { paths.read() }
            paths.read()
            return paths.isDamaged ? nil : String(decoding: paths.path, as: UTF8.self)
        }
    }
}
