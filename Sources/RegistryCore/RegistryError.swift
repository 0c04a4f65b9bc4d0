/// What the registry tells a client that it will not or cannot do.
package struct RegistryError: Error, CustomStringConvertible {
    /// What went wrong, as callers switch over it; `RegistryAPI/ErrorTable.swift` gives each its HTTP status.
    package enum Code: String, Sendable, CaseIterable {
        case malformedIdentifier, invalidName, invalidRequest, invalidBody, invalidQuery, invalidToken
        case unauthenticated, forbidden
        case notFound, methodNotAllowed
        case expired, locked, tooLarge, unsupportedMediaType, unsatisfiableRange
        case notSupported, busy, unavailable
    }
    /// One place in a request that is wrong, for the `detail` list of a 422 (`spec/rest-api.md` 0.4, E2).
    package struct Problem: Sendable, Hashable {
        package let location: [String]
        package let message: String
        package init(at location: [String], _ message: String) {
            self.location = location
            self.message = message
        }
    }

    package let code: Code
    /// One sentence for the client: names the field and the fix.
    package let reason: String
    package let problems: [Problem]
    /// Seconds after which trying again makes sense.
    package let retryAfter: Int?
    /// For the log, never for the client.
    package let cause: (any Error)?

    package init(
        _ code: Code, _ reason: String, problems: [Problem] = [], retryAfter: Int? = nil, cause: (any Error)? = nil
    ) {
        self.code = code
        self.reason = reason
        self.problems = problems
        self.retryAfter = retryAfter
        self.cause = cause
    }
    package init(_ error: NameError) { self.init(.invalidName, error.description) }

    package var description: String { "\(code.rawValue): \(reason)" }
}
