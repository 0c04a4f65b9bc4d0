internal import RegistryClient

/// What a client verb ends with when it fails: what went wrong, and what to do about it.
struct ClientFailure: Error, CustomStringConvertible {
    let description: String
    /// Whether it only says that the work was cancelled.
    let isInterruption: Bool

    /// - Parameters:
    ///   - problem: one sentence.
    ///   - advice: what to do; nil when there is nothing to say.
    init(_ problem: String, advice: String? = nil) {
        isInterruption = false
        description = advice.map { "\(problem)\n       \($0)" } ?? problem
    }

    init(_ error: RegistryClientError) {
        isInterruption = error == .cancelled
        description = ClientFailure(error.description, advice: Self.advice(on: error)).description
    }

    static func advice(on error: RegistryClientError) -> String? {
        switch error {
        case .invalidAddress: "Say where the registry is with --url or VITRINE_URL."
        case .invalidToken:
            "Give the token with --token or VITRINE_TOKEN; 'vitrine token' makes one for a registry here."
        case .unreachable: "Is it running ('vitrine up'), and is the address right (--url or VITRINE_URL)?"
        case .refused(let refusal): advice(on: refusal)
        case .exists:
            "Choose another folder with --output, or replace it with --force."
        case .damaged: "Download it again; if it stays so, tell the owner of the project."
        case .invalidName, .invalidAnswer, .file, .cancelled: nil
        }
    }

    private static func advice(on refusal: RegistryClientError.Refusal) -> String? {
        if let seconds = refusal.retryAfter { return "Try again in \(seconds) s." }
        switch refusal.status {
        case 401: return "Give a token with --token or VITRINE_TOKEN; 'vitrine token' makes one for a registry here."
        case 400 where refusal.asksForToken: return "The token was not accepted: it may have expired; get a new one."
        case 403: return "Ask an owner of the project, or use a token with the right to do this."
        case 404: return "Check the spelling; what the token may not read looks as if it did not exist."
        case 408, 429, 500...: return "Try again; if it stays so, tell who runs the registry."
        case 410: return "The search was left alone too long; start it again."
        case 423: return "Wait until the other upload has ended, or have its owner abort it."
        default: return nil
        }
    }
}
