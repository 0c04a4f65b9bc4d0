internal import Foundation

/// A kept-alive HTTP/1.1 connection to 127.0.0.1 that blocks; one request at a time, one thread at a time.
///
/// As little as a client can do, so that on a small machine the server has the processors.
final class HTTPConnection {
    private let descriptor: Int32
    private let port: UInt16
    private var pending: [UInt8] = []

    init(port: UInt16) throws {
        self.port = port
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw BenchError("no socket: \(String(cString: strerror(errno)))") }
        var patience = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var yes: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let outcome = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard outcome == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw BenchError("no connection to port \(port): \(reason)")
        }
    }
    deinit { close(descriptor) }

    /// - Throws: when the status is not 2xx, with the beginning of the body.
    func send(
        _ method: String, _ target: String, token: String? = nil, body: some Collection<UInt8> = [UInt8]()
    ) throws -> HTTPAnswer {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if method != "GET" { head += "Content-Length: \(body.count)\r\n" }
        try write(Array((head + "\r\n").utf8) + body)
        let answer = try read()
        guard (200..<300).contains(answer.status) else {
            let said = String(decoding: answer.body.prefix(500), as: UTF8.self)
            throw BenchError("\(method) \(target.prefix(200)) answered \(answer.status): \(said)")
        }
        return answer
    }

    private func write(_ bytes: [UInt8]) throws {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw BenchError("the server closed the connection while it was written to") }
            start += count
        }
    }

    // MARK: Reading

    private func read() throws -> HTTPAnswer {
        let first = try line().split(separator: " ", maxSplits: 2)
        guard first.count >= 2, let status = Int(first[1]) else { throw BenchError("that was no HTTP response") }
        var headers: [String: String] = [:]
        while case let line = try line(), !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw BenchError("'\(line)' is no header") }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let body: [UInt8]
        if headers["transfer-encoding"]?.lowercased() == "chunked" {
            body = try chunks()
        } else {
            body = try bytes(Int(headers["content-length"] ?? "0") ?? 0)
        }
        return HTTPAnswer(status: status, headers: headers, body: body)
    }

    private func chunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let size = try line().prefix { $0 != ";" }
            guard let count = Int(size, radix: 16) else { throw BenchError("'\(size)' is no size of a chunk") }
            body += try bytes(count)
            _ = try line()
            if count == 0 { return body }
        }
    }

    private func line() throws -> String {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending.removeSubrange(...end) }
                return String(decoding: pending[..<end], as: UTF8.self).trimmingCharacters(in: .newlines)
            }
            try fill()
        }
    }

    private func bytes(_ count: Int) throws -> [UInt8] {
        while pending.count < count { try fill() }
        defer { pending.removeFirst(count) }
        return Array(pending.prefix(count))
    }

    private func fill() throws {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EINTR { return }
        guard count > 0 else { throw BenchError("the server closed the connection or was silent for two minutes") }
        pending += buffer[..<count]
    }
}
