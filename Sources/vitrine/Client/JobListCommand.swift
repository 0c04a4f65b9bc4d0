internal import ArgumentParser
internal import RegistryClient

/// `vitrine job list`
struct JobListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List jobs, newest first.",
        discussion: """
            Those who may write a version list its jobs, those who manage a project all of its jobs, and the roles \
            'uploader' and 'admin' everything. With --json each job is one line.

            EXAMPLES
                $ vitrine job list --status FAILURE
                $ vitrine job list --project PRJ000000021 --version 1
                $ vitrine job list --status PENDING,STARTED --queue index --all --json
            """)

    @Option(
        help: ArgumentHelp(
            "PENDING, STARTED, RETRY, SUCCESS, FAILURE, REVOKED, or several with commas.", valueName: "status"))
    var status: NameList?
    @Option(help: "The project.") var project: String?
    @Option(help: "The version; goes with --project.") var version: String?
    @Option(help: ArgumentHelp("The kind of work, like index_upload.")) var kind: String?
    @Option(help: "The queue: index, default, bulk or plugins.") var queue: String?
    @Option(help: "The job that they are parts of.") var parent: String?
    @Option(help: "A tag that they have.") var tag: String?
    @Option(help: ArgumentHelp("How many jobs to show.", valueName: "n")) var limit: Int?
    @Flag(help: "Show all of them.") var all = false
    @OptionGroup var client: ClientOptions

    private static let defaultLimit = 50

    func validate() throws {
        if all, limit != nil { throw ValidationError("--all goes not with --limit.") }
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1.") }
        if version != nil, project == nil { throw ValidationError("--version goes with --project.") }
    }

    func run() async throws {
        var query = JobQuery()
        query.statuses = status?.names ?? []
        (query.project, query.version, query.kind) = (project, version, kind)
        (query.queue, query.parent, query.tag) = (queue, parent, tag)
        let limit = all ? Int.max : limit ?? Self.defaultLimit
        let printsJSON = client.json
        try await client.run { [query] registry in
            var page = try await registry.jobs(query, pageSize: min(limit, 500))
            var shown: [JobList.Entry] = []
            var hasMore = false
            while true {
                let entries = page.entries.prefix(limit - shown.count)
                if printsJSON { for entry in entries { try Console.json(entry.json) } }
                shown += entries
                hasMore = shown.count >= limit
                guard !hasMore, let next = try await registry.jobs(after: page) else { break }
                page = next
            }
            if !printsJSON { try Self.show(shown, hasMore: hasMore) }
        }
    }

    private static func show(_ jobs: [JobList.Entry], hasMore: Bool) throws {
        if jobs.isEmpty { return try Console.line("No jobs match.") }
        var table = TextTable([
            .init("JOB", minimum: 38), .init("STATUS"), .init("KIND", minimum: 12), .init("VERSION", minimum: 12),
            .init("ATTEMPT"), .init("CREATED", minimum: 19), .init("REASON", minimum: 20),
        ])
        for job in jobs {
            let version = [job.project, job.version].filter { !$0.isEmpty }.joined(separator: "@")
            table.add([
                job.id, job.status, job.kind, version, job.attempts, String(job.createdAt.prefix(19)), job.reason,
            ])
        }
        for line in table.lines(width: Console.outputWidth) { try Console.line(line) }
        if hasMore { try Console.line("\(jobs.count) jobs shown; for more: --limit, or --all.") }
    }
}
