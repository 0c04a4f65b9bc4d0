internal import ArgumentParser
internal import JSONDocument
internal import RegistryClient

/// `vitrine upload`
struct UploadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload",
        abstract: "Upload a folder as a version of a project.",
        discussion: """
            Sends every regular file of the folder, waits until the registry has validated and indexed the metadata \
            documents (*.json), and ends with status 0 only then. Hidden files at the top and symbolic links are left \
            out. Each file is declared with its MD5, so the registry takes exactly these bytes. ^C gives the upload up.

            EXAMPLES
              A new project with a name that the registry chooses:
                $ vitrine upload results/
              The next version of a project; a version of your own choosing:
                $ vitrine upload results/ --project PRJ000000021
                $ vitrine upload results/ --project mouse-atlas --version 2026-11
              Readable for two colleagues, and gone after a week:
                $ vitrine upload results/ --viewers ada,grace --expires "in 7 days"
              What would be sent, without asking the registry:
                $ vitrine upload results/ --dry-run
            """)

    @Argument(help: ArgumentHelp("The folder to upload.", valueName: "dir"), completion: .directory)
    var folder: String

    @Option(help: "The project to add a version to (default: a new project).")
    var project: String?

    @Option(help: "The version to upload (default: the project's next number); needs --project.")
    var version: String?

    @Flag(name: .customLong("public"), help: "Everybody may read it.")
    var isPublic = false

    @Flag(name: .customLong("private"), help: "Only owners and viewers may read it.")
    var isPrivate = false

    @Option(help: ArgumentHelp("Who may read it besides its owners, separated by commas.", valueName: "names"))
    var viewers: NameList?

    @Option(help: ArgumentHelp("Who owns it, separated by commas (default: you).", valueName: "names"))
    var owners: NameList?

    @Flag(help: "Let the permissions given here replace those of a project that exists, for all its versions.")
    var overwritePermissions = false

    @Option(help: ArgumentHelp("When the version ends, as 'in 7 days' or a date.", valueName: "when"))
    var expires: String?

    @Option(help: "How many files are sent at a time, 1 to 64.")
    var concurrency = 4

    @Flag(help: "List what would be sent, and send nothing.")
    var dryRun = false

    @OptionGroup var client: ClientOptions

    func validate() throws {
        if version != nil, project == nil { throw ValidationError("--version needs --project.") }
        if isPublic, isPrivate || viewers != nil {
            throw ValidationError("--public goes with neither --private nor --viewers.")
        }
        if overwritePermissions, permissions.isEmpty {
            throw ValidationError("--overwrite-permissions needs --public, --private, --viewers or --owners.")
        }
        if !(1...64).contains(concurrency) { throw ValidationError("--concurrency must be from 1 to 64.") }
    }

    private var permissions: UploadPermissions {
        var access: UploadPermissions.Access?
        if isPublic { access = .everybody }
        if isPrivate || viewers != nil { access = .viewers }
        return UploadPermissions(readAccess: access, owners: owners?.names, viewers: viewers?.names)
    }

    private var destination: UploadDestination {
        switch (project, version) {
        case (nil, _): .newProject(prefix: nil)
        case (let project?, nil): .newVersion(project: project)
        case (let project?, let version?): .version(project: project, version: version)
        }
    }

    func run() async throws {
        let found: UploadFolder
        do throws(RegistryClientError) {
            found = try UploadFolder(walking: folder)
        } catch {
            throw ClientFailure(error)
        }
        for note in found.notes { Console.note("Note: \(PlainText.shown(note, limit: 2_000))") }
        guard !found.files.isEmpty else { throw ClientFailure("'\(folder)' holds no file to upload") }
        if dryRun { return try list(found) }
        let run = UploadRun(
            folder: found, destination: destination, permissions: permissions,
            overwritesPermissions: overwritePermissions, expires: expires, concurrency: concurrency,
            printsJSON: client.json, shownURL: client.shownURL)
        try await client.run(connections: concurrency + 1) { try await run.run($0) }
    }

    private func list(_ found: UploadFolder) throws {
        if client.json {
            for file in found.files {
                try Console.json(["path": .string(file.name), "size": .number(JSONNumber(Int(file.size)))])
            }
            return
        }
        var table = TextTable([.init("SIZE", isRight: true), .init("PATH")])
        for file in found.files { table.add([ByteCount.text(file.size), file.name]) }
        for line in table.lines(width: nil) { try Console.line(line) }
        try Console.line("\(found.files.count) files, \(ByteCount.text(found.totalBytes)); nothing was sent.")
    }
}
