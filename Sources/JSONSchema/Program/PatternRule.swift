internal import ECMAPattern

/// A pattern, and whether a match may take more than time linear in the text.
struct PatternRule: Sendable {
    let pattern: ECMAPattern
    let backtracks: Bool

    init(_ pattern: ECMAPattern) {
        self.pattern = pattern
        backtracks = pattern.engine == .backtracking
    }

    /// The pattern as the schema has it.
    var source: String { pattern.source }
}
