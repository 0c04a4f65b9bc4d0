/// A word with `*` (any characters, also none) and `?` (exactly one Unicode scalar) in it, ready to be matched.
package struct WildcardPattern: Sendable, Hashable {
    package enum Part: Sendable {
        /// These characters as they are; never empty, never followed by another literal.
        case literal(String)
        /// `?`
        case one
        /// `*`; never followed by another one.
        case any
    }

    package let parts: [Part]
    /// What the `*` part: one more than there are of them, only the first and the last may be empty.
    private let segments: [WildcardSegment]

    /// Takes `parts` in any shape: empty literals are dropped, neighbours of a kind joined.
    package init(_ parts: [Part]) {
        var joined: [Part] = []
        for part in parts {
            switch (joined.last, part) {
            case (_, .literal("")), (.any, .any): continue
            case (.literal(let left), .literal(let right)): joined[joined.count - 1] = .literal(left + right)
            default: joined.append(part)
            }
        }
        self.parts = joined
        var segments: [[UInt16]] = [[]]
        for part in joined {
            switch part {
            case .literal(let text): segments[segments.count - 1] += text.utf8.map(UInt16.init)
            case .one: segments[segments.count - 1].append(WildcardSegment.one)
            case .any: segments.append([])
            }
        }
        self.segments = segments.map { WildcardSegment($0) }
    }

    /// Bytes of UTF-8, one for each wildcard; ``QueryLimits/patternBytes`` is about this.
    package var length: Int {
        parts.reduce(0) { length, part in
            if case .literal(let text) = part { length + text.utf8.count } else { length + 1 }
        }
    }

    /// The characters that a matching text begins with: those before the first wildcard.
    package var prefix: String {
        if case .literal(let text) = parts.first { text } else { "" }
    }

    /// Whether every text that begins with ``prefix`` matches: the only wildcard is a `*` at the end.
    package var isPrefix: Bool {
        guard case .any = parts.last else { return false }
        return parts.count == 1 || (parts.count == 2 && !prefix.isEmpty)
    }

    /// The pattern for words that ``TextAnalyzer`` has lower-cased.
    package var lowercased: WildcardPattern {
        WildcardPattern(
            parts.map { part in
                if case .literal(let text) = part { .literal(TextAnalyzer.lowercased(text)) } else { part }
            })
    }

    /// Tells whether the whole of `text` fits; case counts, and so does the normal form.
    ///
    /// Of a text that is longer than ``QueryLimits/visibleBytes`` only the scalars that fit into so many bytes are
    /// there: a pattern's end is compared with the end of that. Takes the sum of both lengths where no `?` stands
    /// between two `*`, and never more than their product: what stands before a `*` is not looked for again.
    ///
    /// - Parameter steps: grows by the bytes that were looked at.
    package func matches(_ text: String, steps: inout Int) -> Bool {
        var text = text
        return text.withUTF8 { matches(Self.visible($0), steps: &steps) }
    }
    package func matches(_ text: String) -> Bool {
        var steps = 0
        return matches(text, steps: &steps)
    }

    private func matches(_ text: Slice<UnsafeBufferPointer<UInt8>>, steps: inout Int) -> Bool {
        guard var position = segments[0].end(from: text.startIndex, in: text, steps: &steps) else { return false }
        if segments.count == 1 { return position == text.endIndex }
        guard let end = segments[segments.count - 1].start(atEndOf: text, steps: &steps), position <= end else {
            return false
        }
        for segment in segments[1..<(segments.count - 1)] {
            guard let next = segment.firstEnd(from: position, in: text[..<end], steps: &steps) else { return false }
            position = next
        }
        return true
    }

    private static func visible(_ text: UnsafeBufferPointer<UInt8>) -> Slice<UnsafeBufferPointer<UInt8>> {
        guard text.count > QueryLimits.visibleBytes else { return text[...] }
        var end = QueryLimits.visibleBytes
        while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
        return text[..<end]
    }

    package static func == (left: Self, right: Self) -> Bool { left.segments == right.segments }
    package func hash(into hasher: inout Hasher) { hasher.combine(segments) }
}
