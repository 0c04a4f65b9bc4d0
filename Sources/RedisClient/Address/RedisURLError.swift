/// What is wrong with a Redis URL; never holds the password.
package struct RedisURLError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}
