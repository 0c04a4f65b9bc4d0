import JSONDocument
import Synchronization

/// Reads again and again, and judges every answer by itself: whole versions only, what was promised, nothing forbidden.
final class ChaosReader: Sendable {
    private let fronts: ChaosFronts
    private let journal: ChaosJournal
    private let projects: [String]
    private let judged = Mutex(0)

    init(fronts: ChaosFronts, journal: ChaosJournal, projects: [String]) {
        self.fronts = fronts
        self.journal = journal
        self.projects = projects
    }
    var answers: Int { judged.withLock { $0 } }

    /// As the owner of everything.
    func ownerReads(until end: ContinuousClock.Instant, seed: UInt64) async throws {
        var generator = SplitMix(state: seed)
        while ContinuousClock.now < end {
            if let project = projects.randomElement(using: &generator) { try? await ownerReads(project) }
            try await Task.sleep(for: .milliseconds(150))
        }
    }

    /// - Throws: when there is no answer.
    func ownerReads(_ project: String) async throws {
        let before = journal.settled(project)
        let answer = try await search(project)
        guard answer.status == 200 else { return }
        let shown = judge(answer)
        for (slot, expected) in before where journal.stamp(slot) == expected.stamp {
            let marker = shown[slot.version]
            guard marker != expected.served else { continue }
            let upload = journal.uploads.first { $0.marker == (expected.served ?? marker) }
            journal.violation(
                "\(slot.project)@\(slot.version) shows \(marker ?? "nothing"), not \(expected.served ?? "nothing")",
                upload: upload?.id)
        }
    }

    /// As somebody without a name.
    func strangerReads(until end: ContinuousClock.Instant, seed: UInt64) async throws {
        var generator = SplitMix(state: seed)
        while ContinuousClock.now < end {
            if let project = projects.randomElement(using: &generator) {
                try? await strangerReads(project, by: Int.random(in: 0..<Self.ways, using: &generator))
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// In how many ways a stranger tries.
    static let ways = 4

    /// - Throws: when there is no answer.
    func strangerReads(_ project: String, by way: Int) async throws {
        let before = journal.closed
        let answer =
            switch way {
            case 0: try await fronts.once("GET", "/search?q=\("title:artifact".percentEncoded)&size=500")
            case 1: try await search(project)
            case 2: try await fronts.once("GET", "/projects/\(project)/version/1/metadata")
            default:
                try await fronts.once("GET", "/files/\("\(project):part/file0.txt@1".percentEncoded)/metadata")
            }
        judged.withLock { $0 += 1 }
        let after = journal.closed
        let closed = before.keys.filter { before[$0] == after[$0] }
        for name in closed where answer.text.contains("\"\(name)|") {
            journal.violation("a stranger was shown \(name): \(answer.request): \(answer.text.prefix(400))")
        }
        if way > 1, closed.contains(project), answer.status < 400 {
            journal.violation("a stranger was answered \(answer.status) by \(answer.request)")
        }
    }

    private func search(_ project: String) async throws -> WireAnswer {
        try await fronts.once("GET", "/search?q=\("_extra.project_id:\"\(project)\"".percentEncoded)&size=500")
    }

    /// Returns the marker that each version shows; half a version, or two at once, is a violation.
    private func judge(_ answer: WireAnswer) -> [String: String] {
        judged.withLock { $0 += 1 }
        var counts: [String: [String: Int]] = [:]
        for document in answer.results {
            let marker = document["marker"]?.stringValue ?? "none"
            let parts = marker.split(separator: "|")
            counts[parts.count == 4 ? String(parts[1]) : "none", default: [:]][marker, default: 0] += 1
        }
        for (version, markers) in counts {
            let isWhole = markers.allSatisfy { marker, count in
                marker.split(separator: "|").last.flatMap { Int($0) } == count
            }
            if markers.count != 1 || !isWhole {
                journal.violation("\(answer.request) shows \(markers) of version \(version)")
            }
        }
        return counts.compactMapValues { $0.keys.sorted().first }
    }
}
