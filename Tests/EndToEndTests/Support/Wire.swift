import AsyncHTTPClient
import JSONDocument
import NIOCore
import NIOHTTP1

/// HTTP as plain as a test can have it: no redirects, no repetition, headers as they come.
struct Wire: Sendable {
    let base: String
    let token: String?
    private var client = Self.steady

    init(base: String, token: String? = nil) {
        self.base = base
        self.token = token
    }

    /// The same over connections apart, for requests to a registry that may be down.
    ///
    /// One connection that is refused fails every request that waits in its pool for any, also when the registry is back
    /// and their own would come about.
    var besieged: Wire {
        var wire = self
        wire.client = Self.besieged
        return wire
    }

    private static let steady = makeClient()
    private static let besieged = makeClient()

    private static func makeClient() -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: .seconds(60)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }

    /// - Parameter target: a path with its query, or an absolute URL.
    func send(
        _ method: String, _ target: String, body: [UInt8]? = nil, headers: [(String, String)] = []
    ) async throws -> WireAnswer {
        let isOwn = target.hasPrefix("/")
        var request = HTTPClientRequest(url: isOwn ? base + target : target)
        request.method = HTTPMethod(rawValue: method)
        // Signed URLs of files are asked for without a token, as clients do.
        if let token, isOwn { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        let response = try await client.execute(request, deadline: .now() + .seconds(120))
        let bytes = try await response.body.collect(upTo: 512 << 20)
        return WireAnswer(
            request: "\(method) \(target)", status: Int(response.status.code),
            headers: response.headers.map { ($0.name.lowercased(), $0.value) }, body: Array(bytes.readableBytesView))
    }

    func get(_ target: String) async throws -> WireAnswer { try await send("GET", target) }
    func put(_ target: String, _ body: JSONValue? = nil) async throws -> WireAnswer {
        try await send("PUT", target, body: body?.serialized())
    }
    func post(_ target: String, _ body: JSONValue? = nil) async throws -> WireAnswer {
        try await send("POST", target, body: body?.serialized())
    }

    /// `/search` with a query in plain text.
    func search(_ query: String, size: Int = 50, fields: String? = nil) async throws -> WireAnswer {
        let shown = fields.map { "&fields=\($0)" } ?? ""
        return try await get("/search?q=\(query.percentEncoded)&size=\(size)\(shown)")
    }

    /// Polls a job until it has ended and returns what it came to.
    func job(_ id: String) async throws -> WireAnswer {
        while true {
            let answer = try await get("/jobs/\(id)")
            if ["SUCCESS", "FAILURE", "REVOKED"].contains(answer.string("status")) || answer.status != 200 {
                return answer
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}

/// One answer, whole.
struct WireAnswer: Sendable {
    let request: String
    let status: Int
    /// Names in lower case, in the order of the answer.
    let headers: [(name: String, value: String)]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    /// The body as JSON; null when it is none.
    var json: JSONValue { (try? JSONValue(parsing: body, limits: JSONLimits(maxBytes: .max))) ?? .null }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    func string(_ member: String) -> String { json[member]?.stringValue ?? "" }

    /// Of a paged answer.
    var total: Int? { json["total"]?.intValue }
    var results: [JSONValue] { json["results"]?.arrayValue ?? [] }
    var reason: String { string("reason") }
}

extension String {
    /// As one segment of a path or one value of a query.
    var percentEncoded: String {
        utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
