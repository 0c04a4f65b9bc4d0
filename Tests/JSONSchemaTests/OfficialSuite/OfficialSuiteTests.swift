import Foundation
import JSONDocument
import JSONSchema
import Testing

/// Every required and optional test of drafts 4 to 2020-12 has the verdict that the suite expects, in each way to ask.
///
/// What cannot pass is listed in `official-suite-exceptions.txt`; the list is held to reality in both directions.
@Suite(.enabled(if: OfficialSuite.isExpected, Comment(rawValue: OfficialSuite.missing)))
struct OfficialSuiteTests {
    @Test func isWhole() {
        for draft in SchemaDraft.allCases {
            #expect(OfficialSuite.files(below: "tests/" + draft.suiteFolder).count > 40, "\(OfficialSuite.missing)")
        }
    }

    @Test(arguments: OfficialSuiteFile.all(.required))
    func passesRequired(_ file: OfficialSuiteFile) throws { try check(file) }

    @Test(arguments: OfficialSuiteFile.all(.optional))
    func passesOptional(_ file: OfficialSuiteFile) throws { try check(file) }

    @Test(arguments: OfficialSuiteFile.all(.format))
    func passesOptionalFormat(_ file: OfficialSuiteFile) throws { try check(file) }

    @Test func listsOnlyExceptionsThatExist() throws {
        for exception in try OfficialSuiteException.all() {
            let draft = SchemaDraft.allCases.first { $0.suiteFolder == exception.key[0] }
            let file = OfficialSuiteFile(draft: try #require(draft, "\(exception)"), path: exception.key[1])
            let group = try file.groups().first { $0.description == exception.key[2] }
            #expect(group?.tests.contains { $0.description == exception.key[3] } == true, "no such test: \(exception)")
        }
    }

    private func check(_ file: OfficialSuiteFile) throws {
        let expected = Set(try OfficialSuiteException.all().map(\.key))
        var failures: [String] = []
        var tests = 0
        var excepted = 0
        for group in try file.groups() {
            let verdicts = Self.verdicts(of: group, options: file.options)
            for (test, verdict) in zip(group.tests, verdicts) {
                tests += 1
                let key = [file.draft.suiteFolder, file.path, group.description, test.description]
                let wrong = verdict == (test.valid ? "valid" : "invalid") ? nil : verdict
                switch (wrong, expected.contains(key)) {
                case (nil, false): break
                case (.some, true): excepted += 1
                case (nil, true): failures.append("\(key.joined(separator: " | ")): listed, but passes")
                case (.some(let wrong), false):
                    failures.append(
                        "\(key.joined(separator: " | ")): \(wrong), not \(test.valid ? "valid" : "invalid")")
                }
            }
        }
        OfficialSuiteCounts.note(file, tests: tests, excepted: excepted, wrong: failures.count)
        if !failures.isEmpty {
            Issue.record("\(failures.count) of \(tests) are not as expected:\n\(failures.joined(separator: "\n"))")
        }
    }

    /// `valid` or `invalid` for each test where all ways to ask agree; else what they say.
    private static func verdicts(of group: OfficialSuiteGroup, options: SchemaOptions) -> [String] {
        let schema: JSONSchema
        do throws(SchemaError) {
            schema = try JSONSchema(group.schema, resolving: OfficialSuite.remotes, options: options)
        } catch {
            return group.tests.map { _ in "no schema (\(error))" }
        }
        return group.tests.map { test in
            let isValid = schema.isValid(test.data)
            let errors = schema.validate(test.data)
            let flag = schema.output(test.data, as: .flag)["valid"]?.boolValue
            if isValid == errors.isEmpty, flag == isValid { return isValid ? "valid" : "invalid" }
            return "isValid \(isValid), flag \(flag.map { "\($0)" } ?? "nil"), errors \(errors)"
        }
    }
}
