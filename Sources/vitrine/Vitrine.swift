import ArgumentParser

@main
struct Vitrine: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vitrine",
        abstract: "An artifact metadata registry for genomics teams.",
        discussion: """
            Start a registry with sample data, look around, and upload a folder of your own:

              vitrine up --seed
              vitrine search 'organism:"Mus musculus"'
              export VITRINE_TOKEN=$(vitrine token --user me --role creator)
              vitrine upload ./my-results

            The client's verbs talk to --url (else VITRINE_URL, else http://127.0.0.1:8080) with --token (else
            VITRINE_TOKEN); `vitrine help VERB` explains each.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Run a registry:",
                subcommands: [
                    Up.self, Serve.self, Work.self, Schedule.self, Migrate.self, Token.self,
                ]),
            CommandGroup(
                name: "Use a registry:",
                subcommands: [
                    UploadCommand.self, ErrorsCommand.self, SearchCommand.self, DownloadCommand.self, JobCommand.self,
                    HealthCommand.self,
                    QueueCommand.self, IndexCommand.self, SchemaCommand.self,
                ]),
        ])
}
