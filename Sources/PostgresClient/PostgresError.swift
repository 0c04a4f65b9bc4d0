/// What went wrong between us and PostgreSQL, by what can be done about it.
///
/// Never holds a value of a parameter or of a row: the server's own text is kept only where its class cannot quote one.
package struct PostgresError: Error, Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// No connection could be had: nobody answers, refuses for now, or all are taken.
        case unavailable
        /// The connection ended while the statement was under way: what it did is unknown.
        case connectionLost
        /// The server refused who we are, or its certificate is not to be trusted: no use in trying again.
        case refused
        /// The same transaction may succeed when it is tried again: serialization failure or deadlock.
        case mustRetry
        /// A statement or lock timeout of the server, or an operator who ended the statement.
        case timeout
        /// The task was cancelled: a statement on a lease has ended on the server; one on a shared pipeline may have run.
        case cancelled
        /// A unique, foreign or check constraint refused a row.
        case constraint
        /// The server takes no writes: a replica, or read-only.
        case readOnly
        /// The server is out of disk.
        case noSpace
        /// The server is out of memory, locks or another resource.
        case noResources
        /// A value of ours that PostgreSQL cannot hold.
        case unencodable
        /// A value or an expression that the server could not compute (class 22), which guards use on purpose.
        case data
        /// A statement that makes no sense to this server: a mistake of ours, or a schema that is not what we think.
        case statement
        /// An earlier statement of the same transaction failed.
        case aborted
        /// Something else.
        case other
    }

    package let kind: Kind

    /// Five characters of Appendix A of PostgreSQL's manual; nil when the server did not speak.
    package let state: String?

    /// In our words, or the server's where they quote no value.
    package let message: String

    /// The place of the failed statement in what was sent together, from 0.
    package internal(set) var statement: Int?

    package init(_ kind: Kind, state: String? = nil, _ message: String, statement: Int? = nil) {
        self.kind = kind
        self.state = state
        self.message = message
        self.statement = statement
    }
}

extension PostgresError {
    /// What the server's error means.
    ///
    /// - Parameters:
    ///   - state: its SQLSTATE, https://www.postgresql.org/docs/15/errcodes-appendix.html
    ///   - text: its primary message, used only where the class cannot quote a value.
    package init(state: String, text: String) {
        let kind = Self.kind(of: state)
        let quotesNothing = ["08", "25", "28", "40", "42", "53", "55", "57"].contains(String(state.prefix(2)))
        self.init(kind, state: state, quotesNothing ? text : "SQLSTATE \(state)")
    }

    /// - Parameter text: what libpq says when it could not connect, with SQLSTATEs (`PQERRORS_VERBOSE`). It names hosts,
    ///   the user and the database, and never a password.
    package init(connecting text: String) {
        let attempts = text.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }.map(String.init)
        // One line for each host; the last one decides, because the others may be down.
        let last = attempts.last { $0.hasPrefix("connection to server") } ?? attempts.last ?? "no connection"
        let state = Self.state(in: last)
        self.init(state.map { Self.kind(of: $0) } ?? Self.kind(ofRefusal: last), state: state, last)
        // While a server starts or stops, that is all there is to know.
        if kind == .connectionLost { self = PostgresError(.unavailable, state: state, last) }
    }

    /// The five characters that stand after `FATAL:  `, whatever the server's language calls that.
    private static func state(in line: String) -> String? {
        line.split(separator: ":").map { $0.drop { $0 == " " } }.first { part in
            part.utf8.count == 5 && part.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
                && part.utf8.contains { (48...57).contains($0) }
        }.map(String.init)
    }

    /// Where the server has not spoken, libpq has, in English.
    private static func kind(ofRefusal line: String) -> Kind {
        if line.contains("SYSCALL") { return .unavailable }
        let words = [
            "certificate", "does not support SSL", "SSL error", "no password supplied", "authentication method",
        ]
        return words.contains { line.contains($0) } ? .refused : .unavailable
    }

    private static func kind(of state: String) -> Kind {
        switch state {
        case "40001", "40P01": .mustRetry
        // 57014 also ends a statement that was cancelled: who asked for it knows.
        case "57014", "55P03", "25P03", "57P05": .timeout
        case "25006": .readOnly
        case "25P02": .aborted
        case "53100": .noSpace
        case "53300", "57P03": .unavailable
        case "57P01", "57P02", "57P04": .connectionLost
        case "22021": .unencodable
        default:
            switch state.prefix(2) {
            case "08": .connectionLost
            case "22": .data
            case "23": .constraint
            case "28", "3D": .refused
            case "42", "26", "0A": .statement
            case "53", "54": .noResources
            default: .other
            }
        }
    }
}

extension PostgresError {
    static func zeroByte(in parameter: Int) -> PostgresError {
        PostgresError(.unencodable, "parameter $\(parameter) contains U+0000, which PostgreSQL cannot hold")
    }

    /// The server's answer lacks something that our statement asks for.
    package static func missing(_ what: String) -> PostgresError {
        PostgresError(.statement, "the server's answer lacks \(what)")
    }
}

extension PostgresError: CustomStringConvertible {
    package var description: String { state.map { "\(message) (\($0))" } ?? message }
}
