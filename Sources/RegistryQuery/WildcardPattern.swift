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
    /// One step for each byte or wildcard: a byte's value, or one of the two below.
    private let steps: [UInt16]
    private static let one: UInt16 = 0x100
    private static let any: UInt16 = 0x101

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
        steps = joined.flatMap { part -> [UInt16] in
            switch part {
            case .literal(let text): text.utf8.map(UInt16.init)
            case .one: [Self.one]
            case .any: [Self.any]
            }
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
    /// Takes at most the product of both lengths, however many wildcards there are: only the last `*` is ever retried.
    package func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { matches($0) }
    }

    private func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var position = 0
        var step = 0
        var retry: (step: Int, position: Int)?
        while position < text.count {
            if step < steps.count, steps[step] == Self.any {
                step += 1
                if step == steps.count { return true }
                retry = (step, position)
            } else if step < steps.count, steps[step] == Self.one {
                step += 1
                position = Self.next(after: position, in: text)
            } else if step < steps.count, steps[step] == UInt16(text[position]) {
                step += 1
                position += 1
            } else if let last = retry {
                step = last.step
                position = Self.next(after: last.position, in: text)
                retry = (step, position)
            } else {
                return false
            }
        }
        return steps[step...].allSatisfy { $0 == Self.any }
    }

    /// The start of the scalar that follows the one at `position`.
    private static func next(after position: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
        var next = position + 1
        while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }

    package static func == (left: Self, right: Self) -> Bool { left.steps == right.steps }
    package func hash(into hasher: inout Hasher) { hasher.combine(steps) }
}
