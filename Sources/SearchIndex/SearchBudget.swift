/// What one search may cost: a number of steps, which a search always takes alike, and a time for a machine that is slow.
///
/// A step is about a byte that is compared, a field that is visited or a clause that is tried on a document. The clock
/// and the cancellation of the task are looked at for every document and every ``interval`` steps. A search that waits,
/// for its turn or for what it has to read, stops the clock meanwhile.
package struct SearchBudget {
    /// Steps of one search.
    package static let steps = 200_000_000
    /// How long one search may look at documents.
    package static let time: Duration = .seconds(5)
    /// Steps between two looks at the clock.
    package static let interval = 1 << 16

    private var left: Int
    private var nextCheck: Int
    private var deadline: ContinuousClock.Instant
    /// What is left of the time while the clock stands still.
    private var pausedWith: Duration?
    private let now: @Sendable () -> ContinuousClock.Instant

    /// Starts the clock.
    ///
    /// - Parameter now: a monotonic clock.
    package init(
        steps: Int = Self.steps, time: Duration = Self.time,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        left = steps
        nextCheck = max(steps - Self.interval, 0)
        deadline = now() + time
        self.now = now
    }

    /// Stops the clock.
    mutating func pause() { if pausedWith == nil { pausedWith = deadline - now() } }
    /// Lets it go on.
    mutating func resume() {
        if let left = pausedWith { deadline = now() + left }
        pausedWith = nil
    }

    /// Counts `steps` that have been taken or are about to be.
    ///
    /// - Throws: what ``check()`` does.
    mutating func spend(_ steps: Int) throws(SearchIndexError) {
        left -= steps
        if left < nextCheck { try check() }
    }

    /// Ends a search that has gone on for too long or that nobody waits for.
    ///
    /// - Throws: `.tooExpensive`; `.unavailable` because of a `CancellationError` when the task is cancelled.
    mutating func check() throws(SearchIndexError) {
        nextCheck = max(left - Self.interval, 0)
        if Task.isCancelled { throw .unavailable(operation: "search", cause: CancellationError()) }
        guard left >= 0, now() < deadline else { throw .exhausted }
    }
}

extension SearchIndexError {
    /// A search has looked at more than it may: the same words whatever there was too much of.
    package static let exhausted = SearchIndexError.tooExpensive(
        reason: """
            the search is too expensive; search one project, as in '_extra.project_id:PRJ1 AND …', name the fields of its \
            words, or use fewer words and wildcards
            """)
}
