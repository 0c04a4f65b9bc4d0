import Foundation
import HTTPTypes
import Logging
import RegistrySchemas
import RegistryServer
import ServerTestSupport
import Testing

@Suite struct BundleSourceTests {
    private static func library(_ setting: String, _ data: TemporaryFolder) async throws -> SchemaLibrary {
        try await SchemaSources(
            settings: SchemaSetting.list(parsing: setting), data: data.path,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).load()
    }
    private static func bundle(_ files: [(String, String)]) -> [UInt8] {
        var tar = TarBuilder()
        for (name, content) in files { tar.add(name, content) }
        return tar.finished
    }
    /// By the program that also unpacks it.
    private static func zipped(_ bytes: [UInt8]) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        try folder.write(bytes, to: "bundle")
        try Shell.runHere(["gzip", "-n", "\(folder.path)/bundle"])
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/bundle.gz")))
    }
    private static func error(_ setting: String, _ data: TemporaryFolder) async -> String {
        do {
            _ = try await library(setting, data)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func isMirroredByItsDigestAndAskedForByItsTag() async throws {
        let data = try TemporaryFolder()
        let address = try await BundleServer.with { server, address in
            let url = "\(address)/schemas.tar.gz"
            let first = try Self.zipped(Self.bundle([("s-1/raw/a/v1.json", "{}"), ("s-1/README.md", "")]))
            server.serve(.init(headers: [.eTag: "\"1\""], body: first), at: "/schemas.tar.gz")
            let library = try await Self.library("\(url)#folder=raw", data)
            #expect(library.current.schemas.types == ["a"])
            let digest = library.current.clients[0].revision
            #expect(data.names(in: "schemas/v1") == [digest, "current"].sorted())
            try await library.reload()
            #expect(server.answers == [200, 304])

            let second = try Self.zipped(Self.bundle([("s-2/raw/b/v1.json", "{}"), ("s-2/README.md", "")]))
            server.serve(.init(headers: [.eTag: "\"2\""], body: second), at: "/schemas.tar.gz")
            try await library.reload()
            #expect(library.current.schemas.types == ["b"])

            // Another start knows the tag from the mirror.
            let later = try await Self.library("\(url)#folder=raw", data)
            #expect(later.current.schemas.types == ["b"])
            _ = await later.refreshDue()
            #expect(server.answers == [200, 304, 200, 304])
        }
        let offline = try await Self.library("\(address)/schemas.tar.gz#folder=raw", data)
        #expect(offline.current.schemas.types == ["b"])
    }

    @Test func errorsOfTheServerAreNotSchemas() async throws {
        let data = try TemporaryFolder()
        try await BundleServer.with { server, address in
            let url = "\(address)/s.tar"
            #expect(await Self.error(url, data).contains("answers 404"))
            server.serve(.init(body: Array("<html>sign in</html>".utf8)), at: "/s.tar")
            #expect(await Self.error(url, data).contains("no tar archive"))
            server.serve(.init(body: [0x1F, 0x8B, 8, 0, 1, 2, 3]), at: "/s.tar")
            #expect(await Self.error(url, data).contains("gzip failed"))
            server.serve(.init(body: Self.bundle([("README.md", "x")])), at: "/s.tar")
            #expect(await Self.error(url, data).contains("no <type>/<version>.json"))
            server.serve(.init(body: Self.bundle([("a/v1.json", "{}")])), at: "/s.tar")
            let library = try await Self.library(url, data)
            server.serve(.init(status: .internalServerError), at: "/s.tar")
            await #expect(throws: SchemaSetError.self) { try await library.reload() }
            #expect(library.current.schemas.types == ["a"])
        }
        #expect(data.names(in: "schemas/v1").allSatisfy { !$0.hasPrefix(".") })
    }

    @Test func aFewRedirectsAreFollowed() async throws {
        let data = try TemporaryFolder()
        try await BundleServer.with { server, address in
            let base = address
            server.serve(.init(body: Self.bundle([("a/v1.json", "{}")])), at: "/0")
            for step in 1...4 {
                server.serve(.init(status: .found, headers: [.location: "/\(step - 1)"]), at: "/\(step)")
            }
            let library = try await Self.library("\(base)/3", data)
            #expect(library.current.schemas.types == ["a"])
            #expect(await Self.error("\(base)/4", data).contains("redirects more than 3 times"))
            for elsewhere in ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://"] {
                server.serve(.init(status: .found, headers: [.location: elsewhere]), at: "/x")
                #expect(await Self.error("\(base)/x", data).contains("may be fetched"), "\(elsewhere)")
            }
        }
    }

    /// 300 MB of zeros in 300 kB.
    @Test func whatUnpacksTooLargeIsRefused() async throws {
        let data = try TemporaryFolder()
        let bomb = try Self.zipped([UInt8](repeating: 0, count: 300 << 20))
        try await BundleServer.with { server, address in
            server.serve(.init(body: bomb), at: "/s.tar.gz")
            #expect(await Self.error("\(address)/s.tar.gz", data).contains("wrote more than"))
        }
    }
}
