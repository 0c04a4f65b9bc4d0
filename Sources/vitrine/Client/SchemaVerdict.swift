internal import JSONDocument
internal import JSONSchema
internal import RegistryClient

/// What a schema says about one document.
struct SchemaVerdict {
    private struct Problem {
        let error: ValidationError
        let fix: JSONPatch?
    }

    let name: String
    let hasNUL: Bool
    private let value: JSONValue?
    private let failure: String?
    private let problems: [Problem]

    var isValid: Bool { failure == nil && problems.isEmpty }

    init(_ input: SchemaInput, _ schema: JSONSchema, withFixes: Bool) {
        name = input.name
        hasNUL = input.hasNUL
        switch input.value {
        case .success(let value):
            let errors = schema.validate(value)
            let fixes = withFixes ? schema.fixes(for: errors, in: value) : []
            self.value = value
            failure = nil
            problems = errors.enumerated().map { index, error in
                Problem(error: error, fix: index < fixes.count ? fixes[index] : nil)
            }
        case .failure(let reason):
            value = nil
            failure = reason.description
            problems = []
        }
    }

    /// One line for each error, harmless for a terminal.
    var lines: [String] {
        if let failure { return [line("", failure)] }
        return problems.map { line($0.error.instance.description, $0.error.message) }
    }

    private func line(_ pointer: String, _ message: String) -> String {
        [name, pointer, message].filter { !$0.isEmpty }.map { PlainText.shown($0, limit: 2_000) }
            .joined(separator: ": ")
    }

    var document: JSONValue {
        var errors = problems.map { problem -> JSONValue in
            var object: JSONObject = [
                "pointer": .string(problem.error.instance.description),
                "schema_pointer": .string(problem.error.schema.description),
                "location": .string(SchemaLoader.shown(problem.error.location)),
                "keyword": .string(problem.error.keyword), "message": .string(problem.error.message),
            ]
            if let fix = problem.fix { object["fix"] = fix.document }
            return .object(object)
        }
        if let failure { errors = [["pointer": "", "message": .string(failure)]] }
        return ["document": .string(name), "valid": .bool(isValid), "errors": .array(errors)]
    }

    /// The form of the specification; what cannot be read is not valid, and says why in the same shape.
    ///
    /// - Parameter isNamed: whether the document's name comes first.
    func output(_ schema: JSONSchema, _ form: OutputForm, isNamed: Bool) -> JSONValue {
        var object: JSONObject = isNamed ? ["document": .string(name)] : [:]
        let unit: JSONValue
        if let value {
            unit = schema.output(value, as: form)
        } else {
            unit = [
                "valid": false, "keywordLocation": "", "instanceLocation": "", "error": .string(failure ?? ""),
            ]
        }
        for (key, member) in unit.objectValue ?? [:] { object[key] = member }
        return .object(object)
    }
}
