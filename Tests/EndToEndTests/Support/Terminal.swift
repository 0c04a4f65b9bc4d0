import Foundation
import JSONDocument

/// What a command that a person types comes to.
struct Terminal: Sendable {
    let status: Int32
    let outBytes: [UInt8]
    let err: String

    var out: String { String(decoding: outBytes, as: UTF8.self) }
    var lines: [String] { out.split(separator: "\n").map(String.init) }

    /// Standard output as one JSON text.
    func json() throws -> JSONValue { try JSONValue(parsing: outBytes) }
    /// Each line of standard output as a JSON text.
    func jsonLines() throws -> [JSONValue] { try lines.map { try JSONValue(parsing: $0) } }

    /// Runs `vitrine` with `arguments` to its end.
    static func run(
        _ arguments: [String], _ environment: [String: String] = [:], in folder: String? = nil
    ) async throws -> Terminal {
        try await run(Binary.path ?? "vitrine", arguments, environment, in: folder)
    }

    /// Runs one line of shell, with `vitrine` on the path.
    static func shell(
        _ line: String, _ environment: [String: String] = [:], in folder: String? = nil
    ) async throws -> Terminal {
        let beside = Binary.path.map { URL(filePath: $0).deletingLastPathComponent().path } ?? "."
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try await run(
            "/bin/sh", ["-c", line], environment.merging(["PATH": "\(beside):\(path)"]) { own, _ in own }, in: folder)
    }

    private static func run(
        _ program: String, _ arguments: [String], _ environment: [String: String], in folder: String?
    ) async throws -> Terminal {
        let files = try TemporaryFolder()
        let (out, err) = (try files.file("out"), try files.file("err"))
        let child = try ChildProcess(program, arguments, environment: environment, in: folder, output: (out, err))
        let status = await withTaskCancellationHandler {
            await child.status()
        } onCancel: {
            child.signal(SIGKILL)
        }
        return Terminal(
            status: status, outBytes: try files.bytes(of: "out"),
            err: String(decoding: try files.bytes(of: "err"), as: UTF8.self))
    }
}
