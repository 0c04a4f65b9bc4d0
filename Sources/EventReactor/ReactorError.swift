internal import Glibc

/// The system gave the reactor no descriptor or no thread.
package struct ReactorError: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ call: String, _ number: Int32) {
        description = "\(call): \(String(cString: strerror(number)))"
    }
}
