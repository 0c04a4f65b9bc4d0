package import JSONDocument

/// How the score of a document came about, in words.
package enum SearchExplanation {
    /// A line for the document and one for each clause, the one that adds most first.
    ///
    /// - Parameter explanation: one of the `explanations` of an answer.
    package static func lines(_ explanation: JSONValue, of id: String) -> [String] {
        let parts = (explanation["parts"]?.arrayValue ?? []).sorted { score($0) > score($1) }
        let head = "\(rounded(score(explanation)))  \(PlainText.shown(id))"
        return [head]
            + parts.map { part in
                let clause = PlainText.shown(part["clause"]?.stringValue ?? "?", limit: 60)
                var why = ["\(part["frequency"]?.intValue ?? 0)×", "rarity \(rounded(part["idf"]?.doubleValue ?? 0))"]
                if let boost = part["boost"]?.doubleValue, boost != 1 { why.append("boost \(rounded(boost))") }
                if let bonus = part["bonus"]?.doubleValue, bonus > 0 { why.append("exact name +\(rounded(bonus))") }
                return "  \(rounded(score(part)))  \(clause) (\(why.joined(separator: ", ")))"
            }
    }

    private static func score(_ value: JSONValue) -> Double { value["score"]?.doubleValue ?? 0 }

    /// With two places.
    private static func rounded(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return String(value) }
        let hundredths = Int((value * 100).rounded())
        let rest = abs(hundredths % 100)
        return "\(hundredths < 0 ? "-" : "")\(abs(hundredths) / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
