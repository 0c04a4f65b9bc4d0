import Hummingbird
import JSONDocument
import Logging
import NIOCore
import RegistryAPI
import RegistryCore
import RegistryTestSupport
import Testing

private let start = "/projects/demo/version/v1/upload"

/// A live instance whose patience is `connections`'.
private func live(_ connections: ConnectionLimits = ConnectionLimits()) -> TestRegistry.Setup {
    var setup = TestRegistry.Setup()
    setup.isLive = true
    setup.connections = connections
    return setup
}

/// Long enough for the test that waits for none of it, however slow the machine.
private let patient = Duration.seconds(600)

@Suite(.timeLimit(.minutes(5))) struct `A client that keeps the registry waiting` {
    @Test func `half a head is refused and the connection closed`() async throws {
        let limits = ConnectionLimits(opening: patient, head: .milliseconds(100), lingering: .milliseconds(50))
        try await withTestRegistry(live(limits)) { registry in
            let answer = try await registry.connected { connection in
                try await connection.send("GET /livez HTTP/1.1\r\nHost: loc")
                return try await connection.receiveRest()
            }
            #expect(answer.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
            #expect(answer.contains("connection: close\r\n"))
            #expect(answer.hasSuffix(#"{"status":"error","reason":"the request's head did not arrive in time"}"#))
        }
    }

    @Test func `half a second head is refused too`() async throws {
        let limits = ConnectionLimits(
            opening: patient, head: .milliseconds(100), idle: patient, lingering: .milliseconds(50))
        try await withTestRegistry(live(limits)) { registry in
            let answer = try await registry.connected { connection in
                try await connection.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try await connection.receive(upTo: #"{"status":"ok"}"#).hasPrefix("HTTP/1.1 200 OK\r\n"))
                try await connection.send("G")
                return try await connection.receiveRest()
            }
            #expect(answer.hasPrefix("HTTP/1.1 408 "))
        }
    }

    @Test func `silence is closed without a word`() async throws {
        let limits = ConnectionLimits(opening: .milliseconds(50), head: patient, idle: patient)
        try await withTestRegistry(live(limits)) { registry in
            let rest = try await registry.connected { connection in try await connection.receiveRest() }
            #expect(rest == "")
        }
        let later = ConnectionLimits(opening: patient, head: patient, idle: .milliseconds(50))
        try await withTestRegistry(live(later)) { registry in
            let rest = try await registry.connected { connection in
                try await connection.send("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
                _ = try await connection.receive(upTo: #"{"status":"ok"}"#)
                return try await connection.receiveRest()
            }
            #expect(rest == "")
        }
    }

    @Test func `a body that stalls ends`() async throws {
        let limits = ConnectionLimits(body: .milliseconds(100), lingering: .milliseconds(50))
        try await withTestRegistry(live(limits)) { registry in
            let token = try registry.token(for: "alice", roles: [.uploader])
            let answer = try await registry.connected { connection in
                try await connection.send(
                    "POST \(start) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n"
                        + "Content-Length: 100\r\n\r\n{\"filenames\":")
                return try await connection.receiveRest()
            }
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(answer.contains("connection: close\r\n"))
            #expect(answer.contains("IncompleteBody"))
        }
    }

    @Test func `who takes nothing of an answer loses it`() async throws {
        try await withTestRegistry(live(ConnectionLimits(answer: .seconds(1)))) { registry in
            // More than the system keeps for a connection.
            let content = String(repeating: "ACGT", count: 16 << 20)
            try await registry.upload("demo", "v1", files: ["a.txt": content])
            let location = try #require(try await registry.get("/files/demo:a.txt@v1")[.location])
            let target = location.replacing("http://localhost", with: "")
            var taken = content.utf8.count
            // That the registry has lost its patience is seen by taking the answer: a busy machine is given longer each time.
            for pause in [3, 12, 48] where taken >= content.utf8.count {
                taken = try await registry.connected { connection in
                    try await connection.send("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    try await Task.sleep(for: .seconds(pause))
                    return await connection.countRest()
                }
            }
            #expect(taken < content.utf8.count)
        }
    }

    @Test func `no more connections are served than there may be`() async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let limits = ConnectionLimits(connections: 1)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { _, _ in Response(status: .ok) },
            server: .watched(limits),
            configuration: ApplicationConfiguration(
                address: .hostname("localhost", port: 0),
                availableConnectionsDelegate: limits.gate(logger: logger)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) }, logger: logger)
        try await withThrowingTaskGroup(of: String.self) { group in
            group.addTask {
                try await application.run()
                return ""
            }
            let port = try #require(await ports.first { _ in true })
            let request = "GET / HTTP/1.1\r\nHost: localhost\r\n"
            try await RawConnection.open(port: port) { first in
                try await first.send(request + "\r\n")
                _ = try await first.receive(upTo: "\r\n\r\n")
                group.addTask {
                    try await RawConnection.open(port: port) { second in
                        try await second.send(request + "Connection: close\r\n\r\n")
                        return try await second.receiveRest()
                    }
                }
                group.addTask {
                    try await Task.sleep(for: .milliseconds(200))
                    return "nothing"
                }
                #expect(try await group.next() == "nothing")
            }
            #expect(try await group.next()?.hasPrefix("HTTP/1.1 200 OK\r\n") == true)
            group.cancelAll()
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A body that will be refused` {
    @Test(arguments: ["Content-Length: 1000000000", "Transfer-Encoding: chunked"])
    func `is not read, however long`(framing: String) async throws {
        try await withTestRegistry(live(ConnectionLimits(lingering: .milliseconds(100)))) { registry in
            let answer = try await registry.connected { connection in
                try await connection.send("POST \(start) HTTP/1.1\r\nHost: localhost\r\n\(framing)\r\n\r\n")
                return try await connection.receiveRest()
            }
            #expect(answer.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
            #expect(answer.contains("connection: close\r\n"))
        }
    }

    @Test func `leaves its sender the answer while it is still sending`() async throws {
        try await withTestRegistry(live()) { registry in
            let answer = try await registry.connected { connection in
                try await connection.send(
                    "PUT /objects/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n")
                try await connection.send(String(repeating: "x", count: 300_000))
                return try await connection.receiveRest()
            }
            #expect(answer.hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
            #expect(answer.contains("connection: close\r\n"))
        }
    }

    @Test func `keeps the connection when it is short`() async throws {
        try await withTestRegistry(live()) { registry in
            try await registry.connected { connection in
                for _ in 0..<3 {
                    try await connection.send(
                        "POST \(start) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n"
                            + String(repeating: "x", count: 60_000))
                    let answer = try await connection.receive(upTo: #"user credentials not supplied"}"#)
                    #expect(answer.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
                    #expect(!answer.contains("connection: close"))
                }
            }
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A file that is sent twice` {
    @Test func `is not replaced by the sending that ends after the completion`() async throws {
        try await withTestRegistry(live()) { registry in
            let started = try await registry.stage("demo", "v1", files: ["a.txt": "published"])
            let url = try #require(started["presigned_urls"]["a.txt"]?.stringValue)
            let target = String(url[try #require(url.firstRange(of: "/objects/")).lowerBound...])
            let completion = try #require(started["completion_url"].stringValue)
            let answer = try await registry.connected { connection in
                try await connection.send("PUT \(target) HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\npubl")
                _ = try await registry.put(completion)
                try await connection.send("ished")
                return try await connection.receive(upTo: "\r\n\r\n")
            }
            #expect(answer.hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
            try await registry.runPendingJobs()
            #expect(try await registry.get("/files/demo:a.txt@v1/metadata").status == 200)
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A client that waits to be told to go on` {
    @Test func `is told once its body is wanted`() async throws {
        try await withTestRegistry(live()) { registry in
            let token = try registry.token(for: "alice", roles: [.uploader])
            try await registry.connected { connection in
                let body = #"{"filenames":["a.txt"]}"#
                try await connection.send(
                    "POST \(start) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n"
                        + "Expect: 100-continue\r\nContent-Length: \(body.utf8.count)\r\n\r\n")
                #expect(try await connection.receive(upTo: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                try await connection.send(body)
                let answer = try await connection.receive(upTo: "\r\n\r\n")
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(!answer.contains("connection: close"))
            }
        }
    }

    @Test func `is refused without having sent it`() async throws {
        try await withTestRegistry(live(ConnectionLimits(lingering: .milliseconds(50)))) { registry in
            let answer = try await registry.connected { connection in
                try await connection.send(
                    "POST \(start) HTTP/1.1\r\nHost: localhost\r\nExpect: 100-Continue\r\nContent-Length: 20\r\n\r\n")
                return try await connection.receiveRest()
            }
            #expect(answer.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
            #expect(answer.contains("connection: close\r\n"))
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct `A client that breaks HTTP` {
    static let wrong: [(head: String, body: String)] = [
        ("Transfer-Encoding: chunked", "zz\r\nhello\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked", "5\r\nhello"),
        ("Content-Length: 100", "{"),
    ]

    @Test(arguments: wrong)
    func `in its body is told so`(framing: String, body: String) async throws {
        try await withTestRegistry(live(ConnectionLimits(lingering: .milliseconds(50)))) { registry in
            let token = try registry.token(for: "alice", roles: [.uploader])
            for target in ["PUT /projects/demo/version/v9/complete", "POST \(start)"] {
                let answer = try await registry.connected { connection in
                    try await connection.send(
                        "\(target) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(token)\r\n\(framing)\r\n\r\n\(body)"
                    )
                    connection.endSending()
                    return try await connection.receiveRest()
                }
                #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(answer)")
                #expect(answer.contains("IncompleteBody"))
                #expect(answer.contains("connection: close\r\n"))
            }
        }
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
    ])
    func `in its head is told so`(head: String) async throws {
        try await withTestRegistry(live(ConnectionLimits(lingering: .milliseconds(50)))) { registry in
            let answer = try await registry.connected { connection in
                try await connection.send(head)
                return try await connection.receiveRest()
            }
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"), "\(answer)")
            #expect(answer.contains("connection: close\r\n"))
        }
    }

    @Test(arguments: ["", "Host: localhost\r\nHost: localhost\r\n"])
    func `names one host`(hosts: String) async throws {
        try await withTestRegistry(live()) { registry in
            let answer = try await registry.connected { connection in
                try await connection.send("GET /livez HTTP/1.1\r\n\(hosts)Connection: close\r\n\r\n")
                return try await connection.receiveRest()
            }
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(answer.contains("'Host'"))
        }
    }
}
