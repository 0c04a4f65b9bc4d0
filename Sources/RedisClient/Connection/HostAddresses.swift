internal import Glibc

/// Looks a host's name up on a thread that may block: hiredis would do it on the reactor's.
enum HostAddresses {
    private final class Work: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// - Parameter done: gets the addresses in numbers, in order; none of a name that is not known. Called on any thread.
    static func find(_ name: String, _ done: @escaping @Sendable ([String]) -> Void) {
        if isNumeric(name) { return done([name]) }
        let work = Unmanaged.passRetained(Work { done(addresses(of: name)) })
        var thread = pthread_t()
        let number = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, work.toOpaque())
        // Here and now when the system gives no thread.
        if number == 0 { pthread_detach(thread) } else { work.takeRetainedValue().body() }
    }

    static func isNumeric(_ name: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET, name, &address) == 1 || inet_pton(AF_INET6, name, &address) == 1
    }

    private static func addresses(of name: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &found) == 0 else { return [] }
        defer { freeaddrinfo(found) }
        var addresses: [String] = []
        var next = found
        while let info = next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let size = socklen_t(text.count)
            if getnameinfo(info.pointee.ai_addr, info.pointee.ai_addrlen, &text, size, nil, 0, NI_NUMERICHOST) == 0,
                let address = text.withUnsafeBufferPointer({ $0.baseAddress.map { String(cString: $0) } }),
                !addresses.contains(address)
            {
                addresses.append(address)
            }
            next = info.pointee.ai_next
        }
        return addresses
    }
}
