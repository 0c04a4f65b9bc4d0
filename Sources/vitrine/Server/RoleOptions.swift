import ArgumentParser
import Configuration
import Foundation
import RegistryServer

/// What every role's command takes, and how it starts.
struct RoleOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of keys and, with VITRINE_STORAGE=file:, of files.", valueName: "dir"))
    var data = "./data"

    /// Runs the roles until a signal; prints what is wrong with status 1.
    ///
    /// - Parameter arguments: settings that were given as options, which win over the environment.
    func run(
        _ roles: RegistryProcess.Roles, as command: String, arguments: [AbsoluteConfigKey: ConfigValue] = [:],
        seeding: Bool = false
    ) async throws {
        do {
            let config = ConfigReader(providers: [
                InMemoryProvider(name: "arguments", values: arguments), EnvironmentVariablesProvider(),
            ]).scoped(to: "vitrine")
            let banner = Banner(command: command, data: data, isSeeding: seeding)
            try await RegistryProcess(
                roles, settings: ServerSettings(config: config), directory: DataDirectory(path: data), seeds: seeding,
                notify: banner.show
            ).run()
        } catch let error as StartError {
            FileHandle.standardError.write(Data("vitrine \(command): \(error)\n".utf8))
            throw ExitCode(1)
        }
    }

    static func port(_ port: Int?) -> [AbsoluteConfigKey: ConfigValue] {
        port.map { [["vitrine", "http", "port"]: ConfigValue(.string(String($0)), isSecret: false)] } ?? [:]
    }
}
