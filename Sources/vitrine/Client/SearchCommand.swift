internal import ArgumentParser
internal import RegistryClient

/// `vitrine search`
struct SearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Search the metadata of a registry.",
        discussion: """
            Finds the artifacts that match and that the token may read. Words are searched everywhere, 'field:value' \
            in one field; AND, OR, NOT, parentheses, "phrases", * in words, word~ for spellings near it, \
            field:[1 TO 5] and /patterns/ work as in Lucene. The best matches come first when a word stands without a \
            field, else the newest. Quote the query for the shell.

            EXAMPLES
              Look around, the best first, and see why:
                $ vitrine search 'liver fibrosis' --limit 10 --explain
              Choose: what is there, then some columns, sorted, of the latest version of each project:
                $ vitrine search 'organism:"Mus musculus"' --facet assay --facet tissue
                $ vitrine search 'assay:RNA-seq' --latest --fields title,tissue --sort=-_extra.file_size
              Take everything along, as a table for R or a list of ids to download:
                $ vitrine search '_extra.project_id:"PRJ000000021"' --all --format tsv --fields path,title > files.tsv
                $ vitrine search 'tissue:liver' --all --format ids | xargs -n 1 vitrine download
            """)

    @Argument(help: ArgumentHelp("The query; several words are joined by blanks.", valueName: "query"))
    var query: [String]

    @Option(help: ArgumentHelp("Only these members, dotted names separated by commas.", valueName: "names"))
    var fields: NameList?

    @Option(
        help: ArgumentHelp(
            "Fields to sort by, '-' before one for descending (--sort=-size); _score for the best first.",
            valueName: "names"))
    var sort: NameList?

    @Flag(help: "Only the highest matching revision of each project.")
    var latest = false

    @Option(help: ArgumentHelp("How many to show.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Show all of them.")
    var all = false

    @Flag(help: "Only say how many there are.")
    var count = false

    @Option(
        help: ArgumentHelp(
            "Count the values of this field instead; may be given several times.", valueName: "field"))
    var facet: [String] = []

    @Flag(help: "Say how each score came about.")
    var explain = false

    @Option(
        help: ArgumentHelp(
            "table, json (one array), ndjson (a document a line, as --json), tsv, csv, or ids.", valueName: "form"))
    var format: SearchFormat?

    @OptionGroup var client: ClientOptions

    private static let defaultLimit = 50
    private static let defaultValues = 10

    func validate() throws {
        if query.isEmpty { throw ValidationError("A query is needed; '*' finds everything.") }
        if all, limit != nil { throw ValidationError("--all goes not with --limit.") }
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        if client.json, format != nil { throw ValidationError("--json goes not with --format.") }
        if count || !facet.isEmpty, all || explain || format.map({ $0 != .json && $0 != .table }) ?? false {
            throw ValidationError("--count and --facet go with --json only.")
        }
        if count, !facet.isEmpty { throw ValidationError("--count goes not with --facet.") }
        if explain, form != .table { throw ValidationError("--explain goes with the table only.") }
    }

    private var form: SearchFormat { format ?? (client.json ? .ndjson : .table) }

    func run() async throws {
        var options = SearchOptions(query.joined(separator: " "))
        options.sort = sort?.names ?? []
        options.latestOnly = latest
        options.explains = explain
        let run = SearchRun(
            options: options, columns: fields?.names, limit: all ? nil : limit ?? Self.defaultLimit, form: form,
            hasToken: client.hasToken)
        let (counts, facets, values) = (count, facet, limit ?? Self.defaultValues)
        try await client.run { registry in
            if counts { return try await run.count(by: registry) }
            if !facets.isEmpty { return try await run.facets(facets, size: values, by: registry) }
            try await run.show(by: registry)
        }
    }
}
