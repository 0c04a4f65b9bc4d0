internal import ArgumentParser
internal import JSONDocument
internal import RegistryClient

/// `vitrine download`
struct DownloadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "download",
        abstract: "Download artifacts, or all files of a version.",
        discussion: """
            Writes each file below the output folder under the artifact's own path. A file appears only when all of it \
            has arrived and its size and MD5 are those of the metadata. The version may be a revision or 'latest'.

            EXAMPLES
              One artifact, by the ID that a search shows:
                $ vitrine download PRJ000000021:counts/liver.csv@1
              All files of the latest version of a project:
                $ vitrine download PRJ000000021@latest --output liver/
              Everything that a search finds:
                $ vitrine search 'tissue:liver' --all --json --fields _extra.id | jq -r ._extra.id \\
                    | xargs vitrine download --output liver/
            """)

    @Argument(help: ArgumentHelp("Artifact IDs (project:path@version) or versions (project@version).", valueName: "id"))
    var ids: [String]

    @Option(
        name: .shortAndLong, help: ArgumentHelp("The folder to write below.", valueName: "dir"), completion: .directory)
    var output = "."

    @Flag(help: "Replace files that exist.")
    var force = false

    @Option(help: "How many files are fetched at a time, 1 to 64.")
    var concurrency = 4

    @OptionGroup var client: ClientOptions

    func validate() throws {
        if ids.isEmpty { throw ValidationError("At least one ID is needed, as 'vitrine search' shows them.") }
        if !(1...64).contains(concurrency) { throw ValidationError("--concurrency must be from 1 to 64.") }
    }

    func run() async throws {
        let run = DownloadRun(
            ids: ids, output: output, isForced: force, concurrency: concurrency, printsJSON: client.json)
        try await client.run(connections: concurrency + 1) { try await run.run($0) }
    }
}
