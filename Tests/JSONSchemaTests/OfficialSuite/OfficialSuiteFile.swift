import JSONDocument
import JSONSchema
import Testing

/// One file of the official suite for one draft.
struct OfficialSuiteFile: Sendable, CustomTestStringConvertible {
    enum Kind: String, Sendable, CaseIterable {
        case required
        case optional
        /// `optional/format`: `format` is an assertion.
        case format
    }

    let draft: SchemaDraft
    /// Below the draft's folder, with forward slashes.
    let path: String

    var testDescription: String { "\(draft.suiteFolder)/\(path)" }

    var kind: Kind {
        if path.hasPrefix("optional/format/") { return .format }
        return path.hasPrefix("optional/") ? .optional : .required
    }

    /// As the suite asks: everything by default, but `format` and the content keywords asserted where that is tested.
    var options: SchemaOptions {
        var options = SchemaOptions()
        options.draft = draft
        options.assertsFormat = kind == .format
        options.assertsContent = path == "optional/content.json"
        return options
    }

    /// The files of `kind`, every draft; those of the suite that is there, in ascending order of draft and path.
    static func all(_ kind: Kind) -> [OfficialSuiteFile] {
        SchemaDraft.allCases.flatMap { draft in
            OfficialSuite.files(below: "tests/" + draft.suiteFolder).map { OfficialSuiteFile(draft: draft, path: $0) }
        }.filter { $0.kind == kind }
    }

    func groups() throws -> [OfficialSuiteGroup] {
        try #require(OfficialSuite.read("tests/\(testDescription)").arrayValue).map { try OfficialSuiteGroup($0) }
    }
}

/// One schema of a file with the instances that are judged by it.
struct OfficialSuiteGroup {
    let description: String
    let schema: JSONValue
    let tests: [(description: String, data: JSONValue, valid: Bool)]

    init(_ value: JSONValue) throws {
        description = try #require(value["description"]?.stringValue)
        schema = try #require(value["schema"])
        tests = try #require(value["tests"]?.arrayValue).map { test in
            (
                try #require(test["description"]?.stringValue), try #require(test["data"]),
                try #require(test["valid"]?.boolValue as Bool?)
            )
        }
    }
}
