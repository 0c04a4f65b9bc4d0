/// Looks for the words that a ``ValueProbe`` wants in a row, while a text is read word by word.
package struct WordRow {
    private let probe: ValueProbe
    /// For each place, where the latest row began that has come up to it.
    private var starts: [Int?]
    private var position = 0
    /// For each place, the last word that was tried there and what came of it, so that no word is compared twice.
    private var trials: [(position: Int, fits: Bool)]

    package init(_ probe: ValueProbe) {
        self.probe = probe
        starts = Array(repeating: nil, count: probe.places)
        trials = Array(repeating: (-1, false), count: probe.places)
    }

    /// Takes the next word of the text, and tells whether a row ends with it.
    ///
    /// - Parameter steps: grows by the places that were tried and about the bytes that were looked at.
    package mutating func ends(with word: String, steps: inout Int) -> Bool {
        defer { position += 1 }
        // From the last place, so that no word is taken for two places.
        var place = starts.count
        while place > 0 {
            place -= 1
            let start = place == 0 ? position : starts[place - 1]
            // A row that begins later is never worse: it has fewer words between its own.
            guard let start, position - start - place <= probe.slop else { continue }
            steps += 1
            guard fits(word, at: place, steps: &steps) else { continue }
            starts[place] = start
            if place == starts.count - 1 { return true }
        }
        return false
    }

    private mutating func fits(_ word: String, at place: Int, steps: inout Int) -> Bool {
        let place = probe.twins[place]
        if trials[place].position != position {
            trials[place] = (position, probe.findsWord(word, at: place, steps: &steps))
        }
        return trials[place].fits
    }
}
