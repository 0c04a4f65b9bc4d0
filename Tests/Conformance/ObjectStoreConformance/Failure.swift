internal import ObjectStore
internal import Testing

/// The case of an `ObjectStoreError`, to compare.
enum Failure: Equatable {
    case notFound(ObjectKey)
    case alreadyExists(ObjectKey)
    case changed(ObjectKey)
    case tooLarge(Int64)
    case lengthMismatch(expected: Int64)
    case digestMismatch(found: MD5Digest)
    case unsatisfiableRange(size: Int64)
    case interrupted
    case other(String)

    init(_ error: ObjectStoreError) {
        self =
            switch error {
            case .notFound(let key): .notFound(key)
            case .alreadyExists(let key): .alreadyExists(key)
            case .changed(let key): .changed(key)
            case .tooLarge(let limit): .tooLarge(limit)
            case .lengthMismatch(let expected, _): .lengthMismatch(expected: expected)
            case .digestMismatch(_, let found): .digestMismatch(found: found)
            case .unsatisfiableRange(_, let size): .unsatisfiableRange(size: size)
            case .interrupted: .interrupted
            case .invalidKey, .noSpace, .unavailable: .other(error.description)
            }
    }
}

/// Records an issue unless `work` throws `failure`.
func expect(
    _ failure: Failure, sourceLocation: SourceLocation = #_sourceLocation,
    from work: () async throws -> Void
) async {
    do {
        try await work()
        Issue.record("nothing was thrown instead of \(failure)", sourceLocation: sourceLocation)
    } catch {
        let found = (error as? ObjectStoreError).map { Failure($0) }
        #expect(found == failure, "\(error)", sourceLocation: sourceLocation)
    }
}
