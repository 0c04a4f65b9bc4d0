import ArgumentParser
import Configuration
import Foundation
import RegistryServer

/// `vitrine token`: a token that the instance of a data directory accepts.
struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print a development token that the instance of a data directory accepts.",
        discussion: """
            The token is signed with the first secret of DIR/keys/tokens.json, which is made when it is absent; the instance \
            need not run. Whoever can read that file can speak for anybody, so production instances name the keys of their \
            identity provider by VITRINE_AUTH_KEYS instead.

            EXAMPLES
              export VITRINE_TOKEN=$(vitrine token --user mira --role creator)
              vitrine token --data /srv/vitrine --user root --role admin --days 1
            """)

    @Option(help: ArgumentHelp("The instance's folder.", valueName: "dir"))
    var data = "./data"

    @Option(help: ArgumentHelp("The name by which owners and viewers are written.", valueName: "name"))
    var user: String

    @Option(
        name: .customLong("role"),
        help: ArgumentHelp("admin, uploader or creator; may be given several times.", valueName: "role"))
    var roles: [String] = []

    @Option(
        name: .customLong("group"),
        help: ArgumentHelp("A group of the user; may be given several times.", valueName: "name"))
    var groups: [String] = []

    @Option(help: ArgumentHelp("How many days it is valid, 1 to 366.", valueName: "n"))
    var days = 30

    func run() async throws {
        do {
            let config = ConfigReader(provider: EnvironmentVariablesProvider()).scoped(to: "vitrine")
            let token = try DevelopmentToken(
                settings: ServerSettings(config: config), directory: DataDirectory(path: data)
            )
            .mint(user: user, roles: roles, groups: groups, days: days)
            FileHandle.standardOutput.write(Data((token + "\n").utf8))
        } catch let error as StartError {
            FileHandle.standardError.write(Data("vitrine token: \(error)\n".utf8))
            throw ExitCode(1)
        }
    }
}
