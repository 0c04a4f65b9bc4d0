extension Segment {
    /// An entry of the dictionary; nil when there is none, or when a part is missing (it is noted then).
    package func entry(_ key: TermKey, _ parts: any SegmentParts) -> TermEntry? {
        guard let group = group(field: key.field, kind: key.kind) else { return nil }
        return key.key.withUnsafeBytes { target in
            let block = header.blocks[block(for: target, in: group.entries)]
            let found = read(block.bytes, of: .dictionary, parts) { bytes -> TermEntry?? in
                var entries = DictionaryBlock(bytes, block, documentCount: documentCount)
                entries.move(to: target, in: group.entries)
                while entries.next < group.entries.upperBound, let entry = entries.read(first: group.first) {
                    if entry.ordinal < 0 { continue }
                    let order = entries.key.withUnsafeBytes { $0.order(against: target) }
                    if order == 0 { return .some(entry) }
                    if order > 0 { break }
                }
                return entries.isDamaged ? nil : .some(nil)
            }
            return found ?? nil
        }
    }

    /// Calls `body` with the entries of a field and kind in the order of their keys, until it returns false.
    ///
    /// - Parameters:
    ///   - lower: the first key that counts; nil for no bound.
    ///   - upper: the last key that counts; nil for no bound.
    ///   - body: gets a key that is valid only during the call.
    package func scan(
        field: Int, kind: TermKind, from lower: [UInt8]? = nil, through upper: [UInt8]? = nil,
        _ parts: any SegmentParts, _ body: (UnsafeRawBufferPointer, TermEntry) -> Bool
    ) {
        guard let group = group(field: field, kind: kind) else { return }
        let blocks = blocks(of: group, from: lower, through: upper)
        for index in blocks {
            let block = header.blocks[index]
            let goesOn = read(block.bytes, of: .dictionary, parts) { bytes -> Bool? in
                var entries = DictionaryBlock(bytes, block, documentCount: documentCount)
                if index == blocks.lowerBound {
                    if let lower {
                        lower.withUnsafeBytes { entries.move(to: $0, in: group.entries) }
                    } else {
                        entries.move(to: max(group.first, block.entries.lowerBound))
                    }
                }
                while entries.next < group.entries.upperBound, let entry = entries.read(first: group.first) {
                    if entry.ordinal < 0 { continue }
                    if index == blocks.lowerBound, let lower, entries.key.order(against: lower) < 0 { continue }
                    if let upper, index == blocks.upperBound - 1, entries.key.order(against: upper) > 0 { return false }
                    if !entries.key.withUnsafeBytes({ body($0, entry) }) { return false }
                }
                return entries.isDamaged ? nil : true
            }
            // Without the block there is nothing to stop for: what comes after it is asked for as well.
            if goesOn == false { return }
        }
    }

    /// About how many entries lie between two keys, from the header alone; never less than there are.
    package func entryCountAtMost(
        field: Int, kind: TermKind, from lower: [UInt8]?, through upper: [UInt8]?
    ) -> Int {
        guard let group = group(field: field, kind: kind) else { return 0 }
        return header.blocks[blocks(of: group, from: lower, through: upper)].reduce(0) {
            $0 + $1.entries.clamped(to: group.entries).count
        }
    }

    /// How many bytes the positions of entries between two keys have, from the header alone; never less than they have.
    package func positionBytesAtMost(
        field: Int, kind: TermKind, from lower: [UInt8]?, through upper: [UInt8]?
    ) -> Int {
        guard let group = group(field: field, kind: kind) else { return 0 }
        let blocks = blocks(of: group, from: lower, through: upper)
        let end =
            blocks.upperBound < header.blocks.count
            ? header.blocks[blocks.upperBound].positions : header.layout.size(of: .positions)
        return end - header.blocks[blocks.lowerBound].positions
    }

    /// The key of an entry; nil also when a part is missing.
    package func key(field: Int, kind: TermKind, ordinal: Int, _ parts: any SegmentParts) -> [UInt8]? {
        guard let group = group(field: field, kind: kind), ordinal >= 0, ordinal < group.count else { return nil }
        let number = group.first + ordinal
        let block = header.blocks[block(holding: number)]
        return read(block.bytes, of: .dictionary, parts) { bytes in
            var entries = DictionaryBlock(bytes, block, documentCount: documentCount)
            entries.move(to: number)
            while entries.next <= number {
                if entries.read(first: group.first) == nil { return nil }
            }
            return entries.key
        }
    }

    /// The block in which `target` is when it is anywhere.
    private func block(for target: UnsafeRawBufferPointer, in entries: Range<Int>) -> Int {
        header.keys.withUnsafeBytes { keys in
            var low = 0
            var high = header.blocks.count
            while high - low > 1 {
                let middle = (low + high) >> 1
                let block = header.blocks[middle]
                let first = block.entries.lowerBound
                let isAfter: Bool
                if first <= entries.lowerBound {
                    isAfter = false
                } else if first >= entries.upperBound {
                    isAfter = true
                } else {
                    isAfter = UnsafeRawBufferPointer(rebasing: keys[block.key]).order(against: target) > 0
                }
                if isAfter { high = middle } else { low = middle }
            }
            return low
        }
    }
    private func block(holding entry: Int) -> Int {
        var low = 0
        var high = header.blocks.count
        while high - low > 1 {
            let middle = (low + high) >> 1
            if header.blocks[middle].entries.lowerBound <= entry { low = middle } else { high = middle }
        }
        return low
    }
    private func blocks(of group: SegmentHeader.Group, from lower: [UInt8]?, through upper: [UInt8]?) -> Range<Int> {
        let first = lower?.withUnsafeBytes { block(for: $0, in: group.entries) } ?? block(holding: group.first)
        let last =
            upper?.withUnsafeBytes { block(for: $0, in: group.entries) }
            ?? block(holding: group.entries.upperBound - 1)
        return first..<max(first, last) + 1
    }
}
