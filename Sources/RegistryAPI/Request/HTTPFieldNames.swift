internal import HTTPTypes

extension HTTPField.Name {
    static let requestID = named("X-Request-ID")
    static let forwardedProto = named("X-Forwarded-Proto")
    static let forwardedHost = named("X-Forwarded-Host")
    static let adbPrefix = named("X-ADB-Prefix")
    /// The first one is taken for the request's authority; this names those after it.
    static let host = named("Host")
    static let contentMD5 = named("Content-MD5")
    static let links = named("Link")
    static let serverTiming = named("Server-Timing")
    static let lastEventID = named("Last-Event-ID")

    private static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("'\(text)' is no name of a header") }
        return name
    }
}
