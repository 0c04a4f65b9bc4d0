internal import ArgumentParser
internal import RegistryClient

/// `vitrine errors`
struct ErrorsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "errors",
        abstract: "Show why an upload failed.",
        discussion: """
            Lists what is wrong with the documents of the version's latest failed upload: the file, the place in it, \
            the problem, and the fix where one is known. It is kept until the version is uploaded without errors or \
            deleted, for those who may write the version. With --json each document is one line, each fix a JSON \
            Patch (RFC 6902).

            EXAMPLES
                $ vitrine errors PRJ000000021 1
                $ vitrine errors PRJ000000021 latest --all --json | jq '.problems[].fix'
            """)

    @Argument(help: ArgumentHelp("The project.", valueName: "project")) var project: String
    @Argument(help: ArgumentHelp("The version.", valueName: "version")) var version: String

    @Option(help: ArgumentHelp("How many documents to show.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Show all of them.")
    var all = false

    @OptionGroup var client: ClientOptions

    private static let defaultLimit = 50

    func validate() throws {
        if all, limit != nil { throw ValidationError("--all goes not with --limit.") }
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
    }

    func run() async throws {
        let limit = all ? Int.max : self.limit ?? Self.defaultLimit
        let (project, version, printsJSON) = (project, version, client.json)
        try await client.run { registry in
            var page = try await registry.errors(of: project, version: version, pageSize: min(limit, 500))
            let first = page
            var shown: [VersionErrors.Document] = []
            while true {
                let documents = page.documents.prefix(limit - shown.count)
                if printsJSON { for document in documents { try Console.json(document.json) } }
                shown += documents
                guard shown.count < limit, let next = try await registry.errors(after: page) else { break }
                page = next
            }
            if printsJSON { return }
            try Self.show(shown, of: first, version: "\(PlainText.shown(project))@\(PlainText.shown(version))")
        }
    }

    private static func show(
        _ documents: [VersionErrors.Document], of page: VersionErrors, version: String
    ) throws {
        guard let failedAt = page.failedAt else {
            return try Console.line(
                "Nothing is wrong with \(version): no upload of it has failed since it was published.")
        }
        let problems = documents.flatMap(\.problems)
        var table = TextTable(
            [.init("FILE", minimum: 16), .init("AT", minimum: 12), .init("PROBLEM", minimum: 40)]
                + (problems.contains { $0.fix != nil } ? [.init("FIX", minimum: 24)] : []))
        for document in documents {
            for problem in document.problems {
                table.add([document.path, problem.pointer, problem.message, problem.fixText ?? ""])
            }
            if document.omitted > 0 { table.add([document.path, "", "and \(document.omitted) more"]) }
        }
        for line in table.lines(width: Console.outputWidth) { try Console.line(line) }
        let (count, files) = (page.problemCount, page.total)
        try Console.line(
            "\(count) problem\(count == 1 ? "" : "s") in \(files) file\(files == 1 ? "" : "s") of the upload of "
                + "\(version) that failed at \(PlainText.shown(failedAt)).")
        if page.omitted > 0 { try Console.line("\(page.omitted) more files are wrong: correct these first.") }
        if documents.count < page.total {
            try Console.line("\(documents.count) of \(page.total) files shown; for more: --limit, or --all.")
        }
    }
}
