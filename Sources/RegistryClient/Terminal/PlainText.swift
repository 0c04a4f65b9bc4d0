/// Text from a server or a file, made harmless for a terminal.
package enum PlainText {
    /// Returns `text` with control, format and line-separating characters replaced by U+FFFD, and cut after `limit`
    /// scalars with an ellipsis.
    package static func shown(_ text: String, limit: Int = 500) -> String {
        var shown = ""
        for (position, scalar) in text.unicodeScalars.enumerated() {
            if position == limit { return shown + "…" }
            shown.unicodeScalars.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
        }
        return shown
    }

    /// Returns `text` line by line, each as `shown(_:limit:)` makes it.
    package static func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { shown(String($0)) }
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        // Format characters include those that turn the direction of writing.
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }
}
