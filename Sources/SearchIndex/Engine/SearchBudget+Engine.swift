extension SearchBudget {
    /// What a search over segments may cost: it is priced before it begins (``ReadablePrice``), and ended by the clock.
    package static var engine: SearchBudget { engine(time: nil) }

    /// - Parameter time: nil is ``time``.
    static func engine(time: Duration?) -> SearchBudget { SearchBudget(steps: 1 << 40, time: time ?? Self.time) }
}
