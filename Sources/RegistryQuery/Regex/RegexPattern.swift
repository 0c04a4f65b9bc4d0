/// A regular expression in the core of Lucene's syntax, ready to be matched with whole texts.
///
/// The grammar stands above ``RegexParser``. Nothing is tried twice: a text is read once, by a table of states where that
/// is small, else in all states at a time.
package struct RegexPattern: Sendable, Hashable, CustomStringConvertible {
    /// As it was written between the slashes.
    package let source: String
    /// The characters that a matching text begins with, as far as the pattern says them one by one.
    package let literalPrefix: String
    private let root: RegexNode
    private let automaton: RegexAutomaton
    private let table: RegexTable?

    /// Reads what stands between the slashes.
    ///
    /// - Throws: the first mistake, its position counted from the beginning of `source`; also past
    ///   ``QueryLimits/regexBytes``, ``QueryLimits/regexStates`` and ``QueryLimits/regexTransitions``.
    package init(parsing source: String) throws(QueryError) {
        self.init(source, root: try RegexParser.parse(source))
    }
    private init(_ source: String, root: RegexNode) {
        self.source = source
        self.root = root
        literalPrefix = root.literalPrefix
        automaton = RegexAutomaton(root)
        table = RegexTable(automaton)
    }

    /// Places that a character of a text can be at, each repetition counted out.
    package var stateCount: Int { automaton.stateCount - 1 }

    /// The pattern for words that ``TextAnalyzer`` has lower-cased.
    ///
    /// Its ``source`` stays as it was written, and so it is equal to this one.
    package var lowercased: RegexPattern { RegexPattern(source, root: root.lowercased) }

    /// Tells whether the whole of `text` fits; case counts, and so does the normal form.
    ///
    /// Of a text that is longer than ``QueryLimits/visibleBytes`` only the scalars that fit into so many bytes are there.
    /// Takes the length of the text, or where the expression has no small table its product with the transitions.
    ///
    /// - Parameter steps: grows by the scalars and transitions that were looked at, alike for every call.
    package func matches(_ text: String, steps: inout Int) -> Bool {
        let scalars = text.unicodeScalars
        guard text.utf8.count > QueryLimits.visibleBytes else { return matches(scalars, steps: &steps) }
        var end = text.utf8.index(text.startIndex, offsetBy: QueryLimits.visibleBytes)
        while end.samePosition(in: scalars) == nil { text.utf8.formIndex(before: &end) }
        return matches(scalars[..<end], steps: &steps)
    }
    package func matches(_ text: String) -> Bool {
        var steps = 0
        return matches(text, steps: &steps)
    }

    private func matches(_ scalars: some Sequence<Unicode.Scalar>, steps: inout Int) -> Bool {
        if let table { table.matches(scalars, steps: &steps) } else { automaton.matches(scalars, steps: &steps) }
    }

    /// With the slashes.
    package var description: String { "/\(source)/" }
    package static func == (left: Self, right: Self) -> Bool { left.source.hasSameBytes(as: right.source) }
    package func hash(into hasher: inout Hasher) { source.hashBytes(into: &hasher) }
}
