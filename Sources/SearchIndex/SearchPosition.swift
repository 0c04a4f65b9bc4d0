package import JSONDocument
package import RegistryCore
package import RegistryQuery

/// Where a document stands in the order of results: its rank, then `sealedAt` descending, then the artifact id's bytes.
///
/// Positions are compared within one order only.
package struct SearchPosition: Sendable, Hashable {
    package enum Rank: Sendable, Hashable {
        case newest
        case score(Double)
        /// One per sort key; nil where the document has no value.
        case values([SortValue?])
    }
    package let rank: Rank
    package let sealedAt: Timestamp
    package let id: String

    package init(rank: Rank = .newest, sealedAt: Timestamp, id: String) {
        self.rank = rank
        self.sealedAt = sealedAt
        self.id = id
    }

    /// Whether a document at this position comes before one at `other`.
    package func precedes(_ other: Self, in order: SearchOrder) -> Bool {
        switch (order, rank, other.rank) {
        case (.relevance, .score(let one), .score(let two)) where one != two: return one > two
        case (.fields(let keys), .values(let ones), .values(let twos)):
            for (key, (one, two)) in zip(keys, zip(ones, twos)) {
                switch (one, two) {
                case (let one?, let two?):
                    if one < two { return !key.isDescending }
                    if two < one { return key.isDescending }
                case (.some, nil): return true
                case (nil, .some): return false
                case (nil, nil): break
                }
            }
        default: break
        }
        if sealedAt != other.sealedAt { return sealedAt > other.sealedAt }
        return id.utf8.lexicographicallyPrecedes(other.id.utf8)
    }
}

/// A value as it is sorted: truth values before numbers before dates before other texts, each kind by its own order.
///
/// Of a field with several values the smallest counts in ascending order and the largest in descending order.
package enum SortValue: Sendable, Hashable, Comparable {
    case bool(Bool)
    case number(JSONNumber)
    /// A text that reads as a date.
    case date(DateInstant)
    /// Compared by the bytes of its UTF-8.
    case text(String)

    package static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.bool(let one), .bool(let two)): return !one && two
        case (.number(let one), .number(let two)): return one < two
        case (.date(let one), .date(let two)): return one < two
        case (.text(let one), .text(let two)): return one.utf8.lexicographicallyPrecedes(two.utf8)
        default: return left.kind < right.kind
        }
    }
    private var kind: Int {
        switch self {
        case .bool: 0
        case .number: 1
        case .date: 2
        case .text: 3
        }
    }
    package static func == (left: Self, right: Self) -> Bool { !(left < right) && !(right < left) }
    package func hash(into hasher: inout Hasher) {
        switch self {
        case .bool(let value): hasher.combine(value)
        case .number(let number): hasher.combine(number)
        case .date(let date): hasher.combine(date)
        case .text(let text): for byte in text.utf8 { hasher.combine(byte) }
        }
    }
}
