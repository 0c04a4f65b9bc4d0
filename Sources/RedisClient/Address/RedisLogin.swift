/// A user of Redis' access control lists and its password, which is never shown.
package struct RedisLogin: Sendable, Hashable {
    /// nil is Redis' `default`.
    package let user: String?
    package let password: String

    package init(user: String? = nil, password: String) {
        self.user = user
        self.password = password
    }

    var command: RedisCommand {
        user.map { RedisCommand("AUTH", .text($0), .text(password)) } ?? RedisCommand("AUTH", .text(password))
    }
}

extension RedisLogin: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(user ?? "default"):***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
