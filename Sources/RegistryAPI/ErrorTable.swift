internal import HTTPTypes
internal import RegistryCore

/// Which HTTP status each code is answered with; a new code does not compile until it has a row.
enum ErrorTable {
    static func status(of code: RegistryError.Code) -> HTTPResponse.Status {
        switch code {
        case .malformedIdentifier, .invalidName, .invalidRequest, .invalidQuery: .badRequest
        // Not 401: every client tests for this one (`spec/rest-api.md` 3.2).
        case .invalidToken: .badRequest
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .expired: .gone
        case .tooLarge: .contentTooLarge
        case .unsupportedMediaType: .unsupportedMediaType
        case .unsatisfiableRange: .rangeNotSatisfiable
        case .invalidBody: .unprocessableContent
        case .locked: HTTPResponse.Status(code: 423, reasonPhrase: "Locked")
        case .notSupported: .notImplemented
        case .busy, .unavailable: .serviceUnavailable
        }
    }
}
