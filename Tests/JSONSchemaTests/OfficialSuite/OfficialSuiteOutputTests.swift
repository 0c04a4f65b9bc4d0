import JSONDocument
import JSONSchema
import Testing

/// The output of a validation is as the suite's `output-tests` describe it: each expectation is itself a schema.
@Suite(.enabled(if: OfficialSuite.isExpected, Comment(rawValue: OfficialSuite.missing)))
struct OfficialSuiteOutputTests {
    @Test(arguments: [SchemaDraft.draft2019, .draft2020])
    func hasTheExpectedOutput(_ draft: SchemaDraft) throws {
        let folder = "output-tests/" + draft.suiteFolder
        let form = try OfficialSuite.read(folder + "/output-schema.json")
        let resolving = [try #require(form["$id"]?.stringValue): form]
        var options = SchemaOptions()
        options.draft = draft
        var failures: [String] = []
        var checked = 0
        for path in OfficialSuite.files(below: folder + "/content") {
            for group in try #require(OfficialSuite.read("\(folder)/content/\(path)").arrayValue) {
                let schema = try JSONSchema(try #require(group["schema"]), options: options)
                for test in try #require(group["tests"]?.arrayValue) {
                    for (name, expectation) in try #require(test["output"]?.objectValue) {
                        let form = try #require(OutputForm(rawValue: name))
                        let output = schema.output(try #require(test["data"]), as: form)
                        let errors = try JSONSchema(expectation, resolving: resolving, options: options)
                            .validate(output)
                        checked += 1
                        if !errors.isEmpty {
                            failures.append("\(path), \(test["description"] ?? nil), \(name): \(errors) in \(output)")
                        }
                    }
                }
            }
        }
        #expect(checked > 3)
        if !failures.isEmpty { Issue.record("\(failures.joined(separator: "\n"))") }
    }
}
