internal import RegistryCore
internal import RegistryQuery
package import SearchIndex

/// Which values a client wants counted over which matches.
package struct FacetsQuestion: Sendable {
    /// One facet under the name that its answer has.
    package struct Item: Sendable {
        package var name: String
        package var field: String
        package var kind: Facet.Kind
        package var nested: [Item]

        package init(name: String, field: String, kind: Facet.Kind, nested: [Item] = []) {
            self.name = name
            self.field = field
            self.kind = kind
            self.nested = nested
        }
    }
    package var text: String
    package var latestOnly: Bool
    package var selected: [(field: String, values: [String])]
    package var items: [Item]

    package init(
        _ text: String, latestOnly: Bool = false, selected: [(field: String, values: [String])] = [], items: [Item]
    ) {
        self.text = text
        self.latestOnly = latestOnly
        self.selected = selected
        self.items = items
    }

    /// How much of it there may be.
    package enum Maximum {
        package static let nested = 8
        package static let ranges = 100
        package static let percentiles = 16
        /// Bytes of a field's name, of a selected value, of a bound, and of what is looked for in values.
        package static let textBytes = 1 << 10
    }

    /// - Throws: `.invalidQuery` naming the member and the fix.
    func request() throws(RegistryError) -> FacetsRequest {
        let total = items.reduce(0) { $0 + 1 + $1.nested.count }
        guard total <= FacetsRequest.maximum else {
            throw Self.refusal(
                "'facets' has at most \(FacetsRequest.maximum) facets, nested ones included; ask for the others in another "
                    + "request")
        }
        var chosen: [FieldPath: [String]] = [:]
        for (field, values) in selected {
            for value in values where value.utf8.count > Maximum.textBytes {
                throw Self.refusal("a value in 'selected' is longer than \(Maximum.textBytes) bytes; use 'q' for it")
            }
            chosen[try Self.path(field, in: "selected"), default: []] += values
        }
        guard chosen.values.reduce(0, { $0 + $1.count }) <= FacetsRequest.selectedMaximum else {
            throw Self.refusal(
                "'selected' has at most \(FacetsRequest.selectedMaximum) values in all; use a range or a word with '*' in 'q'"
            )
        }
        return FacetsRequest(
            query: try SearchQuery(asked: text), latestOnly: latestOnly, selected: chosen,
            facets: try Self.facets(items, in: "facets", level: 0))
    }

    private static func facets(
        _ items: [Item], in place: String, level: Int
    ) throws(RegistryError) -> [Facet] {
        var facets: [Facet] = []
        for (index, item) in items.enumerated() {
            let place = "\(place)[\(index)]"
            if items[..<index].contains(where: { $0.name.utf8.elementsEqual(item.name.utf8) }) {
                throw refusal("'\(place)' is called like one before it; give it another 'name'")
            }
            try check(item.kind, in: place)
            if !item.nested.isEmpty {
                guard case .terms = item.kind, level == 0, item.nested.count <= Maximum.nested else {
                    throw refusal(
                        "'\(place).nested' has at most \(Maximum.nested) facets, below facets of type 'terms' and one level "
                            + "deep")
                }
            }
            facets.append(
                Facet(
                    try path(item.field, in: place), item.kind,
                    nested: try self.facets(item.nested, in: "\(place).nested", level: level + 1)))
        }
        return facets
    }

    private static func check(_ kind: Facet.Kind, in place: String) throws(RegistryError) {
        switch kind {
        case .terms(let size, let matching):
            guard (1...Facet.sizeMaximum).contains(size) else {
                throw refusal("'\(place).size' is a whole number from 1 to \(Facet.sizeMaximum)")
            }
            guard matching.map({ $0.utf8.count <= Maximum.textBytes }) ?? true else {
                throw refusal("'\(place).matching' is longer than \(Maximum.textBytes) bytes; shorten it")
            }
        case .histogram(let width):
            guard width.map({ $0 > 0 && $0.isFinite }) ?? true else {
                throw refusal("'\(place).interval' is a number above 0; leave it out to have one chosen")
            }
        case .ranges(let ranges):
            guard (1...Maximum.ranges).contains(ranges.count) else {
                throw refusal("'\(place).ranges' has 1 to \(Maximum.ranges) ranges")
            }
            for range in ranges
            where [range.key, range.from ?? "", range.to ?? ""].contains(where: {
                $0.utf8.count > Maximum.textBytes
            }) {
                throw refusal("'\(place).ranges' has a text of more than \(Maximum.textBytes) bytes; shorten it")
            }
        case .statistics(let percentiles):
            guard percentiles.count <= Maximum.percentiles, percentiles.allSatisfy({ (0...100).contains($0) }) else {
                throw refusal("'\(place).percentiles' has at most \(Maximum.percentiles) numbers from 0 to 100")
            }
        case .dates, .distinct: break
        }
    }

    private static func path(_ field: String, in place: String) throws(RegistryError) -> FieldPath {
        guard let path = FieldPath(field), field.utf8.count <= Maximum.textBytes else {
            throw refusal("'\(place)' names a field by 1 to \(Maximum.textBytes) bytes")
        }
        return path
    }

    private static func refusal(_ rule: String) -> RegistryError { RegistryError(.invalidQuery, rule) }
}
