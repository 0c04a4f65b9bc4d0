package import JSONDocument

/// What the statistics of a facet say of numbers, reckoned in one order whatever order they came in.
package enum NumberSummary {
    /// - Parameters:
    ///   - values: ascending, each number once, with how many documents have it.
    ///   - percentiles: 0 to 100.
    /// - Returns: sums are of doubles, from the least number to the greatest, each times its count; what is beyond the
    ///   range of doubles counts as the greatest of them.
    package static func statistics(
        of values: some Collection<(number: JSONNumber, count: Int)>, percentiles: [Double]
    ) -> FacetAnswer.Statistics {
        let count = values.reduce(0) { $0 + $1.count }
        let numbers = values.map { finite($0.number.double) }
        let sum = zip(numbers, values).reduce(0) { $0 + finite($1.0 * Double($1.1.count)) }
        var ranks: [Int: Double] = [:]
        let wanted = count == 0 ? [] : percentiles.map { rank(of: $0, among: count) }
        var seen = 0
        var pending = wanted.sorted()[...]
        for (number, value) in zip(numbers, values) {
            seen += value.count
            while let next = pending.first, next <= seen {
                ranks[next] = number
                pending.removeFirst()
            }
        }
        return FacetAnswer.Statistics(
            count: count, minimum: numbers.first, maximum: numbers.last, sum: finite(sum),
            percentiles: wanted.compactMap { ranks[$0] })
    }

    /// The nearest rank: the least one with at least so many percent of the values up to it, 1 to `count`.
    private static func rank(of percentile: Double, among count: Int) -> Int {
        let rank = (min(max(percentile, 0), 100) * Double(count) / 100).rounded(.up)
        return min(max(Int(rank), 1), count)
    }
    private static func finite(_ value: Double) -> Double {
        min(max(value, -Double.greatestFiniteMagnitude), Double.greatestFiniteMagnitude)
    }
}
