import Foundation
import Glibc
import Testing

/// A server that lets everybody in and hangs up at once, as one does that is killed at that moment.
final class RudeServer: Sendable {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let length = size
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) | listen(listener, 64) | getsockname(listener, address, &size)
            }
        }
        try #require(status == 0)
        descriptor = listener
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { Self.serve(listener) }
    }
    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private static func serve(_ listener: Int32) {
        defer { close(listener) }
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { return }
            var startup = [UInt8](repeating: 0, count: 4096)
            _ = recv(client, &startup, startup.count, 0)
            // AuthenticationOk, ReadyForQuery: https://www.postgresql.org/docs/15/protocol-message-formats.html
            let welcome: [UInt8] = [0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5A, 0, 0, 0, 5, 0x49]
            _ = send(client, welcome, welcome.count, Int32(MSG_NOSIGNAL))
            // Not politely: what the client then sends fails at once.
            var now = linger(l_onoff: 1, l_linger: 0)
            setsockopt(client, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
            close(client)
        }
    }
}
