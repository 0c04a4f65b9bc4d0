internal import ArgumentParser
internal import Foundation
internal import JSONDocument
internal import JSONSchema
internal import RegistryClient

/// `vitrine schema check`
struct SchemaCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check that files are JSON Schemas, and look for slips in them.",
        discussion: """
            Each file is validated against the metaschema of its draft and compiled, with what it refers to. Prints \
            one line for each error: the file, the place in it as a JSON pointer, and what is wrong. A folder stands \
            for every .json file below it.

            Warnings are for what is allowed and hardly meant: a keyword that is nearly a known one ('requierd'), a \
            required name that 'properties' does not have, a format that the draft does not know.

            Ends with status 0 when all schemas are right, else with 1; warnings change that only with --strict.

            EXAMPLES
                $ vitrine schema check schemas/
                $ vitrine schema check --json report/v2.json | jq '.errors[].pointer'
            """)

    @Argument(help: ArgumentHelp("Schema files, or folders of them.", valueName: "file"), completion: .file())
    var paths: [String]

    @Flag(help: "Print one JSON object a schema on standard output.")
    var json = false

    @Flag(help: "Let warnings end with status 1, too.")
    var strict = false

    @OptionGroup var schemas: SchemaOptionGroup

    func validate() throws {
        if paths.isEmpty { throw ValidationError("At least one file or folder is needed.") }
    }

    func run() async throws {
        var loader = try schemas.loader()
        let files = try paths.flatMap { try Self.files(at: $0) }
        var wrong = 0
        var warnings = 0
        for file in files {
            let result = SchemaCheck.result(of: file, &loader, schemas.options)
            if !result.errors.isEmpty { wrong += 1 }
            warnings += result.warnings.count
            try report(result, of: file)
        }
        if wrong > 0 { throw ClientFailure("\(wrong) of \(files.count) schemas are not right") }
        if strict, warnings > 0 { throw ClientFailure("\(warnings) warnings") }
        if !json { Console.note(files.count == 1 ? "1 schema, right" : "\(files.count) schemas, all right") }
    }

    private func report(_ result: SchemaCheck.Result, of file: String) throws {
        guard json else {
            for problem in result.errors { try line(file, problem, "") }
            for problem in result.warnings { try line(file, problem, "warning: ") }
            return
        }
        func list(_ problems: [SchemaCheck.Problem]) -> JSONValue {
            .array(problems.map { ["pointer": .string($0.pointer), "message": .string($0.message)] })
        }
        try Console.json([
            "schema": .string(file), "valid": .bool(result.errors.isEmpty),
            "draft": result.draft.map { .string($0.rawValue) } ?? .null, "errors": list(result.errors),
            "warnings": list(result.warnings),
        ])
    }

    private func line(_ file: String, _ problem: SchemaCheck.Problem, _ kind: String) throws {
        let parts = [file, problem.pointer, kind + problem.message].filter { !$0.isEmpty }
        try Console.line(parts.map { PlainText.shown($0, limit: 2_000) }.joined(separator: ": "))
    }

    /// The file itself, or the .json files below a folder by name; hidden ones are left out.
    private static func files(at path: String) throws(ClientFailure) -> [String] {
        var isFolder = ObjCBool(false)
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
        let files = (FileManager.default.subpaths(atPath: URL(filePath: path).resolvingSymlinksInPath().path) ?? [])
            .filter { name in
                name.hasSuffix(".json") && !name.split(separator: "/").contains { $0.hasPrefix(".") }
            }
        guard !files.isEmpty else {
            throw ClientFailure("there is no .json file below '\(PlainText.shown(path))'")
        }
        return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { "\(folder)/\($0)" }
    }
}
