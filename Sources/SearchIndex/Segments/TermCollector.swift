internal import JSONDocument
internal import RegistryQuery

/// Collects the terms of documents, which get numbers in the order in which they come.
///
/// A *value* is a kind and a key; a *term* is a value in a field, where 0 stands for all fields and others are one more than
/// their number in ``FieldTable``.
struct TermCollector {
    /// The terms of documents that are no words: which one, and which document.
    struct Occurrence {
        let term: UInt32
        let document: UInt32
    }
    struct WordOccurrence {
        let term: UInt32
        let document: UInt32
        let frequency: UInt32
        /// Where its positions begin in ``TermCollector/positions``.
        let positions: Int
    }

    private(set) var fields = FieldTable()
    /// Tagged by kind.
    private(set) var values = ByteInterner()
    private(set) var terms = PairTable()
    private(set) var occurrences: [Occurrence] = []
    private(set) var words: [WordOccurrence] = []
    private(set) var positions = ByteWriter()
    /// Words of each document.
    private(set) var lengths: [UInt32] = []

    /// Of each term, the last document that has it, plus one; and of those with positions, its place in ``open``.
    private var lastDocument: [UInt32] = []
    private var openPlaces: [UInt32] = []
    /// Of each field: the last document in which it is text, in which it is nested, and in which it was seen, plus one; the
    /// next position.
    private var textDocument: [UInt32] = []
    private var nestedDocument: [UInt32] = []
    private var seenDocument: [UInt32] = []
    private var nextPosition: [(document: UInt32, position: UInt32)] = []
    /// Fields of the document that is being read, the bytes of their paths, and of all its keys so far.
    private var seenCount = 0
    private var pathBytes = 0
    private var keyBytes = 0
    private var nextPositionOfAll: UInt32 = 0
    private var places = DocumentPlaces()
    private var length: UInt32 = 0
    private var number: UInt32 = 0

    /// The terms with positions of the document that is being read, each with the chain of them.
    private var open: [(term: UInt32, frequency: UInt32, first: UInt32, last: UInt32)] = []
    private var chain: [(position: UInt32, next: UInt32)] = []
    private static let end = UInt32.max

    private var reader = WordReader()
    private var scratch: [UInt8] = []
    private var placedKey: [UInt8] = []

    var documentCount: Int { lengths.count }
    /// Bytes of memory that what was collected takes, spare room left out.
    var byteCount: Int {
        occurrences.count * MemoryLayout<Occurrence>.stride + words.count * MemoryLayout<WordOccurrence>.stride
            + positions.count + values.memory + fields.memory + terms.memory + 8 * lastDocument.count
    }

    mutating func add(_ document: ArtifactDocument) {
        number = UInt32(lengths.count + 1)
        seenCount = 0
        pathBytes = 0
        keyBytes = 0
        length = 0
        nextPositionOfAll = 0
        places = DocumentPlaces()
        for field in document.staged.textFields { number(ofPath: field).map { textDocument[$0] = number } }
        for field in document.staged.nestedFields { number(ofPath: field).map { nestedDocument[$0] = number } }
        DocumentTerms.send(document, to: &self)
        lengths.append(length)
        flushWords()
    }

    /// Nil for a path that is too long for a field.
    private mutating func number(ofPath path: String) -> Int? {
        guard path.utf8.count <= DocumentTerms.pathMaximum else { return nil }
        let field = fields.number(ofPath: Array(path.utf8))
        growFields()
        return field
    }
    private mutating func growFields() {
        while textDocument.count < fields.count {
            textDocument.append(0)
            nestedDocument.append(0)
            seenDocument.append(0)
            nextPosition.append((0, 0))
        }
    }
    private mutating func growTerms() {
        while lastDocument.count < terms.count {
            lastDocument.append(0)
            openPlaces.append(0)
        }
    }

    /// Once per document, however often it is called.
    private mutating func add(_ value: Int, to field: Int) {
        let term = terms.number(of: field, value)
        if term >= lastDocument.count { growTerms() }
        if lastDocument[term] == number { return }
        lastDocument[term] = number
        occurrences.append(Occurrence(term: UInt32(truncatingIfNeeded: term), document: number &- 1))
    }
    private mutating func add(_ key: UnsafeRawBufferPointer, _ kind: TermKind, to field: Int?) {
        let value = values.number(of: key, tag: UInt32(kind.rawValue))
        add(value, to: 0)
        if let field {
            add(value, to: field + 1)
            if let place = places.current { add(key, kind, to: field, at: place) }
        }
    }
    /// Adds a value within an object of a nested field.
    private mutating func add(_ key: UnsafeRawBufferPointer, _ kind: TermKind, to field: Int, at place: UInt32) {
        var placed = placedKey
        placedKey = []
        placed.removeAll(keepingCapacity: true)
        placed.append(kind.rawValue)
        placed.append(contentsOf: key)
        let value = placed.withUnsafeBytes { values.number(of: $0, tag: UInt32(TermKind.placed.rawValue)) }
        placedKey = placed
        add(value, to: field + 1, at: place, weight: 0)
    }
    /// - Parameters:
    ///   - field: as of a term.
    ///   - position: not before the one that was added last to this term; the same one counts once.
    ///   - weight: what it adds to the frequency, which is at least 1.
    private mutating func add(_ value: Int, to field: Int, at position: UInt32, weight: UInt32) {
        let term = terms.number(of: field, value)
        if term >= lastDocument.count { growTerms() }
        let link = UInt32(truncatingIfNeeded: chain.count)
        if lastDocument[term] == number {
            let place = Int(openPlaces[term])
            let last = Int(open[place].last)
            if chain[last].position == position { return }
            chain[last].next = link
            open[place].last = link
            open[place].frequency += weight
        } else {
            lastDocument[term] = number
            openPlaces[term] = UInt32(truncatingIfNeeded: open.count)
            open.append((UInt32(truncatingIfNeeded: term), weight, link, link))
        }
        chain.append((position, Self.end))
    }
    private mutating func flushWords() {
        for word in open {
            let start = positions.count
            var link = word.first
            var last: UInt32 = 0
            while link != Self.end {
                let (position, next) = chain[Int(link)]
                positions.append(number: Int(position - last) * 2 + (next == Self.end ? 0 : 1))
                last = position
                link = next
            }
            words.append(
                WordOccurrence(
                    term: word.term, document: number - 1, frequency: max(word.frequency, 1), positions: start))
        }
        open.removeAll(keepingCapacity: true)
        chain.removeAll(keepingCapacity: true)
    }
}

