internal import ArgumentParser
internal import Foundation
internal import JSONDocument
internal import JSONSchema
internal import RegistryClient

/// `vitrine schema validate`
struct SchemaValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Validate documents against a schema, here and without a registry.",
        discussion: """
            Prints one line for each error: the file, the place in it as a JSON pointer, and what is wrong. Ends \
            with status 0 when all documents are valid, else with 1. '-' is standard input. In files named .ndjson \
            or .jsonl each line is a document.

            A relative $ref of the schema is looked for beside the file that it stands in; nothing is fetched, and a \
            reference that cannot be found is an error that names it. --schema also takes the URI of a metaschema.

            With --json there is one object a document: 'document', 'valid' and 'errors', each of these with \
            'pointer' (into the document), 'schema_pointer' and 'location' (of the keyword, by the way of the \
            references and without), 'keyword', 'message', and 'fix' when one is clearly meant: a JSON Patch that \
            makes that error go away and brings no other. --output prints the forms of the specification instead.

            EXAMPLES
              $ vitrine schema validate --schema report/v1.json results/*.json
              $ vitrine schema validate --schema v1.json --json a.json | jq .errors
              $ vitrine schema validate --schema v1.json --fix a.json > fixed.json
              $ vitrine schema validate --schema v1.json --lines - < many
            Is this a schema of draft 07?
              $ vitrine schema validate \
                  --schema http://json-schema.org/draft-07/schema# my.json
            """)

    @Option(
        help: ArgumentHelp("The schema: a file, or the URI of a metaschema.", valueName: "file"), completion: .file())
    var schema: String

    @Flag(help: "Print one JSON object a document on standard output.")
    var json = false

    @Option(help: "Print the result in a form of the specification, one a document.")
    var output: OutputName?

    @Flag(help: "Print the document with all fixes applied; errors that are left go to standard error.")
    var fix = false

    @Flag(help: "Each line of a document's file is a document of its own.")
    var lines = false

    @OptionGroup var schemas: SchemaOptionGroup

    @Argument(help: ArgumentHelp("The documents.", valueName: "document"), completion: .file())
    var documents: [String]

    func validate() throws {
        if documents.isEmpty { throw ValidationError("At least one document is needed.") }
        if fix, documents.count > 1 { throw ValidationError("--fix is for one document at a time.") }
        if fix, json || output != nil || lines {
            throw ValidationError("--fix goes not with --json, --output or --lines.")
        }
        if json, output != nil { throw ValidationError("--json goes not with --output, which is JSON already.") }
    }

    func run() async throws {
        var loader = try schemas.loader()
        let compiled = try loader.schema(schema)
        if fix { return try SchemaRepair(compiled).run(documents[0]) }
        guard Console.isErrorTerminal, documents.count > 1 || lines else {
            return try conclude(try check(compiled, nil))
        }
        let sizes = documents.map { (try? FileManager.default.attributesOfItem(atPath: $0))?[.size] as? Int64 ?? 0 }
        let bar = ProgressBar("Validating", "Read", bytes: sizes.reduce(0, +), files: documents.count)
        let count = try await bar.show { try check(compiled, bar) }
        try conclude(count)
    }

    /// How many documents there were, and how many of them were not valid.
    private struct Count {
        var all = 0
        var invalid = 0
    }

    private func check(_ compiled: JSONSchema, _ bar: ProgressBar?) throws -> Count {
        var count = Count()
        for path in documents {
            try SchemaInput.forEach(in: path, isLines: lines) { input in
                let result = SchemaVerdict(input, compiled, withFixes: json)
                count.all += 1
                if !result.isValid { count.invalid += 1 }
                try report(result, compiled, isOverBar: bar != nil)
                bar?.add(bytes: input.size)
            }
            bar?.add(files: 1)
        }
        return count
    }

    private func conclude(_ count: Count) throws {
        if count.invalid > 0 {
            throw ClientFailure("\(count.invalid) of \(count.all) documents are not valid")
        }
        if !json, output == nil {
            Console.note(count.all == 1 ? "1 document, valid" : "\(count.all) documents, all valid")
        }
    }

    private func report(_ result: SchemaVerdict, _ compiled: JSONSchema, isOverBar: Bool) throws {
        if result.hasNUL { Console.note("\(PlainText.shown(result.name)): contains U+0000, which a registry refuses") }
        if json { return try Console.json(result.document) }
        if let output {
            return try Console.json(result.output(compiled, output.form, isNamed: documents.count > 1 || lines))
        }
        if isOverBar, !result.isValid { Console.redraw("") }
        for line in result.lines { try Console.line(line) }
    }
}

/// A form of the specification by its name.
struct OutputName: ExpressibleByArgument {
    static let allValueStrings = OutputForm.allCases.map(\.rawValue)

    let form: OutputForm

    init?(argument: String) {
        guard let form = OutputForm(rawValue: argument) else { return nil }
        self.form = form
    }
}
