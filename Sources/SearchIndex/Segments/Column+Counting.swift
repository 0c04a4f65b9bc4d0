extension Column {
    /// Calls `body` with each document of `set` that has values and each of its codes; documents ascending.
    package func forEachCode(in set: DocumentSet, _ body: (_ position: Int, _ code: UInt32) -> Void) {
        let valueCount = valueCount
        bytes.withUnsafeBytes { bytes in
            switch form {
            case .dense(let codes):
                set.forEach(in: 0..<documentCount) { position in
                    let code = Self.load(bytes, codes, position) &- 1
                    if code >= 0, code < valueCount { body(position, UInt32(truncatingIfNeeded: code)) }
                }
            case .runs(let starts, let codes):
                forEachRun(bytes, starts, codes) { positions, code in
                    set.forEach(in: positions) { body($0, UInt32(truncatingIfNeeded: code)) }
                }
            case .lists(nil, let ends, let codes):
                set.forEach(in: 0..<documentCount) { position in
                    for index in Self.codes(bytes, ends, codes, position) {
                        let code = Self.load(bytes, codes, index)
                        if code < valueCount { body(position, UInt32(truncatingIfNeeded: code)) }
                    }
                }
            case .lists(let documents?, let ends, let codes):
                for place in 0..<documents.count {
                    let position = Self.load(bytes, documents, place)
                    guard set.contains(position) else { continue }
                    for index in Self.codes(bytes, ends, codes, place) {
                        let code = Self.load(bytes, codes, index)
                        if code < valueCount { body(position, UInt32(truncatingIfNeeded: code)) }
                    }
                }
            }
        }
    }

    /// How many documents of `set` have each code; as many counts as there are values.
    package func counts(in set: DocumentSet) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: valueCount)
        counts.withUnsafeMutableBufferPointer { counts in
            if case .runs(let starts, let codes) = form {
                bytes.withUnsafeBytes { bytes in
                    forEachRun(bytes, starts, codes) { positions, code in
                        counts[code] &+= UInt32(truncatingIfNeeded: set.count(in: positions))
                    }
                }
            } else {
                forEachCode(in: set) { _, code in counts[Int(code)] &+= 1 }
            }
        }
        return counts
    }

    /// The documents that have at least one code in `range`.
    package func documents(withCodesIn range: Range<Int>, capacity: Int) -> DocumentSet {
        let range = range.clamped(to: 0..<valueCount)
        if range.isEmpty { return DocumentSet(capacity: capacity) }
        return bytes.withUnsafeBytes { bytes in
            switch form {
            case .dense(let codes):
                return DocumentSet(
                    capacity: capacity,
                    words: Self.words(bytes, codes, range.lowerBound + 1..<range.upperBound + 1))
            case .runs(let starts, let codes):
                var set = DocumentSet(capacity: capacity)
                forEachRun(bytes, starts, codes) { positions, code in
                    if range.contains(code) { set.insert(positions) }
                }
                return set
            case .lists(let documents, let ends, let codes):
                return marked(bytes, documents, ends, Self.words(bytes, codes, range), capacity: capacity)
            }
        }
    }

    /// The documents that have a value.
    func holders(among count: Int) -> DocumentSet { documents(withCodesIn: 0..<valueCount, capacity: count) }
    /// Those of `set`.
    func holders(among set: DocumentSet) -> DocumentSet {
        var found = DocumentSet(capacity: set.capacity)
        if set.count > set.capacity / Self.costOfOne {
            found = holders(among: set.capacity)
            found.formIntersection(set)
        } else {
            forEachCode(in: set) { position, _ in found.insert(position) }
        }
        return found
    }
    /// A document that is looked at by itself takes as long as so many that are gone through in a row.
    private static let costOfOne = 32

    /// The documents that have one of the codes whose bits are set.
    private func marked(
        _ bytes: UnsafeRawBufferPointer, _ documents: Packed?, _ ends: Packed?, _ marked: [UInt64], capacity: Int
    ) -> DocumentSet {
        var words = [UInt64](repeating: 0, count: (documentCount + 63) >> 6)
        words.withUnsafeMutableBufferPointer { words in
            var start = 0
            for place in 0..<(documents?.count ?? documentCount) {
                let end = if let ends { Self.load(bytes, ends, place) } else { place &+ 1 }
                let position = if let documents { Self.load(bytes, documents, place) } else { place }
                let isMarked: UInt64 = Self.isAnySet(marked, from: start, to: end) ? 1 : 0
                if position < documentCount { words[position >> 6] |= isMarked << UInt64(position & 63) }
                start = max(start, end)
            }
        }
        return DocumentSet(capacity: capacity, words: words)
    }
    @inline(__always)
    private static func isAnySet(_ words: [UInt64], from start: Int, to end: Int) -> Bool {
        var start = start
        while start < end, start >> 6 < words.count {
            let next = min((start | 63) &+ 1, end)
            let bits = words[start >> 6] >> UInt64(start & 63)
            if bits & DocumentSet.mask(below: next &- start) != 0 { return true }
            start = next
        }
        return false
    }

    /// Calls `body` with the documents of each run that has a code.
    private func forEachRun(
        _ bytes: UnsafeRawBufferPointer, _ starts: Packed, _ codes: Packed, _ body: (Range<Int>, Int) -> Void
    ) {
        for run in 0..<starts.count {
            let start = Self.load(bytes, starts, run)
            let end = run + 1 < starts.count ? Self.load(bytes, starts, run + 1) : documentCount
            let code = Self.load(bytes, codes, run) - 1
            if start < end, end <= documentCount, code >= 0, code < valueCount { body(start..<end, code) }
        }
    }

    /// A bit for every number that is in `range`.
    private static func words(_ bytes: UnsafeRawBufferPointer, _ codes: Packed, _ range: Range<Int>) -> [UInt64] {
        let low = range.lowerBound
        let wordCount = (codes.count + 63) >> 6
        return [UInt64](unsafeUninitializedCapacity: wordCount) { words, initialized in
            initialized = wordCount
            withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { ones in
                for index in 0..<wordCount {
                    let base = index << 6
                    let count = min(64, codes.count &- base)
                    ones.initializeMemory(as: UInt8.self, repeating: 0)
                    let offset = codes.offset &+ base &* codes.width
                    switch codes.width {
                    case 1: mark(bytes, at: offset, count, UInt8(truncatingIfNeeded: low), range.count, ones)
                    case 2: mark(bytes, at: offset, count, UInt16(truncatingIfNeeded: low), range.count, ones)
                    default: mark(bytes, at: offset, count, UInt32(truncatingIfNeeded: low), range.count, ones)
                    }
                    words.initializeElement(at: index, to: bits(UnsafeRawBufferPointer(ones)))
                }
            }
        }
    }
    /// Puts a 1 for every code from `low` on, `width` of them, into `ones`; a loop that the compiler makes wide.
    @inline(__always)
    private static func mark<Code: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ bytes: UnsafeRawBufferPointer, at offset: Int, _ count: Int, _ low: Code, _ width: Int,
        _ ones: UnsafeMutableRawBufferPointer
    ) {
        let last = Code(truncatingIfNeeded: width &- 1)
        guard let source = bytes.baseAddress?.advanced(by: offset), let target = ones.baseAddress else { return }
        for index in 0..<count {
            let code = source.loadUnaligned(fromByteOffset: index &* MemoryLayout<Code>.size, as: Code.self)
            target.storeBytes(
                of: Code(littleEndian: code) &- low <= last ? 1 : 0, toByteOffset: index, as: UInt8.self)
        }
    }
    /// 64 bytes that are 0 or 1 as bits, the first one lowest.
    @inline(__always)
    private static func bits(_ ones: UnsafeRawBufferPointer) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<8 {
            let eight = UInt64(littleEndian: ones.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self))
            // The product has the bits of all bytes in its highest byte.
            word |= ((eight &* 0x0102_0408_1020_4080) &>> 56) &<< UInt64(truncatingIfNeeded: index &* 8)
        }
        return word
    }
}
