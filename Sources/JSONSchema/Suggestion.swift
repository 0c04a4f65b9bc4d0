internal import JSONDocument

/// What may have been meant by a word that is not known; the one measure of nearness for messages and for fixes.
///
/// Words are compared without regard to case and to `-`, `_`, `.` and spaces, by the number of letters to insert, remove,
/// replace or swap with a neighbour (optimal string alignment).
package enum Suggestion {
    /// What a hint in a message begins with.
    static let opening = ", did you mean "

    private static let maxLength = 64  // of a word in a message, in bytes
    static let maxCandidates = 1_000  // of a message
    private static let maxSlipLength = 256  // in bytes

    /// ", did you mean …?" with the value nearest to `value`, or nothing when none is near.
    static func hint(_ value: JSONValue, _ candidates: [JSONValue]) -> String {
        guard case .string(let word) = value else { return "" }
        return nearest(to: word, in: candidates.lazy.compactMap(\.stringValue)).map {
            "\(opening)\(JSONValue.string($0).excerpt)?"
        } ?? ""
    }

    /// ", did you mean …?" with the name nearest to `name`, or nothing when none is near.
    static func hint(_ name: String, _ candidates: some Sequence<String>) -> String {
        nearest(to: name, in: candidates).map { "\(opening)'\($0)'?" } ?? ""
    }

    /// The first of the candidates with the fewest changes from `word`, at most a third of the longer one's length.
    ///
    /// Words of more than 64 bytes, and candidates after the first 1000, are left out.
    package static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
        guard word.utf8.count <= maxLength else { return nil }
        let letters = EditDistance(word)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates.prefix(maxCandidates) where candidate.utf8.count <= maxLength {
            let other = EditDistance(candidate)
            let bound = min(best.map { $0.distance - 1 } ?? .max, max(letters.count, other.count) / 3)
            guard let distance = letters.distance(to: other, atMost: bound) else { continue }
            best = (distance, candidate)
            if distance == 0 { break }
        }
        return best?.candidate
    }

    /// The candidate that `word` is clearly a slip of, or nil.
    ///
    /// Clearly: it differs in one letter of four to seven, two of eight to eleven, three of more; every other candidate
    /// is more than twice as far; the first letter, all that is no letter, and every abbreviation in capitals are the
    /// same (`scRNA` is no slip of `snRNA`), and the words do not begin with opposites such as `intra` and `inter`.
    ///
    /// - Parameter isLikely: whether there are other reasons to think so; then one letter may also be the first, or a digit
    ///   or a sign that is left out.
    static func slip(_ word: String, of candidates: some Sequence<String>, isLikely: Bool = false) -> String? {
        guard word.utf8.count <= maxSlipLength else { return nil }
        let letters = EditDistance(word)
        let farthest = 7
        var best: (distance: Int, candidate: String, letters: EditDistance)?
        var second = farthest + 1
        for candidate in candidates where candidate.utf8.count <= maxSlipLength {
            if candidate.hasSameBytes(as: best?.candidate ?? word) { continue }
            let other = EditDistance(candidate)
            guard let distance = letters.distance(to: other, atMost: second - 1) else { continue }
            if let nearest = best?.distance, distance >= nearest {
                second = distance
            } else {
                second = best?.distance ?? second
                best = (distance, candidate, other)
            }
        }
        guard let best, best.distance <= allowance(best.letters.count), second > 2 * best.distance,
            !Opposites.differ(letters.text, best.letters.text),
            abbreviations(best.candidate).isSubset(of: tokens(word)),
            abbreviations(word).isSubset(of: tokens(best.candidate))
        else { return nil }
        let hasSameFigures = letters.hasSameFigures(as: best.letters)
        if isLikely, best.distance == 1, letters.hasNoFigures || hasSameFigures { return best.candidate }
        return letters.startsLike(best.letters) && hasSameFigures ? best.candidate : nil
    }

    private static func allowance(_ length: Int) -> Int { length < 4 ? 0 : min(length / 4, 3) }

    /// The parts of `text` between separators, in lower case.
    private static func tokens(_ text: String) -> Set<String> { Set(parts(text).map { $0.lowercased() }) }

    /// The parts that have two capitals side by side, in lower case. Where there are no small letters at all, capitals
    /// tell nothing, but a part with a digit is a name.
    private static func abbreviations(_ text: String) -> Set<String> {
        let tells = text.unicodeScalars.contains(where: \.properties.isLowercase)
        return Set(
            parts(text).filter { part in
                (tells || part.contains(where: Spelling.isDigit))
                    && zip(part, part.dropFirst()).contains { $0.properties.isUppercase && $1.properties.isUppercase }
            }.map { $0.lowercased() })
    }

    private static func parts(_ text: String) -> [Substring.UnicodeScalarView] {
        text.unicodeScalars.split(whereSeparator: Spelling.isSeparator)
    }
}

extension Substring.UnicodeScalarView {
    fileprivate func lowercased() -> String { String(self).lowercased() }
}
