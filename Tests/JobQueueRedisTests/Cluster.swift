import Foundation
import RedisClient
import ServerTestSupport
import Testing

/// Three masters that share the slots, each a ``PrivateRedis``.
enum Cluster {
    /// - Parameter body: is given the cluster's URL.
    static func with(_ body: (String) async throws -> Void) async throws {
        var nodes: [PrivateRedis] = []
        let result: Result<Void, any Error>
        do {
            let password = UUID().uuidString
            for _ in 0..<3 { nodes.append(try await node(password)) }
            let places = nodes.map { "127.0.0.1:\($0.port)" }
            try await Shell.run(
                ["/usr/bin/redis-cli", "-a", password, "--no-auth-warning", "--cluster", "create"] + places
                    + ["--cluster-yes"])
            for node in nodes {
                try await Bench.with(node.url) { bench in
                    try await eventually {
                        let text = try await bench.client.run(RedisCommand("CLUSTER", "INFO")).text ?? ""
                        return text.contains("cluster_state:ok") && text.contains("cluster_known_nodes:3")
                    }
                }
            }
            try await body("redis+cluster://:\(password)@" + places.joined(separator: ","))
            result = .success(())
        } catch {
            result = .failure(error)
        }
        for node in nodes { try? await node.remove() }
        try result.get()
    }

    private static func node(_ password: String) async throws -> PrivateRedis {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vitrine-redis-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try password.write(to: folder.appending(path: "password"), atomically: true, encoding: .utf8)
        // The nodes talk on a port of their own, 10000 above unless said.
        let port = Int.random(in: 20_000..<30_000)
        return try await PrivateRedis.make(
            ["port=\(port)", "cluster-enabled=yes", "cluster-port=\(port + 10_000)", "cluster-node-timeout=2000"],
            in: folder.path())
    }
}
