/// The terms of a ``TermCollector`` in the order of the dictionary.
struct CollectedTerms {
    private struct Term {
        /// The number of the field in the segment, then the place of the value among all values.
        let order: UInt64
        let number: UInt32
        let value: UInt32
    }
    private let collector: TermCollector
    private var terms: [Term] = []
    /// The paths of the fields; the first is field 1.
    let names: [[UInt8]]

    init(_ collector: TermCollector) {
        self.collector = collector
        let values = Self.sortedValues(collector.values)
        var places = [UInt64](repeating: 0, count: values.count)
        for (place, value) in values.enumerated() { places[Int(value)] = UInt64(place) }
        // A field counts when it has a value. The path of an empty key is empty and cannot be named.
        let fields = Set(
            collector.terms.pairs.lazy.map { Int($0 >> 32) }.filter { $0 > 0 }
        ).map { (field: $0, path: collector.fields.path(of: $0 - 1)) }
            .filter { !$0.path.isEmpty }.sorted { $0.path.order(against: $1.path) < 0 }
        names = fields.map(\.path)
        var numbers = [UInt64?](repeating: nil, count: collector.fields.count + 1)
        numbers[0] = 0
        for (index, field) in fields.enumerated() { numbers[field.field] = UInt64(index + 1) }
        terms.reserveCapacity(collector.terms.count)
        for (term, pair) in collector.terms.pairs.enumerated() {
            guard let field = numbers[Int(pair >> 32)] else { continue }
            let value = UInt32(truncatingIfNeeded: pair)
            terms.append(
                Term(order: field << 32 | places[Int(value)], number: UInt32(truncatingIfNeeded: term), value: value))
        }
        terms.sort { $0.order < $1.order }
    }

    /// By kind and key.
    private static func sortedValues(_ values: ByteInterner) -> [UInt32] {
        struct Value {
            let kind: UInt32
            let number: UInt32
            /// The first bytes of the key, which mostly decide.
            let prefix: UInt64
        }
        return values.withAllBytes { bytes, starts in
            func key(_ number: UInt32) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: bytes[starts[Int(number)]..<starts[Int(number) + 1]])
            }
            var sorted = (0..<UInt32(values.count)).map { number in
                let key = key(number)
                var prefix: UInt64 = 0
                for byte in key.prefix(8) { prefix = prefix << 8 | UInt64(byte) }
                if key.count < 8 { prefix <<= UInt64(8 * (8 - key.count)) }
                return Value(kind: values.tags[Int(number)], number: number, prefix: prefix)
            }
            sorted.sort { one, other in
                if one.kind != other.kind { return one.kind < other.kind }
                if one.prefix != other.prefix { return one.prefix < other.prefix }
                return key(one.number).order(against: key(other.number)) < 0
            }
            return sorted.map(\.number)
        }
    }

    /// Calls `body` with field, kind, key and documents of every term.
    ///
    /// - Parameter positions: of the documents in the segment, in the order in which they were collected.
    func forEach(
        positions: [UInt16], _ body: (Int, TermKind, UnsafeRawBufferPointer, borrowing PostingBuffer) -> Void
    ) {
        let plain = Self.grouped(collector.occurrences, terms: collector.terms.count) {
            (Int($0.term), positions[Int($0.document)])
        }
        let words = Self.grouped(collector.words, terms: collector.terms.count) {
            (
                Int($0.term),
                Word(document: positions[Int($0.document)], frequency: $0.frequency, positions: $0.positions)
            )
        }
        var buffer = PostingBuffer()
        collector.values.withAllBytes { bytes, starts in
            collector.positions.bytes.withUnsafeBytes { encoded in
                for term in terms {
                    buffer.removeAll()
                    let number = Int(term.number)
                    let documents = plain.elements[plain.starts[number]..<plain.starts[number + 1]]
                    if Self.isAscending(documents, \.self) {
                        buffer.add(documents)
                    } else {
                        buffer.add(documents.sorted())
                    }
                    fill(&buffer, words.elements[words.starts[number]..<words.starts[number + 1]], encoded)
                    let value = Int(term.value)
                    guard let kind = TermKind(rawValue: UInt8(truncatingIfNeeded: collector.values.tags[value]))
                    else { continue }
                    let key = UnsafeRawBufferPointer(rebasing: bytes[starts[value]..<starts[value + 1]])
                    body(Int(term.order >> 32), kind, key, buffer)
                }
            }
        }
    }
    private struct Word {
        let document: UInt16
        let frequency: UInt32
        /// Where its encoded positions begin.
        let positions: Int
    }
    private func fill(_ buffer: inout PostingBuffer, _ words: ArraySlice<Word>, _ encoded: UnsafeRawBufferPointer) {
        let isAscending = Self.isAscending(words, \.document)
        for word in isAscending ? words : ArraySlice(words.sorted { $0.document < $1.document }) {
            buffer.add(
                word.document, frequency: word.frequency, encoded: PostingBuffer.encoded(encoded, from: word.positions))
        }
    }
    private static func isAscending<Element>(
        _ elements: ArraySlice<Element>, _ document: (Element) -> UInt16
    ) -> Bool {
        var last = -1
        for element in elements {
            let next = Int(document(element))
            if next <= last { return false }
            last = next
        }
        return true
    }

    /// What `element` makes of the occurrences, by their term, and where those of each term begin; in their own order
    /// within a term.
    private static func grouped<Occurrence, Element>(
        _ occurrences: [Occurrence], terms: Int, _ element: (Occurrence) -> (term: Int, Element)
    ) -> (elements: [Element], starts: [Int]) {
        var starts = [Int](repeating: 0, count: terms + 1)
        for occurrence in occurrences { starts[element(occurrence).term + 1] += 1 }
        for term in 0..<terms { starts[term + 1] += starts[term] }
        guard let first = occurrences.first else { return ([], starts) }
        var next = starts
        var elements = [Element](repeating: element(first).1, count: occurrences.count)
        for occurrence in occurrences {
            let (term, element) = element(occurrence)
            elements[next[term]] = element
            next[term] += 1
        }
        return (elements, starts)
    }
}
