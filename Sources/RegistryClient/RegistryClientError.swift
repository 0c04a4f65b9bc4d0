/// Why a registry could not be asked, or what it refused.
public enum RegistryClientError: Error, Sendable, Hashable {
    /// The base URL is none; `rule` completes "the address …".
    case invalidAddress(String, rule: String)
    /// The token cannot be sent; `rule` completes "the token …". The token itself is never shown.
    case invalidToken(rule: String)
    /// What was to be named is no ID, version, path or the like; the text says which rule it broke.
    case invalidName(String)
    /// No answer came: the connection failed, broke or stood still too long.
    case unreachable(server: String, cause: String)
    /// The server answered and refused.
    case refused(Refusal)
    /// The server's answer is not what the contract says.
    case invalidAnswer(String)
    /// Something is wrong with a file or folder of this computer.
    case file(path: String, problem: String)
    /// A download would replace a file of this computer.
    case exists(path: String)
    /// Bytes arrived that are not those that were promised.
    case damaged(path: String, problem: String)
    /// The task was cancelled.
    case cancelled

    /// An answer with a status from 400 upwards.
    public struct Refusal: Sendable, Hashable {
        /// The HTTP status.
        public let status: Int
        /// The server's `reason`: one sentence; the status's own words when it gave none.
        public let reason: String
        /// What was asked: method and path, without the query, which may hold a credential.
        public let request: String
        /// Seconds after which trying again makes sense, when the server says so.
        public let retryAfter: Int?
        /// Whether the server asks for (other) credentials.
        public let asksForToken: Bool

        package init(
            status: Int, reason: String, request: String, retryAfter: Int? = nil, asksForToken: Bool = false
        ) {
            self.status = status
            self.reason = reason
            self.request = request
            self.retryAfter = retryAfter
            self.asksForToken = asksForToken
        }
    }
}

extension RegistryClientError: CustomStringConvertible {
    /// One sentence, safe to show in a terminal.
    public var description: String {
        switch self {
        case .invalidAddress(let text, let rule): "the address '\(PlainText.shown(text))' \(rule)"
        case .invalidToken(let rule): "the token \(rule)"
        case .invalidName(let text): PlainText.shown(text)
        case .unreachable(let server, let cause): "no answer from \(server): \(PlainText.shown(cause))"
        case .refused(let refusal):
            "\(PlainText.shown(refusal.reason, limit: 2_000)) (status \(refusal.status) for \(refusal.request))"
        case .invalidAnswer(let text): "the registry's answer cannot be used: \(PlainText.shown(text))"
        case .file(let path, let problem): "'\(PlainText.shown(path))' \(problem)"
        case .exists(let path): "'\(PlainText.shown(path))' exists already"
        case .damaged(let path, let problem): "'\(PlainText.shown(path))' arrived damaged: \(problem)"
        case .cancelled: "interrupted"
        }
    }
}
