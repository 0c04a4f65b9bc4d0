internal import Glibc

/// A system call that failed.
struct SystemCallError: Error, CustomStringConvertible {
    let call: String
    /// An `errno`.
    let code: Int32

    var description: String {
        var text = [CChar](repeating: 0, count: 128)
        guard strerror_r(code, &text, text.count - 1) == 0 else { return "\(call): error \(code)" }
        return "\(call): \(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))"
    }
}

enum SystemCall {
    /// Calls until it is not interrupted by a signal.
    @discardableResult
    static func run<Result: SignedInteger>(
        _ call: String, _ body: () -> Result
    ) throws(SystemCallError) -> Result {
        while true {
            let result = body()
            if result >= 0 { return result }
            let code = errno
            if code != EINTR { throw SystemCallError(call: call, code: code) }
        }
    }
}
