internal import Foundation

/// `vitrine up` on a data directory of its own, with nothing set but the folder of schemas.
struct RegistryProcess {
    let server: ServerProcess
    private let binary: String
    private let data: String

    init(_ setting: BenchSetting, data: String, seeds: Bool = false) throws {
        guard FileManager.default.isExecutableFile(atPath: setting.binary) else {
            throw BenchError("no binary at '\(setting.binary)'; Benchmarks/run builds it")
        }
        binary = setting.binary
        self.data = data
        server = try ServerProcess(
            binary, ["up", "--data", data, "--port", "0"] + (seeds ? ["--seed"] : []),
            environment: ["VITRINE_SCHEMAS": setting.schemas], log: data + ".log")
        if seeds { try server.waitForLine(containing: "sample") }
        try waitUntilReady()
    }

    func connection() throws -> HTTPConnection { try HTTPConnection(port: server.port) }

    func token(user: String, role: String) throws -> String {
        let command = Command(
            path: binary, arguments: ["token", "--data", data, "--user", user, "--role", role], deadline: 60)
        return try command.output().trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func waitUntilReady() throws {
        var last: (any Error)?
        for _ in 0..<300 {
            do {
                _ = try connection().send("GET", "/readyz")
                return
            } catch { last = error }
            usleep(100_000)
        }
        throw BenchError("the registry is not ready after 30 s: \(last.map { "\($0)" } ?? "no answer")")
    }
}
