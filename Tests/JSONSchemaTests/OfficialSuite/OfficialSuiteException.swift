import Foundation
import Testing

/// A test of the official suite that we do not pass, and why: one line of `official-suite-exceptions.txt`.
struct OfficialSuiteException: Sendable {
    /// Draft folder, file below it, description of the group, description of the test.
    let key: [String]
    let reason: String

    /// The exceptions, in the order of the file; lines that are empty or begin with `#` say nothing.
    ///
    /// - Throws: when a line has not five parts divided by ` | `, or one test has two lines.
    static func all() throws -> [OfficialSuiteException] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "official-suite-exceptions.txt")
        var exceptions: [OfficialSuiteException] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " | ", omittingEmptySubsequences: false).map(String.init)
            try #require(parts.count == 5 && !parts[4].isEmpty, "no draft, file, group, test and reason: \(line)")
            let key = Array(parts.prefix(4))
            try #require(!exceptions.contains { $0.key == key }, "listed twice: \(line)")
            exceptions.append(OfficialSuiteException(key: key, reason: parts[4]))
        }
        return exceptions
    }
}
