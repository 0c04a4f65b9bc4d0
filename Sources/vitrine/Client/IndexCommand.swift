internal import ArgumentParser
internal import JSONDocument
internal import RegistryClient

/// `vitrine index`
struct IndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Look after a registry's search index.",
        discussion: """
            Needs a token with the role 'admin'.

            EXAMPLES
                $ vitrine index rebuild
                $ vitrine index rebuild PRJ000012 --no-wait
            """,
        subcommands: [Rebuild.self])

    /// `vitrine index rebuild`
    struct Rebuild: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rebuild", abstract: "Build the index anew from the stored documents.",
            discussion: """
                The new index is built beside the one that serves and takes its place at once: searches and uploads go \
                on meanwhile, and find the same before and after. There is no need for it in daily work.
                """)

        @Argument(help: "Projects whose part of the index is built anew (default: all).") var projects: [String] = []
        @Flag(inversion: .prefixedNo, help: "Wait until it is done.") var wait = true
        @OptionGroup var client: ClientOptions

        func run() async throws {
            let (projects, waits, printsJSON) = (projects, wait, client.json)
            try await client.run { registry in
                let id = try await registry.rebuildIndex(of: projects.isEmpty ? nil : projects)
                if !printsJSON { Console.note("The index is built anew by the job \(PlainText.shown(id)) …") }
                let status = waits ? try await registry.waitForJob(id) : try await registry.job(id)
                if printsJSON {
                    try Console.json(status.document)
                } else if status.isSuccess {
                    try Console.line("The index is built anew.")
                } else if !waits {
                    try Console.line(PlainText.shown(id))
                }
                if waits, !status.isSuccess {
                    throw ClientFailure("the job did not succeed: see 'vitrine job show \(PlainText.shown(id))'")
                }
            }
        }
    }
}
