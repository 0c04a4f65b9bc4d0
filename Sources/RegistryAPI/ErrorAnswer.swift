internal import Catalog
internal import HTTPTypes
internal import Hummingbird
internal import JSONDocument
internal import JobQueue
internal import ObjectStore
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// What a client is told of an error (`spec/rest-api.md` 0.4): the same body for every status.
struct ErrorAnswer {
    let status: HTTPResponse.Status
    let reason: String
    let detail: JSONValue?
    let headers: HTTPFields
    /// For the log alone.
    let cause: any Error

    /// Nothing of an error that is not meant for clients gets into the answer.
    init(_ error: any Error) {
        let routed = error as? RouteError
        let told = Self.told(routed?.error ?? error)
        cause = told.cause ?? error
        reason = told.reason
        // The store's own word for a full disk; ours has only `unavailable`.
        status =
            Self.isOutOfSpace(error)
            ? HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage") : ErrorTable.status(of: told.code)
        detail = Self.detail(of: told)
        var headers = routed?.headers ?? [:]
        if told.code == .unauthenticated || told.code == .invalidToken { headers[.wwwAuthenticate] = "Bearer" }
        if told.code == .busy || told.code == .unavailable { headers[.retryAfter] = String(told.retryAfter ?? 5) }
        self.headers = headers
    }

    var response: Response {
        var body = Self.body(reason)
        if let detail { body["detail"] = detail }
        return Response(json: .object(body), status: status, headers: headers)
    }

    /// What every error's body has.
    static func body(_ reason: String) -> JSONObject { ["status": "error", "reason": .string(reason)] }

    /// Whether it is our fault, or that of something that we stand on.
    var isFailure: Bool { status.kind == .serverError && status != .notImplemented }

    private static func told(_ error: any Error) -> RegistryError {
        switch error {
        case let error as RegistryError: error
        case let error as NameError: RegistryError(error)
        case let error as ObjectStoreError: told(error)
        case StoreError.noSpace:
            RegistryError(
                .unavailable, "the database's disk is full: nothing was written; its operator must make room",
                cause: error)
        case let error as SearchIndexError: told(error)
        case is StoreError, is CatalogError, is JobQueueError: silent(because: error)
        case is CancellationError:
            RegistryError(.unavailable, "the registry is stopping; try again", retryAfter: 1, cause: error)
        default: RegistryError(.unavailable, "the registry failed to answer; its log says why", cause: error)
        }
    }

    private static func silent(because error: any Error) -> RegistryError {
        RegistryError(.unavailable, "the database does not answer; try again", cause: error)
    }

    private static func told(_ error: SearchIndexError) -> RegistryError {
        guard case .unavailable(_, let cause) = error else { return silent(because: error) }
        switch cause {
        case is IndexBehind:
            return RegistryError(
                .unavailable, "what was published lately is not in the search index yet; try again in a minute",
                retryAfter: 60, cause: error)
        case is SegmentDamage:
            return RegistryError(
                .unavailable, "the search index is damaged; an administrator must run 'vitrine index rebuild'",
                retryAfter: 60, cause: error)
        default: return silent(because: error)
        }
    }

    private static func told(_ error: ObjectStoreError) -> RegistryError {
        switch error {
        case .notFound: RegistryError(.notFound, "No such file", cause: error)
        case .tooLarge(let limit): RegistryError(.tooLarge, "the body is longer than \(limit) bytes", cause: error)
        case .interrupted(let cause as RegistryError): cause
        case .lengthMismatch, .interrupted:
            RegistryError(.invalidRequest, "IncompleteBody: the body ended early; send it again", cause: error)
        case .digestMismatch:
            RegistryError(
                .invalidRequest, "BadDigest: the MD5 of the body is not the one that was declared", cause: error)
        case .invalidKey: RegistryError(.invalidName, "this file's name cannot be stored", cause: error)
        case .noSpace:
            RegistryError(
                .unavailable, "the disk for files is full: nothing was written; its operator must make room",
                cause: error)
        case .alreadyExists, .changed, .unsatisfiableRange, .unavailable:
            RegistryError(.unavailable, "the object store does not answer; try again", cause: error)
        }
    }

    private static func isOutOfSpace(_ error: any Error) -> Bool {
        switch error {
        case StoreError.noSpace, ObjectStoreError.noSpace: true
        default: false
        }
    }

    private static func detail(of error: RegistryError) -> JSONValue? {
        if error.problems.isEmpty { return nil }
        return .array(
            error.problems.map { problem in
                [
                    "loc": .array(problem.location.map { Int($0).map { .number(JSONNumber($0)) } ?? .string($0) }),
                    "msg": .string(problem.message), "type": "value_error",
                ]
            })
    }
}

/// An error whose answer needs headers besides those that its code brings.
struct RouteError: Error {
    let error: RegistryError
    let headers: HTTPFields
}
