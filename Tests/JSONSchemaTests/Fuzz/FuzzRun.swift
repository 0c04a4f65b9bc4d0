import Foundation
import Synchronization
import Testing

/// One loop over random cases, on a thread of its own so that it keeps none of the other tests' from them.
///
/// `VITRINE_FUZZ_SECONDS` (2 by default) is the time of all loops together. `VITRINE_FUZZ_SEED` replays one case in each.
/// Without either, a run makes the same cases each time, as many as there is time for; with the first, new ones, unless
/// `VITRINE_FUZZ_FIRST` is the seed to count from.
final class FuzzRun: Sendable {
    private static let environment = ProcessInfo.processInfo.environment
    private static let replayed = environment["VITRINE_FUZZ_SEED"].flatMap { UInt64($0) }
    private static let allSeconds = environment["VITRINE_FUZZ_SECONDS"].flatMap { Double($0) }
    private static let first =
        environment["VITRINE_FUZZ_FIRST"].flatMap { UInt64($0) }
        ?? (allSeconds == nil ? 1 : UInt64.random(in: 1...(1 << 40)) << 20)

    /// How long one case may take, everything included, before it counts as endless.
    private static let patience = Duration.seconds(60)

    private static let mostFailures = 10

    private struct State {
        var next = FuzzRun.replayed ?? FuzzRun.first
        var current: (seed: UInt64, what: String)?
        var since = ContinuousClock.now
        var isOver = false
        var outcome: Result<String, any Error>?
        var failures: [String] = []
    }
    private let state = Mutex(State())
    private let end: ContinuousClock.Instant
    private let breadcrumb: String
    private let descriptor: Int32

    private init(share: Double, name: String) throws {
        end = .now + .seconds((Self.allSeconds ?? 2) * share)
        breadcrumb = FileManager.default.temporaryDirectory.path + "/vitrine-fuzz-\(name)-\(getpid())"
        descriptor = open(breadcrumb, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(descriptor >= 0, "'\(breadcrumb)' cannot be written")
    }

    deinit { close(descriptor) }

    /// Runs `body` until it returns what it did, for `VITRINE_FUZZ_COUNTS`; records what it found as issues.
    ///
    /// - Parameter share: of the whole time.
    static func loop(
        _ name: String, share: Double, _ body: @escaping @Sendable (FuzzRun) throws -> String
    ) async throws {
        let run = try FuzzRun(share: share, name: name)
        Thread.detachNewThread {
            let outcome = Result { try body(run) }
            run.state.withLock { $0.outcome = outcome }
        }
        while true {
            try await Task.sleep(for: .milliseconds(20))
            let (outcome, current, since) = run.state.withLock { ($0.outcome, $0.current, $0.since) }
            if let outcome {
                unlink(run.breadcrumb)
                for failure in run.state.withLock({ $0.failures }) { Issue.record("\(failure)") }
                switch outcome {
                case .success(let counts): note("\(name): \(counts)")
                case .failure(let error): Issue.record("\(place(current))\(error)")
                }
                return
            }
            if current != nil, since.duration(to: .now) > Self.patience {
                Issue.record("\(place(current))no end after \(Self.patience)")
                return
            }
        }
    }

    private static func place(_ current: (seed: UInt64, what: String)?) -> String {
        current.map { "VITRINE_FUZZ_SEED=\($0.seed), \($0.what): " } ?? ""
    }

    /// The seed of the next case, nil when the time is up or ten cases have failed.
    func next() -> UInt64? {
        state.withLock { state in
            if state.isOver || state.failures.count >= Self.mostFailures || ContinuousClock.now > end { return nil }
            state.isOver = Self.replayed != nil
            defer { state.next &+= 1 }
            return state.next
        }
    }

    /// Says that this case is tried now; kept in a file while it is, so that a crash leaves `vitrine-fuzz-…` behind.
    func enter(_ seed: UInt64, _ what: String) {
        state.withLock { ($0.current, $0.since) = ((seed, what), .now) }
        let text = Array("\(seed)\n                    ".utf8.prefix(22))
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// Notes what is wrong with a case; the loop ends when there are enough of them.
    ///
    /// Beyond ASCII it is spelled `\uXXXX`: SwiftPM drops output that it cuts within a character.
    func fail(_ seed: UInt64, _ description: String) {
        let text = description.utf16.map { unit in
            unit < 0x80
                ? String(UnicodeScalar(UInt8(unit))) : "\\u" + String(0x10000 + Int(unit), radix: 16).dropFirst()
        }
        state.withLock { $0.failures.append("VITRINE_FUZZ_SEED=\(seed): \(text.joined())") }
    }

    private static func note(_ counts: String) {
        guard let path = environment["VITRINE_FUZZ_COUNTS"] else { return }
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
        guard descriptor >= 0 else { return }
        let line = Data((counts + "\n").utf8)
        _ = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }
}
