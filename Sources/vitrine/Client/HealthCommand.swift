internal import ArgumentParser
internal import Foundation
internal import RegistryClient

/// `vitrine health`
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask a registry whether it can serve requests.",
        discussion: """
            For health checks of containers and for scripts: one request to /readyz, status 0 or 1, the reason on standard \
            error. Without --url and VITRINE_URL it asks the front of this machine, at VITRINE_HTTP_PORT and \
            VITRINE_HTTP_PREFIX.

            EXAMPLES
                $ vitrine health
                $ until vitrine health --url https://registry.example.org; do sleep 1; done
            """)

    @Option(help: ArgumentHelp("Base URL of the registry.", valueName: "url"))
    var url: String?

    func run() async throws {
        let address = url ?? Self.variable("VITRINE_URL") ?? Self.front
        try await Interruption.cancelling {
            do {
                try await RegistryClient.withClient(for: try RegistryAddress(parsing: address)) { registry in
                    try await registry.checkReadiness()
                }
            } catch let error as RegistryClientError {
                throw ClientFailure(error)
            }
        }
    }

    private static var front: String {
        "http://127.0.0.1:\(variable("VITRINE_HTTP_PORT") ?? "8080")\(variable("VITRINE_HTTP_PREFIX") ?? "")"
    }
    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
