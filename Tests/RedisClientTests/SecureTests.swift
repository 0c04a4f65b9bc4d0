import Foundation
import Glibc
import RedisClient
import ServerTestSupport
import Testing

@Suite(
    "RedisClient over TLS", .serialized, .enabled(if: PrivateRedis.isPossible && Certificates.arePossible),
    .timeLimit(.minutes(2)))
struct SecureTests {
    @Test("takes the right certificate by name and by address, and neither another name nor another authority")
    func verifies() async throws {
        try await withSecureServer { server, port, certificates in
            let login = ":\(server.password)@"
            for host in ["localhost", "127.0.0.1"] {
                try await withClient("rediss://\(login)\(host):\(port)?ca=\(certificates.authority)") { client in
                    #expect(try await client.run(RedisCommand("PING")) == .status("PONG"))
                    let large = [UInt8](repeating: 0x41, count: 5_000_000)
                    #expect(try await client.run(RedisCommand("SET", .key("k"), .bytes(large))) == .status("OK"))
                    #expect(try await client.run(RedisCommand("GET", .key("k"))) == .bytes(large))
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for number in 0..<100 {
                            group.addTask {
                                let echo = try await client.run(RedisCommand("ECHO", .int(number)))
                                #expect(echo.int == number)
                            }
                        }
                        try await group.waitForAll()
                    }
                    let nothing = try await client.block(on: ["none"], for: .milliseconds(20))
                    #expect(nothing == nil)
                }
            }
            let others = try await Certificates.make(for: "localhost", at: ["127.0.0.1"], in: server.folder)
            for (url, kind, reason) in [
                (
                    "rediss://\(login)127.0.0.2:\(port)?ca=\(certificates.authority)", RedisError.Kind.refused,
                    "another name"
                ),
                ("rediss://\(login)localhost:\(port)?ca=\(others.authority)", .refused, "no authority"),
                ("rediss://\(login)localhost:\(port)", .refused, "no authority"),
                (
                    "rediss://\(login)localhost:\(server.port)?ca=\(certificates.authority)", .unavailable,
                    "did not answer"
                ),
                ("rediss://\(login)localhost:\(port)?ca=/nowhere.pem", .refused, "'ca'"),
            ] {
                try await withClient(url, { $0.patience = .seconds(4) }) { client in
                    let error = await failure { () async throws(RedisError) in
                        _ = try await client.run(RedisCommand("PING"))
                    }
                    #expect(error?.kind == kind)
                    #expect(error?.message.contains(reason) == true, "\(error as Any)")
                }
            }
        }
    }

    @Test("a server that is killed and one that is frozen end every wait, and the connection comes back")
    func badDays() async throws {
        try await withSecureServer { server, port, certificates in
            let url = "rediss://:\(server.password)@localhost:\(port)?ca=\(certificates.authority)"
            try await withClient(
                url,
                {
                    $0.timeout = .seconds(1)
                    $0.patience = .milliseconds(500)
                    $0.connectTimeout = .milliseconds(800)
                }
            ) { client in
                try await eventually { try await client.run(RedisCommand("PING")) == .status("PONG") }
                try server.end(by: SIGKILL)
                let gone = await failure { () async throws(RedisError) in
                    while true { _ = try await client.run(RedisCommand("PING")) }
                }
                #expect(gone?.kind == .unavailable || gone?.kind == .unknownOutcome)
                try await server.start()
                try await eventually { try await client.run(RedisCommand("PING")) == .status("PONG") }
                try server.freeze()
                defer { try? server.thaw() }
                let frozen = await failure { () async throws(RedisError) in
                    _ = try await client.run(RedisCommand("PING"))
                }
                #expect(frozen?.kind == .timedOut)
                try server.thaw()
                try await eventually { try await client.run(RedisCommand("PING")) == .status("PONG") }
            }
        }
    }

    private func withSecureServer(
        _ body: (PrivateRedis, _ port: Int, Certificates) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vitrine-redis-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let certificates = try await Certificates.make(for: "localhost", at: ["127.0.0.1"], in: folder)
        let port = Int.random(in: 20_000..<30_000)
        let server = try await PrivateRedis.make(
            [
                "bind=127.0.0.1 127.0.0.2", "tls-port=\(port)", "tls-cert-file=\(certificates.certificate)",
                "tls-key-file=\(certificates.key)",
                "tls-ca-cert-file=\(certificates.authority)", "tls-auth-clients=no",
            ], in: folder)
        do {
            try await body(server, port, certificates)
        } catch {
            try? await server.remove()
            throw error
        }
        try await server.remove()
    }
}
