import Foundation
import JSONDocument
import RegistryCore
import RegistryTestSupport
import Synchronization
import Testing

@Suite struct `Walking while others write` {
    /// Documents that are there at the beginning; 5 000 and 50 000 by command.
    private static let results =
        ProcessInfo.processInfo.environment["VITRINE_WALK_RESULTS"].flatMap { Int($0) } ?? 500
    private static let filesPerProject = 25

    @Test(arguments: ["q=*", "q=*&sort=-path", "q=txt", "q=txt&latest=true"], ["", "&cursor="])
    func `shows what stays exactly once and nothing forbidden or newer`(
        search: String, walk: String
    ) async throws {
        try await withTestRegistry { registry in
            let projects = (0..<Self.results / Self.filesPerProject).map { WalkedProject(number: $0) }
            for project in projects {
                try await registry.upload(project.name, "1", files: project.files(Self.filesPerProject))
                registry.clock.advance(by: .milliseconds(3))
            }
            registry.clock.advance(by: .seconds(1))
            let hidden = HiddenProjects()
            let size = max(Self.results / 20, 10)
            let first = try await registry.get("/search?\(search)&fields=_extra.id&size=\(size)\(walk)", as: "reader")
            let walked = Walked(first)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for project in projects where project.changes != .stays {
                        registry.clock.advance(by: .milliseconds(3))
                        try await project.change(registry)
                        if project.changes != .replaced { hidden.insert(project.name) }
                    }
                }
                group.addTask {
                    var page = first
                    while let next = page["next"].stringValue
                        ?? page["cursor"].stringValue.map({ "/search?cursor=\($0)" })
                    {
                        let forbidden = hidden.names
                        page = try await registry.get(next, as: "reader")
                        try #require(page.status == 200, "\(page)")
                        walked.add(page, forbidden: forbidden)
                        await Task.yield()
                    }
                }
                try await group.waitForAll()
            }
            try await registry.runPendingJobs()
            walked.judge(projects, Self.filesPerProject)
        }
    }
}

/// The projects that are known to be closed or deleted by now.
private final class HiddenProjects: Sendable {
    private let state = Mutex<Set<String>>([])

    var names: Set<String> { state.withLock { $0 } }
    func insert(_ name: String) { state.withLock { _ = $0.insert(name) } }
}

/// One project of a walk, and what happens to it meanwhile.
private struct WalkedProject: Sendable {
    enum Change: Int {
        case stays, staysToo, deleted, closed, replaced
    }
    let number: Int

    var name: String { "walk-\(number)" }
    var changes: Change {
        let change = Change(rawValue: number % 5) ?? .stays
        return change == .staysToo ? .stays : change
    }

    func files(_ count: Int) -> [String: String] {
        Dictionary(uniqueKeysWithValues: (0..<count).map { ("f\($0).txt", "x") })
    }

    func change(_ registry: TestRegistry) async throws {
        switch changes {
        case .stays, .staysToo: return
        case .deleted:
            let answer = try await registry.delete("/projects/\(name)/version/1", as: "root", roles: [.admin])
            try #require(answer.status == 202, "\(answer)")
        case .closed:
            let answer = try await registry.put(
                "/projects/\(name)/permissions", as: "alice", roles: [.uploader], body: ["read_access": "owners"])
            try #require(answer.status == 202, "\(answer)")
        case .replaced:
            try await registry.upload(name, "1", files: files(5))
            try await registry.upload("new-\(number)", "1", files: files(5))
        }
    }
}

/// What one walk has shown.
private final class Walked: Sendable {
    private struct State {
        var times: [String: Int] = [:]
        var wrong: [String] = []
    }
    private let state = Mutex(State())

    init(_ first: TestAnswer) { add(first, forbidden: []) }

    func add(_ page: TestAnswer, forbidden: Set<String>) {
        state.withLock { state in
            for document in page.results {
                let id = document["_extra"]?["id"]?.stringValue ?? "?"
                state.times[id, default: 0] += 1
                let project = String(id.prefix { $0 != ":" })
                if forbidden.contains(project) { state.wrong.append("\(id) was shown after it was closed or deleted") }
                if project.hasPrefix("new-") { state.wrong.append("\(id) is newer than the walk") }
            }
        }
    }

    func judge(_ projects: [WalkedProject], _ files: Int) {
        let (times, wrong) = state.withLock { ($0.times, $0.wrong) }
        for wrong in wrong.prefix(5) { Issue.record("\(wrong)") }
        for (id, count) in times where count > 1 { Issue.record("\(id) was shown \(count) times") }
        for project in projects where project.changes == .stays {
            let missing = (0..<files).filter { times["\(project.name):f\($0).txt@1"] != 1 }
            #expect(missing.isEmpty, "\(project.name) lacks \(missing.count) of \(files)")
        }
    }
}
