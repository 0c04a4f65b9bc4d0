internal import Glibc
internal import NIOPosix

/// Runs system calls on threads that may wait, so that no thread of Swift's own pool does.
struct BlockingCalls: Sendable {
    struct ThreadsStopped: Error, CustomStringConvertible {
        var description: String { "its threads have been stopped" }
    }
    let threads: NIOThreadPool

    /// Runs `work` to its end, also when the task is cancelled: what it began is never left half done.
    ///
    /// - Parameter operation: a verb and its object, for the log.
    func run<Outcome: Sendable>(
        _ operation: String, _ key: ObjectKey? = nil,
        _ work: @escaping @Sendable () throws(SystemCallError) -> Outcome
    ) async throws(ObjectStoreError) -> Outcome {
        let result: Result<Outcome, ObjectStoreError> = await withCheckedContinuation { continuation in
            threads.submit { state in
                guard case .active = state else {
                    let error = ObjectStoreError.unavailable(operation: operation, cause: ThreadsStopped())
                    return continuation.resume(returning: .failure(error))
                }
                do throws(SystemCallError) {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(failure(error, operation, key)))
                }
            }
        }
        return try result.get()
    }

    private func failure(_ error: SystemCallError, _ operation: String, _ key: ObjectKey?) -> ObjectStoreError {
        switch (error.code, key) {
        case (ENOSPC, _), (EDQUOT, _): .noSpace
        case (ENAMETOOLONG, let key?):
            .invalidKey(key.description, rule: "has a part that is too long for the file system")
        case (EILSEQ, let key?): .invalidKey(key.description, rule: "has a part that the file system cannot spell")
        default: .unavailable(operation: operation, cause: error)
        }
    }
}
