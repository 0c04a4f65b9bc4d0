import HTTPTypes
import JSONDocument
import RegistryTestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct `A streamed search` {
    private static let live = {
        var setup = TestRegistry.Setup()
        setup.isLive = true
        return setup
    }()

    /// More than the buffers of two sockets hold.
    private func corpus(_ registry: TestRegistry) async throws {
        let text = JSONValue.string(String(repeating: "x", count: 1 << 20))
        let files = (0..<24).map { SearchNotes.files("f\($0)", title: "note", ["body": text]) }
        try await registry.upload("demo", "v1", files: files.reduce(into: [:]) { $0.merge($1) { $1 } })
    }

    @Test func `ends with its client, and one user has only so many`() async throws {
        try await withTestRegistry(Self.live) { registry in
            try await corpus(registry)
            let token = try registry.token(for: "alice")
            let request = """
                GET /search?q=*&format=ndjson HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\r\n
                """
            try await registry.connected { first in
                try await first.send(request)
                #expect(try await first.receive(upTo: "\r\n\r\n").hasPrefix("HTTP/1.1 200"))
                try await registry.connected { second in
                    try await second.send(request)
                    _ = try await second.receive(upTo: "\r\n\r\n")
                    try await registry.connected { third in
                        try await third.send(request)
                        _ = try await third.receive(upTo: "\r\n\r\n")
                        try await registry.connected { fourth in
                            try await fourth.send(request)
                            _ = try await fourth.receive(upTo: "\r\n\r\n")
                            let refused = try await registry.get("/search?q=*&format=ids", as: "alice")
                            #expect(refused.status == 503, "\(refused)")
                            #expect(refused[.retryAfter] != nil)
                            #expect(try await registry.get("/search?q=*&format=ids", as: "bob").status == 200)
                            #expect(try await registry.get("/search?q=*&size=1", as: "alice").status == 200)
                        }
                    }
                }
            }
            var status = 503
            while status == 503 {
                try await Task.sleep(for: .milliseconds(20))
                status = try await registry.get("/search?q=*&format=ids", as: "alice").status
            }
            #expect(status == 200)
        }
    }

    @Test func `arrives whole over a connection`() async throws {
        try await withTestRegistry(Self.live) { registry in
            try await corpus(registry)
            let answer = try await registry.get("/search?q=*&format=ndjson&sort=path")
            #expect(answer.lines.count == 24)
            #expect(answer.lines.allSatisfy { (try? JSONValue(parsing: $0)) != nil })
            // What has no body leaves no place taken.
            for _ in 0..<6 {
                let head = try await registry.send(.head, "/search?q=*&format=ndjson", as: "alice")
                #expect(head.status == 200 && head.body.isEmpty)
            }
            #expect(try await registry.get("/search?q=*&format=ids", as: "alice").status == 200)
        }
    }
}
