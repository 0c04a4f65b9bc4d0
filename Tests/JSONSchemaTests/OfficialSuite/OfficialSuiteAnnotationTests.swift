import JSONDocument
import JSONSchema
import Testing

/// Annotations stand where the suite's `annotations` say, for every draft that a case is meant for.
@Suite(.enabled(if: OfficialSuite.isExpected, Comment(rawValue: OfficialSuite.missing)))
struct OfficialSuiteAnnotationTests {
    @Test(arguments: SchemaDraft.allCases)
    func annotatesAsExpected(_ draft: SchemaDraft) throws {
        var failures: [String] = []
        var checked = 0
        for path in OfficialSuite.files(below: "annotations/tests") {
            for group in try #require(OfficialSuite.read("annotations/tests/" + path)["suite"]?.arrayValue)
            where Self.isCase(group, for: draft) {
                let schema = try Self.schema(of: group, draft: draft)
                for test in try #require(group["tests"]?.arrayValue) {
                    let output = schema.output(try #require(test["instance"]), as: .basic)
                    for assertion in try #require(test["assertions"]?.arrayValue) {
                        checked += 1
                        let found = try Self.annotations(in: output, of: assertion, base: group["schema"]?["$id"])
                        let expected = try #require(assertion["expected"]?.objectValue)
                        if found != expected {
                            let name = group["description"]?.stringValue ?? ""
                            failures.append("\(path), \(name), \(assertion): found \(found) in \(output)")
                        }
                    }
                }
            }
        }
        #expect(checked > 10)
        if !failures.isEmpty {
            Issue.record("\(failures.count) of \(checked) are not as expected:\n\(failures.joined(separator: "\n"))")
        }
    }

    private static func schema(of group: JSONValue, draft: SchemaDraft) throws -> JSONSchema {
        var options = SchemaOptions()
        options.draft = draft
        let external = group["externalSchemas"]?.objectValue ?? [:]
        let resolving = Dictionary(uniqueKeysWithValues: external.map { ($0.key, $0.value) })
        return try JSONSchema(try #require(group["schema"]), resolving: resolving, options: options)
    }

    /// The annotations of one keyword on one value by the place of the schema object, as `expected` spells them.
    private static func annotations(
        in output: JSONValue, of assertion: JSONValue, base: JSONValue?
    ) throws -> JSONObject {
        let base = base?.stringValue ?? ""
        let keyword = try #require(assertion["keyword"]?.stringValue)
        let location = try #require(assertion["location"]?.stringValue)
        var found: JSONObject = [:]
        for unit in units(of: output) where unit["instanceLocation"]?.stringValue == location {
            guard let annotation = unit["annotation"], let place = unit["absoluteKeywordLocation"]?.stringValue,
                let slash = place.lastIndex(of: "/"), place[slash...].dropFirst() == keyword
            else { continue }
            // Places in the document itself are spelled without its URI.
            found[String(place[..<slash].dropFirst(place.hasPrefix(base) ? base.count : 0))] = annotation
        }
        return found
    }

    private static func units(of output: JSONValue) -> [JSONValue] {
        [output] + (output["annotations"]?.arrayValue ?? []).flatMap(units)
    }

    /// `compatibility`: releases divided by commas; bare the least one, `<=` the last, `=` the only one.
    private static func isCase(_ group: JSONValue, for draft: SchemaDraft) -> Bool {
        let release = ["draft4": 4, "draft6": 6, "draft7": 7, "draft2019-09": 2019][draft.suiteFolder] ?? 2020
        return (group["compatibility"]?.stringValue ?? "").split(separator: ",").allSatisfy { rule in
            let number = Int(rule.drop { "<=".contains($0) }) ?? 0
            if rule.hasPrefix("<=") { return release <= number }
            return rule.hasPrefix("=") ? release == number : release >= number
        }
    }
}
