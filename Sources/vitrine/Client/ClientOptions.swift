internal import ArgumentParser
internal import Foundation
internal import RegistryClient

/// What every verb that speaks to a registry understands.
struct ClientOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Base URL of the registry (default: VITRINE_URL, else \(Self.defaultURL)).", valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("Bearer token (default: VITRINE_TOKEN, else none).", valueName: "token"))
    var token: String?

    @Flag(help: "Print JSON on standard output, one text or one a line, and nothing else there.")
    var json = false

    static let defaultURL = "http://127.0.0.1:8080"

    /// The options over the environment over the default; an empty variable is none.
    private var address: String { url ?? Self.variable("VITRINE_URL") ?? Self.defaultURL }
    private var bearer: String? { token ?? Self.variable("VITRINE_TOKEN") }
    var hasToken: Bool { bearer != nil }

    /// What has to be added to a command that is shown, so that it asks the same registry.
    var shownURL: String { url.map { " --url '\($0)'" } ?? "" }

    /// Runs `work` with a client, and turns its errors into failures with advice.
    ///
    /// A first SIGINT or SIGTERM cancels `work`; the status is then 128 and the signal's number.
    func run<Outcome: Sendable>(
        connections: Int = 8, _ work: @escaping @Sendable (RegistryClient) async throws -> Outcome
    ) async throws -> Outcome {
        let address = address
        let bearer = bearer
        return try await Interruption.cancelling {
            do {
                return try await RegistryClient.withClient(
                    for: try RegistryAddress(parsing: address), token: bearer, connections: connections, work)
            } catch let error as RegistryClientError {
                throw ClientFailure(error)
            }
        }
    }

    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Names separated by commas, as `--owners a,b`.
struct NameList: ExpressibleByArgument, Sendable {
    let names: [String]

    init?(argument: String) {
        names = argument.split(separator: ",").map { name in
            String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }
}
