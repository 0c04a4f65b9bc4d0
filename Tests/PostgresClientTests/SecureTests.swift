import Foundation
import PostgresClient
import ServerTestSupport
import Testing

extension BadDays {
    @Suite("the connection is to be secure", .enabled(if: Certificates.arePossible, "openssl is not installed"))
    struct Secure {
        @Test("a server without TLS is refused where TLS is required, and taken where it is preferred")
        func withoutTLS() async throws {
            try await Session.own {
                $0.tls = .require
            } _: { client in
                let error = await failure { _ = try await client.number("SELECT 1") }
                #expect(error?.kind == .refused)
            }
            try await Session.own {
                $0.tls = .prefer
            } _: { client in
                let isSecure = try await client.number("SELECT ssl::int FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                #expect(isSecure == 0)
            }
        }

        @Test("verify-full takes the right certificate, and neither another name nor another authority")
        func verifies() async throws {
            let server = try #require(PrivateServer.current)
            let certificates = try await Certificates.make(for: "localhost", in: server.folder)
            try await Session.own { admin in
                try await admin.change(
                    "ALTER SYSTEM SET ssl_cert_file = '\(certificates.certificate)'",
                    "ALTER SYSTEM SET ssl_key_file = '\(certificates.key)'", "ALTER SYSTEM SET ssl = on",
                    "SELECT pg_reload_conf()")
            }
            let secure: (inout PostgresConfiguration) -> Void = {
                $0.tls = .verifyFull
                $0.rootCertificate = certificates.authority
                $0.hosts = [("localhost", server.port)]
                $0.patience = .seconds(20)
            }
            try await Session.own {
                secure(&$0)
            } _: { client in
                try await eventually { try await client.number("SELECT 1") == 1 }
                let isSecure = try await client.number("SELECT ssl::int FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                #expect(isSecure == 1)
                // Records of TLS end where they will, not where rows do.
                let rows = try await client.read(
                    PostgresStatement("SELECT repeat('x', n * 37) AS t FROM generate_series(1, 3000) n"))
                #expect(rows.count == 3000)
                #expect(rows[2999].text("t")?.utf8.count == 111_000)
            }
            try await Session.own {
                secure(&$0); $0.hosts = [("127.0.0.1", server.port)]
            } _: { client in
                let error = await failure { _ = try await client.number("SELECT 1") }
                #expect(error?.kind == .refused)
                #expect(error?.message.contains("does not match") == true)
            }
            let others = try await Certificates.make(for: "localhost", in: server.folder)
            try await Session.own {
                secure(&$0); $0.rootCertificate = others.authority
            } _: { client in
                let error = await failure { _ = try await client.number("SELECT 1") }
                #expect(error?.kind == .refused)
                #expect(error?.message.contains("certificate verify failed") == true)
            }
            try await Session.own { admin in
                try await admin.change("ALTER SYSTEM SET ssl = off", "SELECT pg_reload_conf()")
            }
        }
    }

    @Suite("behind pgbouncer in transaction mode", .enabled(if: Pooler.isPossible, "pgbouncer is not installed"))
    struct Pooled {
        @Test("statements, transactions, snapshots and loads of many tasks over two connections to the server")
        func works() async throws {
            let server = try #require(PrivateServer.current)
            let pooler = try await Pooler.start(before: server)
            defer { pooler.stop() }
            let configuration = try server.configuration {
                $0.hosts = [("127.0.0.1", pooler.port)]
                $0.isPooled = true
                $0.patience = .seconds(20)
            }
            try await Session.with(configuration) { client in
                try await eventually { try await client.number("SELECT 1") == 1 }
                try await client.change("CREATE TABLE pooled (n bigint PRIMARY KEY, t text)")
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<40 {
                        group.addTask {
                            for step in 0..<10 {
                                let number = task * 100 + step
                                let insert = PostgresStatement(
                                    "INSERT INTO pooled VALUES ($1, $2)", [.int(number), .text("t\(number)")])
                                if step % 2 == 0 {
                                    _ = try await client.write([insert])
                                } else {
                                    try await client.transaction { _ = try await $0.run(insert) }
                                }
                                let rows = try await client.snapshot([
                                    PostgresStatement("SELECT t FROM pooled WHERE n = $1", [.int(number)]),
                                    PostgresStatement("SELECT count(*) FROM pooled WHERE n = $1", [.int(number)]),
                                ])
                                #expect(rows[0].first?.text(0) == "t\(number)")
                                #expect(rows[1].first?.int(0) == 1)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                let count = try await client.transaction { lease in
                    try await lease.copy("COPY pooled FROM STDIN (FORMAT binary)") { copy in
                        for number in 0..<5000 { try await copy.add([.int(1_000_000 + number), .text(nil)]) }
                    }
                }
                #expect(count == 5000)
                #expect(try await client.number("SELECT count(*) FROM pooled") == 5400)
            }
        }
    }
}

/// A pgbouncer of a test's own.
struct Pooler: Sendable {
    static let isPossible = FileManager.default.fileExists(atPath: program)
    private static let program = "/usr/sbin/pgbouncer"

    let port: UInt16
    private let folder: String

    static func start(before server: PrivateServer) async throws -> Pooler {
        let configuration = try server.configuration()
        let password = configuration.password?.text ?? ""
        let port = try SilentPort().port  // let go of at once, so that it is free
        let folder = "\(server.folder)/pooler"
        let settings = """
            [databases]
            vitrine = host=127.0.0.1 port=\(server.port) user=vitrine password=\(password)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = plain
            auth_file = \(folder)/users
            pool_mode = transaction
            default_pool_size = 2
            ignore_startup_parameters = extra_float_digits
            logfile = \(folder)/log
            pidfile = \(folder)/pid
            """
        let write =
            "umask 077; mkdir -p \(folder); printf '%s' \"$1\" >\(folder)/settings; printf '%s' \"$2\" >\(folder)/users"
        try await Shell.run(
            asOwner: server.folder,
            ["/bin/bash", "-c", write, "bash", settings + "\n", "\"vitrine\" \"\(password)\"\n"])
        try await Shell.run(asOwner: server.folder, [program, "-q", "-d", "\(folder)/settings"])
        return Pooler(port: port, folder: folder)
    }

    func stop() {
        guard let text = try? String(contentsOfFile: "\(folder)/pid", encoding: .utf8),
            let number = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
        else { return }
        kill(number, SIGTERM)  // at once: it would wait for its clients for good
    }
}
