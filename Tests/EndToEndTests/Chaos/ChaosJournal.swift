import Synchronization

/// What the clients of a run know: what they asked for, what they were promised, and so what must be seen.
final class ChaosJournal: Sendable {
    struct Slot: Sendable, Hashable, Comparable {
        let project: String
        let version: String
        static func < (left: Slot, right: Slot) -> Bool {
            (left.project, left.version) < (right.project, right.version)
        }
    }
    /// What an upload is to come to.
    enum Purpose: String, Sendable { case valid, invalid, abandoned }

    struct Upload: Sendable {
        let id: String
        let marker: String
        let slot: Slot
        let purpose: Purpose
        let artifacts: Int
        /// The job whose end ends the upload.
        var job = ""
        var isAcknowledged = false
        var isDeleted = false
        var outcome: String?
        var lines: [String] = []
    }
    private struct Content {
        var served: String?
        var pending: String?
        /// Whether the client waits for an answer that may change what is served.
        var isMoving = false
        /// Another one after every change.
        var stamp = 0
    }
    private struct Access {
        var isClosed: Bool
        var stamp = 0
    }
    private struct State {
        var uploads: [String: Upload] = [:]
        var contents: [Slot: Content] = [:]
        var access: [String: Access] = [:]
        var number = 0
        var violations: [String] = []
    }
    private let state = Mutex(State())
    private let begin = ContinuousClock.now

    /// - Parameter closed: projects that nobody but their owner may ever read.
    init(slots: [Slot], closed: Set<String>) {
        state.withLock { state in
            for slot in slots {
                state.contents[slot] = Content()
                state.access[slot.project] = Access(isClosed: closed.contains(slot.project))
            }
        }
    }

    // MARK: Uploads

    /// A text for the next upload's documents, which says what is whole.
    func nextMarker(_ slot: Slot, artifacts: Int) -> String {
        let number = state.withLock { state in
            state.number += 1
            return state.number
        }
        return "\(slot.project)|\(slot.version)|\(number)|\(artifacts)"
    }
    func began(_ upload: Upload) {
        state.withLock { $0.uploads[upload.id] = upload }
        note(upload.id, "started to be \(upload.purpose.rawValue), \(upload.marker)")
    }
    func note(_ id: String, _ line: String) {
        let moment = ContinuousClock.now - begin
        state.withLock { $0.uploads[id]?.lines.append("\(moment): \(line)") }
    }
    /// The upload goes on without its client, by this job.
    func goesOn(_ id: String, by job: String, isAcknowledged: Bool) {
        note(id, "goes on by job \(job)")
        state.withLock { state in
            guard let slot = state.uploads[id]?.slot else { return }
            state.uploads[id]?.job = job
            state.uploads[id]?.isAcknowledged = isAcknowledged
            state.contents[slot]?.pending = id
            state.contents[slot]?.isMoving = false
            state.contents[slot]?.stamp += 1
        }
    }
    func ended(_ id: String, as outcome: String, serving isServed: Bool = false) {
        note(id, "ended: \(outcome)")
        state.withLock { state in
            guard let upload = state.uploads[id] else { return }
            state.uploads[id]?.outcome = outcome
            state.contents[upload.slot]?.pending = nil
            if isServed { state.contents[upload.slot]?.served = upload.marker }
            state.contents[upload.slot]?.stamp += 1
        }
    }
    func pending(_ slot: Slot) -> Upload? {
        state.withLock { state in state.contents[slot]?.pending.flatMap { state.uploads[$0] } }
    }
    var uploads: [Upload] { state.withLock { $0.uploads.values.sorted { $0.marker < $1.marker } } }
    func upload(_ id: String) -> Upload? { state.withLock { $0.uploads[id] } }

    // MARK: What is served

    /// The client is about to ask for what changes the version; until it is answered, the old and the new may be seen.
    func moves(_ slot: Slot) {
        state.withLock { state in
            state.contents[slot]?.isMoving = true
            state.contents[slot]?.stamp += 1
        }
    }
    func deleted(_ slot: Slot) {
        if let upload = pending(slot) {
            ended(upload.id, as: "deleted")
            state.withLock { $0.uploads[upload.id]?.isDeleted = true }
        }
        state.withLock { state in
            state.contents[slot]?.served = nil
            state.contents[slot]?.isMoving = false
            state.contents[slot]?.stamp += 1
        }
    }
    func served(_ slot: Slot) -> String? { state.withLock { $0.contents[slot]?.served } }

    /// What each version of a project must show, where that is settled, and a stamp for it.
    func settled(_ project: String) -> [Slot: (served: String?, stamp: Int)] {
        state.withLock { state in
            state.contents.filter { $0.key.project == project && $0.value.pending == nil && !$0.value.isMoving }
                .mapValues { ($0.served, $0.stamp) }
        }
    }
    func stamp(_ slot: Slot) -> Int { state.withLock { $0.contents[slot]?.stamp ?? 0 } }

    // MARK: Who may read

    /// Projects that are closed to strangers for sure, with a stamp for it.
    var closed: [String: Int] { state.withLock { $0.access.filter(\.value.isClosed).mapValues(\.stamp) } }
    /// The project may be open from now on.
    func opens(_ project: String) { setClosed(project, false) }
    func isClosed(_ project: String) { setClosed(project, true) }
    private func setClosed(_ project: String, _ isClosed: Bool) {
        state.withLock { state in
            state.access[project]?.isClosed = isClosed
            state.access[project]?.stamp += 1
        }
    }

    // MARK: What is wrong

    /// - Parameter id: of the upload that it is about; what its client did is told with it.
    func violation(_ text: String, upload id: String? = nil) {
        state.withLock { state in
            guard state.violations.count < 100 else { return }
            let lines = id.flatMap { state.uploads[$0]?.lines } ?? []
            state.violations.append("\(ContinuousClock.now - begin): \(text)" + lines.map { "\n    \($0)" }.joined())
        }
    }
    var violations: [String] { state.withLock { $0.violations } }
}