extension TermCollector: DocumentTermSink {
    mutating func field(_ key: String, below parent: Int?) -> Int? {
        var key = key
        return key.withUTF8 { key in
            keyBytes += key.count
            if let known = fields.knownField(key, below: parent), seenDocument[known] == number { return known }
            let length = fields.length(of: key, below: parent)
            guard length <= DocumentTerms.pathMaximum, seenCount < DocumentTerms.fieldMaximum,
                pathBytes + length <= DocumentTerms.pathShare * (keyBytes + 1_024)
            else { return nil }
            let field = fields.field(key, below: parent)
            growFields()
            if seenDocument[field] != number {
                seenDocument[field] = number
                seenCount += 1
                pathBytes += length
            }
            return field
        }
    }
    func isText(_ field: Int) -> Bool { textDocument[field] == number }
    func isNested(_ field: Int) -> Bool { nestedDocument[field] == number }

    mutating func beginObject() -> UInt32 { places.beginObject() }
    mutating func endObject(of field: Int, from begin: UInt32, hasValue: Bool) {
        let end = places.endObject()
        guard hasValue else { return }
        let value = values.number(of: Self.noKey, tag: UInt32(TermKind.objects.rawValue))
        for place in [begin, end] { add(value, to: field + 1, at: place, weight: 0) }
    }
    private static var noKey: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    mutating func addExists(_ field: Int) {
        let value = values.number(of: Self.noKey, tag: UInt32(TermKind.exists.rawValue))
        add(value, to: field + 1)
        if let place = places.current { add(Self.noKey, .exists, to: field, at: place) }
    }
    mutating func add(_ value: Bool, to field: Int?) {
        TermKey.bool(value).withUnsafeBytes { add($0, .bool, to: field) }
    }
    mutating func add(_ number: JSONNumber, to field: Int?) {
        var text = number.text
        scratch.removeAll(keepingCapacity: true)
        text.withUTF8 { TermKey.appendNumber($0, to: &scratch) }
        let key = scratch
        key.withUnsafeBytes { add($0, .number, to: field) }
    }
    mutating func add(keyword: String, to field: Int?) {
        var text = keyword
        text.withUTF8 { add(UnsafeRawBufferPointer($0), .keyword, to: field) }
        if let span = DateSpan(keyword) {
            TermKey.date(span.start).withUnsafeBytes { add($0, .date, to: field) }
        }
    }
    mutating func add(text: String, to field: Int?) {
        if let field {
            let value = TermKey.anyText.withUnsafeBytes { values.number(of: $0, tag: UInt32(TermKind.text.rawValue)) }
            add(value, to: field + 1)
        }
        if text.isEmpty {
            TermKey.emptyText.withUnsafeBytes { add($0, .text, to: field) }
            return
        }
        var position: UInt32 = 0
        if let field, nextPosition[field].document == number { position = nextPosition[field].position }
        let weight = field.map(fields.isTitle) ?? false ? UInt32(Relevance.titleWeight) : 1
        var place = places.current
        var reader = reader
        let count = reader.read(text) { word in
            let value = values.number(of: word, tag: UInt32(TermKind.word.rawValue))
            add(value, to: 0, at: nextPositionOfAll, weight: weight)
            nextPositionOfAll &+= 1
            if let field {
                add(value, to: field + 1, at: position, weight: 1)
                position &+= 1
                if let current = place {
                    add(word, .word, to: field, at: current)
                    place = current &+ 1
                }
            }
        }
        self.reader = reader
        if count == 0 { return }
        length += UInt32(count)
        nextPositionOfAll += UInt32(PositionReader.gap) + 1
        places.skip(words: count)
        if let field { nextPosition[field] = (number, position + UInt32(PositionReader.gap) + 1) }
    }
    mutating func add(name: String) {
        var name = name
        name.withUTF8 { add(UnsafeRawBufferPointer($0), .name, to: nil) }
    }
}
