extension SearchBudget {
    /// What a search over segments may cost: it is priced before it begins (``QueryPrice``), and ended by the clock.
    package static var engine: SearchBudget { SearchBudget(steps: 1 << 40) }
}
