internal import JSONDocument
internal import Logging
internal import RegistryCore
internal import Synchronization

/// What one attempt says while it runs, until it is stored: the lines of its log and its progress.
final class AttemptNotes: Sendable {
    private struct State {
        var lines: [JobLogLine] = []
        var count = 0
        var progress: JobProgress?
    }
    /// Bytes of a progress note that are kept.
    private static let noteBytes = 200

    let claim: JobClaim
    private let state = Mutex(State())

    init(claim: JobClaim) { self.claim = claim }

    /// Keeps a line; one too many becomes the line that says so, and those behind it are dropped.
    func add(_ message: String, at time: Timestamp, level: Logger.Level, fields: Logger.Metadata) {
        state.withLock { state in
            guard state.count < JobLogLine.limitPerAttempt else { return }
            state.count += 1
            let isLast = state.count == JobLogLine.limitPerAttempt
            state.lines.append(
                JobLogLine(
                    job: claim.id, fence: claim.fence, number: state.count, time: time, level: isLast ? .notice : level,
                    message: isLast ? "further lines are left out" : message.kept(JobLogLine.messageBytes),
                    fields: isLast ? [:] : fields.json))
        }
    }

    func report(_ progress: JobProgress) {
        let note = progress.note?.kept(Self.noteBytes)
        state.withLock { $0.progress = JobProgress(done: progress.done, total: progress.total, note: note) }
    }

    /// What has not been stored yet, to be stored now.
    func takeLines() -> [JobLogLine] {
        state.withLock { state in
            defer { state.lines = [] }
            return state.lines
        }
    }
    func takeProgress() -> JobProgress? {
        state.withLock { state in
            defer { state.progress = nil }
            return state.progress
        }
    }
    /// Gives back what could not be stored; a later word on progress stands.
    func putBack(_ lines: [JobLogLine], _ progress: JobProgress?) {
        state.withLock { state in
            state.lines = lines + state.lines
            state.progress = state.progress ?? progress
        }
    }
}
