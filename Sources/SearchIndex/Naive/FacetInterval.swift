package import JSONDocument
package import RegistryQuery

/// The numbers or dates of one of the ``Facet/Kind/ranges(_:)``, bounds read as those of a query's range.
package struct FacetInterval: Sendable {
    package let numbers: ValueInterval<JSONNumber>?
    package let dates: ValueInterval<DateInstant>?

    package init(_ range: Facet.Range) {
        let probe = RangeProbe(
            QueryRange(
                lower: range.from.map { QueryRange.Bound(text: $0, isInclusive: true) },
                upper: range.to.map { QueryRange.Bound(text: $0, isInclusive: false) }))
        numbers = probe.numbers
        dates = probe.dates
    }

    func contains(_ value: FieldValue) -> Bool {
        if let number = value.number { return numbers?.contains(number) ?? false }
        if let date = value.date { return dates?.contains(date) ?? false }
        return false
    }
}
