internal import ArgumentParser

/// `vitrine schema`
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Check schemas, validate documents, compare versions; here, without a registry.",
        discussion: """
            Knows JSON Schema of the drafts 04, 06, 07, 2019-09 and 2020-12, chosen by $schema. A relative $ref is \
            looked for beside the file that it stands in; nothing is ever fetched.

            EXAMPLES
              Are these schemas right?
                $ vitrine schema check schemas/
              Are these documents valid, and if not, where?
                $ vitrine schema validate --schema report/v1.json results/*.json
              May version 2 replace version 1 without touching what is there?
                $ vitrine schema diff report/v1.json report/v2.json
            """,
        subcommands: [SchemaCheckCommand.self, SchemaValidateCommand.self, SchemaDiffCommand.self])
}
