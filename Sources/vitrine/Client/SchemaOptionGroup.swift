internal import ArgumentParser
internal import JSONSchema

/// How the verbs of `vitrine schema` read schemas.
struct SchemaOptionGroup: ParsableArguments {
    @Option(
        name: .customLong("with"),
        help: ArgumentHelp("A schema file that others refer to by its $id; may be repeated.", valueName: "file"),
        completion: .file())
    var others: [String] = []

    @Option(
        help: ArgumentHelp(
            "The draft of schemas without $schema: 4, 6, 7, 2019-09 or 2020-12 (default: 2020-12).", valueName: "draft")
    )
    var draft: DraftName?

    @Flag(name: .customLong("format"), help: "Let 'format' refuse what is not of that format.")
    var assertsFormat = false

    var options: SchemaOptions {
        var options = SchemaOptions()
        options.draft = draft?.draft ?? options.draft
        options.assertsFormat = assertsFormat
        return options
    }

    func loader() throws -> SchemaLoader { try SchemaLoader(options: options, with: others) }
}

/// A draft as people call it: `7`, `07`, `draft-07`, `2020-12`, `2020`.
struct DraftName: ExpressibleByArgument {
    let draft: SchemaDraft

    init?(argument: String) {
        var name = argument.lowercased()[...]
        for prefix in ["draft", "-", "/", "0"] where name.hasPrefix(prefix) { name = name.dropFirst(prefix.count) }
        switch name {
        case "4": draft = .draft4
        case "6": draft = .draft6
        case "7": draft = .draft7
        case "2019-09", "2019": draft = .draft2019
        case "2020-12", "2020": draft = .draft2020
        default: return nil
        }
    }
}
