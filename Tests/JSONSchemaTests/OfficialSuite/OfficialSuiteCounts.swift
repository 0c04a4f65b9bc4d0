import Foundation
import JSONSchema

/// How many tests of the suite were run, for the summary at the end of `make test`.
enum OfficialSuiteCounts {
    /// Adds a line `draft kind tests exceptions wrong` to the file that `VITRINE_SUITE_COUNTS` names; nothing without it.
    static func note(_ file: OfficialSuiteFile, tests: Int, excepted: Int, wrong: Int) {
        guard let path = ProcessInfo.processInfo.environment["VITRINE_SUITE_COUNTS"] else { return }
        let line = Data("\(file.draft.suiteFolder) \(file.kind) \(tests) \(excepted) \(wrong)\n".utf8)
        // O_APPEND: the lines of tests that run at the same time do not mix.
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
        guard descriptor >= 0 else { return }
        _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }
}
