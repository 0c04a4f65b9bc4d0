internal import ArgumentParser
internal import JSONDocument
internal import RegistryClient

/// `vitrine search`
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search the metadata of a registry.",
        discussion: """
            Finds the artifacts that match and that the token may read. Words are searched everywhere, 'field:value' \
            in one field; AND, OR, NOT, parentheses, "phrases" and * in words work as in Lucene. Quote the query \
            for the shell.

            EXAMPLES
              Everything there is, page by page:
                $ vitrine search '*' --limit 20
              A species, and not the reports:
                $ vitrine search 'organism:"Mus musculus" AND NOT _extra.type:report'
              Some columns, of the latest version of each project:
                $ vitrine search 'liver*' --latest --fields title,tissue,assay
              Every document as one line of JSON:
                $ vitrine search '_extra.project_id:"PRJ000000021"' --all --json
            """)

    @Argument(help: ArgumentHelp("The query; several words are joined by blanks.", valueName: "query"))
    var query: [String]

    @Option(help: ArgumentHelp("Only these members, dotted names separated by commas.", valueName: "names"))
    var fields: NameList?

    @Flag(help: "Only the highest matching revision of each project.")
    var latest = false

    @Option(help: ArgumentHelp("How many to show.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Show all of them.")
    var all = false

    @OptionGroup var client: ClientOptions

    private static let defaultLimit = 50

    func validate() throws {
        if query.isEmpty { throw ValidationError("A query is needed; '*' finds everything.") }
        if all, limit != nil { throw ValidationError("--all goes not with --limit.") }
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
    }

    func run() async throws {
        let text = query.joined(separator: " ")
        let limit = all ? Int.max : self.limit ?? Self.defaultLimit
        let (client, names, latest) = (client, fields?.names, latest)
        var wanted = names ?? []
        if !client.json { wanted = names.map { ["_extra.id"] + $0 } ?? DocumentSummary.fields }
        let fields = wanted
        try await client.run { registry in
            var page = try await registry.search(
                text, fields: fields, latestOnly: latest, pageSize: min(limit, 500))
            let total = page.total
            var shown: [JSONValue] = []
            var count = 0
            while true {
                for document in page.documents.prefix(limit - count) {
                    count += 1
                    if client.json { try Console.json(document) } else { shown.append(document) }
                }
                guard count < limit, let next = try await registry.page(after: page) else { break }
                page = next
            }
            if client.json { return }
            try Self.show(shown, of: total, query: text, names: names, hasToken: client.hasToken)
        }
    }

    private static func show(
        _ documents: [JSONValue], of total: Int, query: String, names: [String]?, hasToken: Bool
    ) throws {
        guard !documents.isEmpty else {
            try Console.line("Nothing found for: \(PlainText.shown(query))")
            try Console.line(
                "Try fewer words, a * at the end of a word, or OR between them"
                    + (hasToken ? "." : "; without a token (--token) only public artifacts are searched."))
            return
        }
        var table: TextTable
        if let names {
            table = TextTable([.init("ID", minimum: 20)] + names.map { .init($0) })
            for document in documents {
                table.add((["_extra.id"] + names).map { DocumentSummary.text(of: $0, in: document) })
            }
        } else {
            table = TextTable([
                .init("ID", minimum: 24), .init("TITLE", minimum: 16), .init("ORGANISM", minimum: 12),
                .init("SIZE", isRight: true),
            ])
            for document in documents {
                let summary = DocumentSummary(document)
                table.add([
                    summary.id, summary.title, summary.organism, summary.size.map { ByteCount.text($0) } ?? "",
                ])
            }
        }
        for line in table.lines(width: Console.outputWidth) { try Console.line(line) }
        let count = documents.count
        try Console.line(
            count < total
                ? "\(count) of \(total) shown; for more: --limit \(min(total, count * 4)), or --all."
                : "\(total) found.")
    }
}
