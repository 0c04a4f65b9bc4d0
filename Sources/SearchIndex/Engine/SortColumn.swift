internal import JSONDocument
internal import RegistryQuery

/// The values that the documents of one segment are sorted by, as codes: who comes first has the smaller one.
struct SortColumn {
    /// By position; ``missing`` where a document has no value or was not read.
    private(set) var codes: [Int64]
    private let key: SortKey
    private let segment: Segment
    private let parts: ObservedParts
    private let field: Int?

    private static let missing = Int64.max
    /// In the order of ``SortValue``.
    private static let kinds: [TermKind] = [.bool, .number, .date, .keyword]

    init(_ key: SortKey, _ segment: Segment, _ parts: ObservedParts) {
        self.key = key
        self.segment = segment
        self.parts = parts
        field = segment.field(key.field)
        codes = [Int64](repeating: Self.missing, count: segment.documentCount)
    }

    /// Reads the values of the documents of `set`.
    mutating func read(_ set: DocumentSet, _ budget: inout SearchBudget) throws(SearchIndexError) {
        guard let field else { return }
        for (rank, kind) in Self.kinds.enumerated() {
            guard let column = segment.column(field: field, kind: kind, parts) else { continue }
            try budget.spend(segment.documentCount / 4)
            var documents = set
            var isUndated: [Bool]?
            if kind == .keyword, let dates = segment.column(field: field, kind: .date, parts) {
                // A keyword that reads as a date is one; where there is a single string, no look at it is needed.
                let dated = dates.holders(among: segment.documentCount)
                if column.isSingle { documents.subtract(dated) } else { isUndated = try undated(field, &budget) }
            }
            column.forEachCode(in: documents) { position, code in
                if let isUndated, !isUndated[Int(code)] { return }
                let code = Self.code(rank, Int(code), isDescending: key.isDescending)
                codes[position] = min(codes[position], code)
            }
        }
    }

    /// By ordinal, whether a keyword is no date.
    private func undated(_ field: Int, _ budget: inout SearchBudget) throws(SearchIndexError) -> [Bool] {
        var isUndated = [Bool](repeating: true, count: segment.entryCount(field: field, kind: .keyword))
        try LeafReader(segment: segment, parts: parts).scan(
            field: field, kind: .keyword, price: Self.priceOfDate, &budget
        ) { key, entry, _ in
            isUndated[entry.ordinal] = DateSpan(String(decoding: key, as: UTF8.self)) == nil
            return true
        }
        return isUndated
    }
    /// Of a text that is read as a date, in steps.
    private static let priceOfDate = 100

    /// Codes of values are even, so that there is one between any two.
    private static func code(_ rank: Int, _ ordinal: Int, isDescending: Bool) -> Int64 {
        let code = Int64(rank) << 40 | Int64(ordinal) << 1
        return isDescending ? -code : code
    }

    /// The code that a value of another segment has here, or one between its neighbours.
    func code(of value: SortValue?) -> Int64 {
        guard let value else { return Self.missing }
        let (rank, bytes) = value.key
        let kind = Self.kinds[rank]
        guard let field else { return Self.code(rank, 0, isDescending: key.isDescending) }
        let first = segment.firstOrdinal(field: field, kind: kind, notBefore: bytes, parts)
        let code = Self.code(rank, first.ordinal, isDescending: key.isDescending)
        // It lies before the next value in the order of values, which is after it in the other order.
        return first.isThere ? code : key.isDescending ? code + 1 : code - 1
    }

    /// The value of a document; nil where it has none.
    func value(of position: Int) -> SortValue? {
        guard let field, codes[position] != Self.missing else { return nil }
        let code = key.isDescending ? -codes[position] : codes[position]
        let kind = Self.kinds[Int(code >> 40)]
        let ordinal = Int(code & (1 << 40 - 1)) >> 1
        guard let bytes = segment.key(field: field, kind: kind, ordinal: ordinal, parts) else { return nil }
        return switch kind {
        case .bool: TermKey.bool(from: bytes).map { .bool($0) }
        case .number: TermKey.number(from: bytes).map { .number($0) }
        case .date: TermKey.date(from: bytes).map { .date($0) }
        default: .text(String(decoding: bytes, as: UTF8.self))
        }
    }
}

extension SortValue {
    /// The place of its kind in the order of kinds, and its key in a segment.
    fileprivate var key: (rank: Int, bytes: [UInt8]) {
        switch self {
        case .bool(let value): (0, TermKey.bool(value))
        case .number(let number): (1, TermKey.number(number))
        case .date(let date): (2, TermKey.date(date))
        case .text(let text): (3, TermKey.text(text))
        }
    }
}
