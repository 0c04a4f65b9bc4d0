internal import ArgumentParser
internal import JSONDocument
internal import JSONSchema
internal import RegistryClient

/// `vitrine schema`
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Work with the schemas of metadata documents.",
        subcommands: [Validate.self])

    /// `vitrine schema validate`
    struct Validate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "validate",
            abstract: "Validate documents against a schema, here and without a registry.",
            discussion: """
                Prints one line for each error: the file, the place in it as a JSON pointer, and what is wrong. Ends \
                with status 0 when all documents are valid, else with 1. '-' is standard input.

                EXAMPLES
                    $ vitrine schema validate --schema schemas/report/v1.json results/*.json
                    $ vitrine schema validate --schema schemas/report/v1.json --json report.json | jq .errors
                """)

        @Option(help: ArgumentHelp("The JSON Schema, draft 2020-12 or 07.", valueName: "file"), completion: .file())
        var schema: String

        @Flag(help: "Print one JSON object a document on standard output.")
        var json = false

        @Argument(help: ArgumentHelp("The documents.", valueName: "document"), completion: .file())
        var documents: [String]

        func validate() throws {
            if documents.isEmpty { throw ValidationError("At least one document is needed.") }
        }

        func run() async throws {
            let compiled = try compiledSchema()
            var invalid = 0
            for document in documents {
                let problems = Self.problems(of: document, compiled)
                if !problems.isEmpty { invalid += 1 }
                try report(problems, of: document)
            }
            if invalid > 0 {
                throw ClientFailure("\(invalid) of \(documents.count) documents are not valid")
            }
            if !json {
                Console.note(documents.count == 1 ? "1 document, valid" : "\(documents.count) documents, all valid")
            }
        }

        private func compiledSchema() throws -> JSONSchema {
            do {
                return try JSONSchema(try LocalFile.json(schema), base: schema)
            } catch let error as SchemaError {
                throw ClientFailure("'\(PlainText.shown(schema))' is no schema: \(PlainText.shown("\(error)"))")
            } catch let error as LocalFile.Failure {
                throw ClientFailure("'\(PlainText.shown(schema))' \(error)")
            }
        }

        private struct Problem {
            let pointer: String
            let message: String
            var place: (schema: String, keyword: String)?
        }

        private static func problems(of document: String, _ schema: JSONSchema) -> [Problem] {
            do throws(LocalFile.Failure) {
                return schema.validate(try LocalFile.json(document)).map { error in
                    Problem(
                        pointer: error.instance.description, message: error.message,
                        place: (error.schema.description, error.keyword))
                }
            } catch {
                return [Problem(pointer: "", message: error.description)]
            }
        }

        private func report(_ problems: [Problem], of document: String) throws {
            guard json else {
                for problem in problems {
                    let parts = [document, problem.pointer, problem.message].filter { !$0.isEmpty }
                    try Console.line(parts.map { PlainText.shown($0, limit: 2_000) }.joined(separator: ": "))
                }
                return
            }
            let errors = problems.map { problem -> JSONValue in
                var object: JSONObject = ["pointer": .string(problem.pointer)]
                if let place = problem.place {
                    object["schema_pointer"] = .string(place.schema)
                    object["keyword"] = .string(place.keyword)
                }
                object["message"] = .string(problem.message)
                return .object(object)
            }
            try Console.json([
                "document": .string(document), "valid": .bool(problems.isEmpty), "errors": .array(errors),
            ])
        }
    }
}
