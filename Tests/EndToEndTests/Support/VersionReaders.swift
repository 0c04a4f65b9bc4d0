import JSONDocument
import Synchronization
import Testing

/// Clients that read one version again and again while something happens to it, and judge every answer by itself: all of
/// one upload, or nothing when there was none yet.
///
/// Connections that fail are no answer: the registry may be killed meanwhile.
final class VersionReaders: Sendable {
    private struct State {
        /// Markers of uploads that may be seen, in their order; an answer never goes back.
        var seen: [String] = []
        var answers = 0
        var wrong: [String] = []
        var isStopping = false
    }
    private let wire: Wire
    private let project: String
    private let version: String
    private let count: Int
    private let mayBeAbsent: Bool
    private let state = Mutex(State())

    /// - Parameter mayBeAbsent: until something has been seen.
    init(_ wire: Wire, project: String, version: String, count: Int, mayBeAbsent: Bool = false) {
        self.wire = wire
        self.project = project
        self.version = version
        self.count = count
        self.mayBeAbsent = mayBeAbsent
    }

    /// How many answers were judged.
    var answers: Int { state.withLock { $0.answers } }
    /// The markers that were seen, in order.
    var seen: [String] { state.withLock { $0.seen } }
    /// What was wrong with answers; the first few.
    var wrong: [String] { state.withLock { $0.wrong } }

    /// Runs `work` with two readers beside it, and lets them read once more after it.
    func watching<Outcome: Sendable>(_ work: () async throws -> Outcome) async throws -> Outcome {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.repeatedly { try await self.readSearch() } }
            group.addTask { try await self.repeatedly { try await self.readListing() } }
            let outcome = try await work()
            state.withLock { $0.isStopping = true }
            try await group.waitForAll()
            return outcome
        }
    }

    private func repeatedly(_ read: @Sendable () async throws -> Void) async throws {
        while true {
            let isLast = state.withLock { $0.isStopping }
            do { try await read() } catch { try await Task.sleep(for: .milliseconds(20)) }
            if isLast { return }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// From now on nothing before `marker` may be seen.
    func expectNow(_ marker: String) { state.withLock { if $0.seen.last != marker { $0.seen.append(marker) } } }

    func report() {
        for wrong in wrong { Issue.record("\(project)@\(version): \(wrong)") }
    }

    private func readSearch() async throws {
        let floor = seen.count
        let answer = try await wire.search("_extra.project_id:\"\(project)\"", size: 500)
        judge(answer, whole: true, since: floor)
    }

    private func readListing() async throws {
        let floor = seen.count
        let first = try await wire.get("/projects/\(project)/version/\(version)/metadata")
        guard let marker = judge(first, whole: count <= 50, since: floor), !first.string("next").isEmpty else { return }
        let second = try await wire.get(first.string("next"))
        // A walk that is overtaken by a new upload goes on in that one, or has ended.
        if second.status == 404 || second.status == 410 { return }
        if second.status == 200, second.results.isEmpty {
            let again = try await wire.get("/projects/\(project)/version/\(version)/metadata")
            if judge(again, whole: false, since: floor) == marker { note("the second page of \(marker) is empty") }
            return
        }
        guard judge(second, whole: false, since: floor) == marker else { return }
        let paths = Set((first.results + second.results).compactMap { $0["path"]?.stringValue })
        if paths.count != min(count, 100) { note("two pages of \(marker) hold \(paths.count) artifacts, not \(count)") }
    }

    /// Returns the marker that all of the answer has.
    @discardableResult
    private func judge(_ answer: WireAnswer, whole: Bool, since floor: Int) -> String? {
        state.withLock { $0.answers += 1 }
        let isNothing = answer.status == 404 || (answer.status == 200 && answer.total == 0)
        if isNothing {
            if !mayBeAbsent || floor > 0 {
                note("\(answer.request) shows nothing: \(answer.status) \(answer.text.prefix(200))")
            }
            return nil
        }
        let markers = Set(answer.results.map { $0["marker"]?.stringValue ?? "none" })
        guard answer.status == 200, answer.total == count, markers.count == 1, let marker = markers.first,
            !whole || answer.results.count == count
        else {
            note(
                "\(answer.request): status \(answer.status), total \(answer.total ?? -1), "
                    + "\(answer.results.count) documents of \(markers.sorted())")
            return nil
        }
        state.withLock { state in
            if let index = state.seen.lastIndex(of: marker) {
                if index < floor - 1 {
                    state.wrong.append("\(answer.request) went back to \(marker) from \(state.seen)")
                }
            } else {
                state.seen.append(marker)
            }
        }
        return marker
    }

    private func note(_ text: String) { state.withLock { if $0.wrong.count < 10 { $0.wrong.append(text) } } }
}
