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
            for _ in 0..<3 { nodes.append(try await PrivateRedis.makeNode(password: password)) }
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
}
