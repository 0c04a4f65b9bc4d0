internal import CPostgres
internal import Glibc

/// What OpenSSL has deciphered and libpq has not yet taken: the socket is then empty, and epoll says nothing.
///
/// libpq reads at least 8 KiB at a time and a record of TLS holds up to 16; servers from version 17 on write such.
enum SecureBuffer {
    private typealias Pending = @convention(c) (UnsafeMutableRawPointer) -> Int32

    /// libpq has loaded OpenSSL, or there is no TLS.
    private static let pending: Pending? = dlsym(nil, "SSL_pending").map { unsafeBitCast($0, to: Pending.self) }

    static func isFilled(_ handle: OpaquePointer?) -> Bool {
        guard let pending, let connection = PQsslStruct(handle, "OpenSSL") else { return false }
        return pending(connection) > 0
    }
}
