/// Why a search text cannot be read, and where.
package struct QueryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// One clause without a full stop, fit for the client; it never repeats the text that was searched for.
    package let message: String
    /// Unicode scalars before the place in question: 0 is the first character, the length of the text its end.
    package let position: Int

    package init(_ message: String, at position: Int) {
        self.message = message
        self.position = position
    }

    package var description: String { "\(message) (at position \(position))" }
}
