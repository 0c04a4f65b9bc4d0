/// Why a configured key cannot be used.
package struct TokenKeysError: Error, Hashable, CustomStringConvertible {
    /// Which key: its place in the list and its `kid` when it has one; empty for the document as a whole.
    package let location: String
    /// What is wrong, without any secret in it.
    package let reason: String

    init(_ reason: String, at location: String = "") {
        self.location = location
        self.reason = reason
    }
    package var description: String {
        location.isEmpty ? "token keys: \(reason)" : "token keys: \(location): \(reason)"
    }
}
