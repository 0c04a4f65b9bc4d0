/// What went wrong between us and Redis, by what can be done about it.
///
/// Never holds a key, a value, an argument or a password: of the server's text only its code is kept, because the text
/// may quote them.
package struct RedisError: Error, Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// No connection could be had in time, or too much is under way: nothing was sent.
        case unavailable
        /// The server did not answer in time: whether it ran is unknown.
        case timedOut
        /// The connection ended while the command was under way: whether it ran is unknown.
        case unknownOutcome
        /// The server refused who we are or what we may do, or its certificate is not to be trusted.
        case refused
        /// The server's memory is full (`maxmemory`, `noeviction`): it takes no writes.
        case outOfMemory
        /// The server is a replica: it takes no writes.
        case readOnly
        /// The server takes no writes, because it cannot save them: a full disk, most often.
        case misconfigured
        /// The server loads its data, runs a long script, or has no master for the slot, for longer than one's patience.
        case busy
        /// A script of ours failed in the server, or the server does not take it.
        case script
        /// The keys of one command live in several slots of the cluster, which takes none such.
        case crossSlot
        /// The server does not know the command, or not for this kind of key: a mistake of ours.
        case command
        /// What came back is not Redis' protocol.
        case protocolViolation = "protocol"
        /// The task was cancelled: a command that was sent may have run.
        case cancelled
    }

    package let kind: Kind

    /// The first word of the server's error, such as `NOAUTH`; nil when the server did not speak.
    package let code: String?

    /// In our words.
    package let message: String

    /// Where a cluster says that the slot lives.
    let redirection: Redirection?

    package init(_ kind: Kind, code: String? = nil, _ message: String) {
        self.init(kind, code: code, message, redirection: nil)
    }
    private init(_ kind: Kind, code: String?, _ message: String, redirection: Redirection?) {
        self.kind = kind
        self.code = code
        self.message = message
        self.redirection = redirection
    }
}

extension RedisError {
    /// What the server's error means.
    package init(server text: String) {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        let code = words.first.flatMap { Self.isCode($0) ? $0 : nil } ?? "ERR"
        switch code {
        case "NOAUTH": self.init(.refused, code: code, "Redis asks for a password")
        case "WRONGPASS": self.init(.refused, code: code, "Redis does not take this user and password")
        case "NOPERM": self.init(.refused, code: code, "the Redis user lacks a permission")
        case "DENIED": self.init(.refused, code: code, "Redis is in protected mode")
        case "OOM": self.init(.outOfMemory, code: code, "Redis has no memory left for writes")
        case "READONLY": self.init(.readOnly, code: code, "this Redis is a replica and takes no writes")
        case "UNBLOCKED": self.init(.readOnly, code: code, "this Redis became a replica")
        case "MISCONF": self.init(.misconfigured, code: code, "Redis cannot save what is written")
        case "NOREPLICAS": self.init(.misconfigured, code: code, "Redis has too few replicas for writes")
        case "LOADING": self.init(.busy, code: code, "Redis is loading its data")
        case "BUSY": self.init(.busy, code: code, "Redis is running a long script")
        case "MASTERDOWN": self.init(.busy, code: code, "this replica has lost its master")
        case "CLUSTERDOWN": self.init(.busy, code: code, "the Redis cluster is down")
        case "TRYAGAIN": self.init(.busy, code: code, "the Redis cluster is moving the keys")
        case "CROSSSLOT": self.init(.crossSlot, code: code, "the keys live in several slots")
        case "NOSCRIPT": self.init(.script, code: code, "Redis does not know the script")
        case "MOVED", "ASK":
            let redirection = Redirection(words.count > 1 ? words[1] : "", isForGood: code == "MOVED")
            self.init(
                redirection == nil ? .protocolViolation : .busy, code: code, "the slot lives on another node",
                redirection: redirection)
        case "WRONGTYPE": self.init(.command, code: code, "the key holds another kind of value")
        case "ERR" where text.contains("max number of clients"):
            self.init(.unavailable, code: code, "Redis takes no more connections")
        case "ERR" where text.contains("without any password configured"):
            self.init(.refused, code: code, "a password was given to a Redis that asks for none")
        default:
            let line = Self.scriptLine(in: text)
            self.init(
                line == nil ? .command : .script, code: code,
                line.map { "a script failed at line \($0)" } ?? "Redis refused the command")
        }
    }

    /// The same, saying which command it was.
    func naming(_ command: RedisCommand) -> RedisError {
        RedisError(kind, code: code, "\(message) (\(command))", redirection: redirection)
    }

    private static func isCode(_ word: String) -> Bool {
        word.utf8.count <= 24 && word.utf8.allSatisfy { (65...90).contains($0) || $0 == UInt8(ascii: "_") }
    }

    /// The number after the last `user_script:`, which Redis names the failed line by.
    private static func scriptLine(in text: String) -> Int? {
        var line: Int?
        var rest = text.utf8[...]
        let mark = Array("user_script:".utf8)
        while let start = rest.firstRange(of: mark) {
            rest = rest[start.upperBound...]
            line = Int(Substring(rest.prefix { (48...57).contains($0) })) ?? line
        }
        return line
    }
}

extension RedisError {
    static let stopped = RedisError(.unavailable, "the client is closed")
    static let cancelled = RedisError(.cancelled, "the task was cancelled")
}

extension RedisError: CustomStringConvertible {
    package var description: String { code.map { "\(message) (\($0))" } ?? message }
}
