/// One word of a command.
package enum RedisArgument: Sendable, Hashable {
    /// The name of a key: it decides which node of a cluster is asked.
    case key(String)
    case text(String)
    case bytes([UInt8])
    case int(Int)
}

extension RedisArgument: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral text: String) { self = .text(text) }
    package init(integerLiteral number: Int) { self = .int(number) }
}
