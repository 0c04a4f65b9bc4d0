package import JSONDocument
internal import RegistryCore
package import RegistryQuery

/// Which fields are counted over the matches of a query (design section 8).
///
/// What is selected narrows: a document needs, for every field in `selected`, one of its values. A facet of a field that
/// is itself selected ignores that selection, so that its other values can still be chosen; the total does not.
package struct FacetsRequest: Sendable, Hashable {
    package var extent: SearchRequest.Extent
    package var query: SearchQuery
    package var latestOnly: Bool
    /// Exact values by field: of keywords, of numbers by value, `true` and `false`; an empty list selects nothing away.
    package var selected: [FieldPath: [String]]
    /// At most ``maximum``; answered in this order.
    package var facets: [Facet]

    package static let maximum = 32
    /// Selected values in all.
    package static let selectedMaximum = 512

    package init(
        extent: SearchRequest.Extent = .everything, query: SearchQuery = .everything, latestOnly: Bool = false,
        selected: [FieldPath: [String]] = [:], facets: [Facet]
    ) {
        self.extent = extent
        self.query = query
        self.latestOnly = latestOnly
        self.selected = selected
        self.facets = facets
    }
}

/// One field and how its values are counted.
package struct Facet: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// A bucket per value: the most frequent first, ties by the key's bytes. `matching` keeps the keys that begin with it,
        /// then those that contain it, both in any case, then those of which a word comes within an edit of it (from four
        /// letters on; two from six on).
        case terms(size: Int, matching: String?)
        /// Numbers in bins `[start, start + width)`; a width of nil takes one that gives at most 50 bins: a power of ten
        /// times 1, 2 or 5. Empty bins between the first and the last are there.
        case histogram(width: Double?)
        /// Dates by calendar in UTC; nil takes the finest unit that gives at most 50 bins.
        case dates(CalendarUnit?)
        /// Numbers or dates within `[from, to)`, as named.
        case ranges([Range])
        /// The least, the greatest, the sum and percentiles of numbers.
        case statistics(percentiles: [Double])
        /// How many distinct values there are.
        case distinct
    }
    package struct Range: Sendable, Hashable {
        package let key: String
        package let from: String?
        package let to: String?

        package init(key: String, from: String?, to: String?) {
            self.key = key
            self.from = from
            self.to = to
        }
    }
    package enum CalendarUnit: String, Sendable, Hashable, CaseIterable {
        case year, quarter, month, day, hour
    }

    package let field: FieldPath
    package let kind: Kind
    /// Counted within each bucket; only below `.terms`, one level deep.
    package let nested: [Facet]

    package static let sizeMaximum = 500

    package init(_ field: FieldPath, _ kind: Kind = .terms(size: 10, matching: nil), nested: [Facet] = []) {
        self.field = field
        self.kind = kind
        self.nested = nested
    }
}

/// All exact, for what the caller may read.
package struct FacetsAnswer: Sendable, Hashable {
    /// Matches with everything that is selected.
    package let total: Int
    package let facets: [FacetAnswer]

    package init(total: Int, facets: [FacetAnswer]) {
        self.total = total
        self.facets = facets
    }
}

package struct FacetAnswer: Sendable, Hashable {
    package struct Bucket: Sendable, Hashable {
        package let key: FacetKey
        /// Documents, each counted once however many of its values fall into the bucket.
        package let count: Int
        package let nested: [FacetAnswer]

        package init(key: FacetKey, count: Int, nested: [FacetAnswer] = []) {
            self.key = key
            self.count = count
            self.nested = nested
        }
    }
    package struct Statistics: Sendable, Hashable {
        /// Values, not documents.
        package let count: Int
        package let minimum: Double?
        package let maximum: Double?
        package let sum: Double
        /// As asked for, by the nearest rank; empty without values.
        package let percentiles: [Double]

        package init(count: Int, minimum: Double?, maximum: Double?, sum: Double, percentiles: [Double]) {
            self.count = count
            self.minimum = minimum
            self.maximum = maximum
            self.sum = sum
            self.percentiles = percentiles
        }
    }
    package let field: FieldPath
    package let buckets: [Bucket]
    /// Distinct values in all, also those beyond the buckets; of `.terms` and `.distinct`, else the number of buckets.
    package let distinct: Int
    /// Counts of the buckets that are not shown; of `.terms`.
    package let others: Int
    package let statistics: Statistics?

    package init(
        field: FieldPath, buckets: [Bucket], distinct: Int, others: Int = 0, statistics: Statistics? = nil
    ) {
        self.field = field
        self.buckets = buckets
        self.distinct = distinct
        self.others = others
        self.statistics = statistics
    }
}

/// What a bucket stands for, as it is shown.
package enum FacetKey: Sendable, Hashable {
    /// A keyword, the name of a range, or the start of a bin of dates (`2026-01-01T00:00:00Z`).
    case text(String)
    /// A number's value in its shortest spelling, or the start of a bin.
    case number(JSONNumber)
    case bool(Bool)
}
