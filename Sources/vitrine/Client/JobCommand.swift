internal import ArgumentParser
internal import JSONDocument
internal import RegistryClient

/// `vitrine job`
struct JobCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job",
        abstract: "Follow what a registry does in the background.",
        discussion: """
            An upload's completion, a deletion and a change of permissions each answer with the ID of a job. Reasons \
            and errors are shown to those who may read the project.

            EXAMPLES
                $ vitrine job show "$JOB"
                $ vitrine job wait "$JOB" --timeout 60
                $ vitrine job list --status FAILURE
                $ vitrine job retry "$JOB"
            """,
        subcommands: [Show.self, Wait.self, JobListCommand.self, Retry.self, Cancel.self])

    /// `vitrine job show`
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show what became of a job.",
            discussion: "Ends with status 0 when the registry knows the job, whatever became of it.")

        @Argument(help: "The job's ID.") var id: String
        @OptionGroup var client: ClientOptions

        func run() async throws {
            let (id, printsJSON) = (id, client.json)
            try await client.run { registry in
                let status = try await registry.job(id)
                try JobCommand.report(status, id: id, printsJSON: printsJSON)
                guard status.isKnown else { throw JobCommand.unknown(id) }
            }
        }
    }

    /// `vitrine job wait`
    struct Wait: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "wait", abstract: "Wait until a job has ended.",
            discussion: """
                Ends with status 0 only when the job succeeded. A job that the registry does not know is waited for \
                ten seconds, since some registries know one only when it begins.
                """)

        @Argument(help: "The job's ID.") var id: String
        @Option(help: ArgumentHelp("How long to wait at most (default: until it has ended).", valueName: "seconds"))
        var timeout: Int?
        @OptionGroup var client: ClientOptions

        func validate() throws {
            if let timeout, !(1...31_536_000).contains(timeout) {
                throw ValidationError("--timeout must be from 1 second to a year.")
            }
        }

        func run() async throws {
            let (id, timeout, printsJSON) = (id, timeout, client.json)
            try await client.run { registry in
                let status = try await registry.waitForJob(
                    id, timeout: timeout.map { .seconds($0) }, patience: .seconds(10))
                try JobCommand.report(status, id: id, printsJSON: printsJSON)
                if status.isSuccess { return }
                guard status.isKnown else { throw JobCommand.unknown(id) }
                throw ClientFailure(
                    status.hasEnded
                        ? "the job did not succeed" : "the job has not ended after \(timeout ?? 0) s")
            }
        }
    }

    /// `vitrine job retry`
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Run a job again that failed or was cancelled.",
            discussion: """
                The index job of an upload is run again by those who may write its project, any other by the roles \
                'uploader' and 'admin'. An upload that failed keeps its files for seven days.
                """)

        @Argument(help: "The job's ID.") var id: String
        @OptionGroup var client: ClientOptions

        func run() async throws {
            let (id, printsJSON) = (id, client.json)
            try await client.run { registry in
                try await registry.retryJob(id)
                if printsJSON { return try Console.json(try await registry.job(id).document) }
                try Console.line("\(PlainText.shown(id)) waits to run again; see 'vitrine job wait'.")
            }
        }
    }

    /// `vitrine job cancel`
    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel", abstract: "Cancel a job that waits, or ask one that runs to stop.",
            discussion: """
                The index job of an upload is cancelled by those who may write its project, any other by the roles \
                'uploader' and 'admin'. A job that runs ends as soon as its worker hears of it.
                """)

        @Argument(help: "The job's ID.") var id: String
        @OptionGroup var client: ClientOptions

        func run() async throws {
            let (id, printsJSON) = (id, client.json)
            try await client.run { registry in
                try await registry.cancelJob(id)
                if printsJSON { return try Console.json(try await registry.job(id).document) }
                try Console.line("\(PlainText.shown(id)) is cancelled, or stops as soon as its worker hears of it.")
            }
        }
    }

    private static func unknown(_ id: String) -> ClientFailure {
        ClientFailure(
            "the registry knows no job '\(PlainText.shown(id))'",
            advice: "It never did, or the job ended long ago and was removed.")
    }

    private static func report(_ status: JobStatus, id: String, printsJSON: Bool) throws {
        if printsJSON { return try Console.json(status.document) }
        guard status.isKnown else { return }
        var line = "\(PlainText.shown(id)): \(PlainText.shown(status.status))"
        if let project = status.project {
            line += ", project \(PlainText.shown(project))"
            if let version = status.version { line += ", version \(PlainText.shown(version))" }
            if let revision = status.revision { line += " (\(PlainText.shown(revision)))" }
        }
        if let count = status.indexedCount { line += ", \(count) artifact\(count == 1 ? "" : "s")" }
        try Console.line(line)
        for warning in status.warnings { try Console.line("Warning: \(warning)") }
        for error in status.errors { try Console.line(error.description) }
        if status.errors.isEmpty, let failure = status.failure {
            for line in PlainText.lines(failure) { try Console.line(line) }
        }
    }
}
