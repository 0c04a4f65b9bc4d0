import Foundation
import JSONDocument
import Synchronization
import Testing

/// `vitrine search` as a person uses it, and walks while others write, against the real binary.
@Suite(.enabled(if: Binary.isBuilt, "\(Binary.absence)"), .timeLimit(.minutes(Walk.results > 10_000 ? 60 : 10)))
struct SearchTests {
    @Test func tellsWhatThereIsInEveryShape() async throws {
        let registry = try await RunningRegistry.start()
        let user = ["VITRINE_URL": registry.url, "VITRINE_TOKEN": try await registry.token("mira", roles: "uploader")]
        let wire = registry.wire(user["VITRINE_TOKEN"])
        try await RawUpload.publish(
            SentFile.artifact("a.txt", marker: "quokka", title: "A liver")
                + SentFile.artifact("b.txt", marker: "quokka", title: "A kidney, \"whole\""),
            project: "shapes", version: "1", by: wire)

        func search(_ arguments: String...) async throws -> Terminal {
            let ran = try await Terminal.run(["search"] + arguments, user)
            #expect(ran.status == 0, "\(arguments): \(ran.err)")
            return ran
        }
        #expect(try await search("quokka", "--count").out == "2\n")
        #expect(try await search("quokka", "--count", "--json").json() == ["total": 2])
        #expect(
            try await search("quokka", "--sort=-path", "--format", "ids").out == "shapes:b.txt@1\nshapes:a.txt@1\n")
        #expect(
            try await search("quokka", "--sort", "path", "--format", "csv", "--fields", "path,title").out
                == "path,title\r\na.txt,A liver\r\nb.txt,\"A kidney, \"\"whole\"\"\"\r\n")
        #expect(
            try await search("quokka", "--sort", "path", "--format", "tsv", "--fields", "path", "--limit", "1").out
                == "path\na.txt\n")
        let array = try await search("quokka", "--sort", "path", "--fields", "path", "--format", "json").json()
        #expect(array == [["path": "a.txt"], ["path": "b.txt"]])
        let lines = try await search("quokka", "--sort", "path", "--fields", "path", "--all", "--json").jsonLines()
        #expect(lines == [["path": "a.txt"], ["path": "b.txt"]])
        let facets = try await search("*", "--facet", "marker", "--facet", "path")
        #expect(facets.lines.contains { $0.hasPrefix("marker") && $0.hasSuffix(" 2") }, "\(facets.out)")
        #expect(facets.lines.last == "2 found.")
        let explained = try await search("liver", "--explain")
        #expect(explained.out.contains("liver (3×, rarity"), "\(explained.out)")
        let nothing = try await search("livre")
        #expect(nothing.lines.first == "Nothing found for: livre")
        #expect(nothing.lines.contains("Did you mean: liver"), "\(nothing.out)")
        #expect(try await Terminal.run(["search", "*", "--count", "--all"], user).status != 0)
        let wrong = try await Terminal.run(["search", "*", "--format", "csv", "--sort", "_score,path"], user)
        #expect(wrong.status != 0 && wrong.err.contains("sort error"), "\(wrong.err)")
    }

    private static let filesPerProject = 25
    /// Uploads under way at a time, at the beginning.
    private static let width = 8

    @Test(arguments: ["&sort=-path", ""], ["", "&cursor="])
    func aWalkIsSteadyWhileOthersWrite(order: String, walk: String) async throws {
        let registry = try await RunningRegistry.start()
        let wire = registry.wire(try await registry.token("root", roles: "admin"))
        let reader = registry.wire(try await registry.token("reader"))
        let projects = Walk.results / Self.filesPerProject
        let files = (0..<Self.filesPerProject).map { SentFile("f\($0).txt", "x") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<projects {
                if number >= Self.width { try await group.next() }
                group.addTask {
                    try await RawUpload.publish(
                        files, project: "walk-\(number)", version: "1", by: wire,
                        permissions: ["read_access": "public"])
                }
            }
            try await group.waitForAll()
        }
        let first = try await reader.get(
            "/search?q=f*&fields=_extra.id&size=\(max(Walk.results / 40, 5))\(order)\(walk)")
        try #require(first.status == 200, "\(first.text)")
        let closed = Closed()
        async let writing: Void = {
            for number in 0..<projects where number % 3 == 0 {
                switch number % 9 {
                case 0:
                    let answer = try await wire.send("DELETE", "/projects/walk-\(number)/version/1")
                    try #require(answer.status == 202, "\(answer.text)")
                    closed.insert("walk-\(number)")
                case 3:
                    let answer = try await wire.put("/projects/walk-\(number)/permissions", ["read_access": "owners"])
                    try #require(answer.status == 202, "\(answer.text)")
                    closed.insert("walk-\(number)")
                default:
                    try await RawUpload.publish(
                        Array(files.prefix(3)), project: "walk-\(number)", version: "1", by: wire)
                    try await RawUpload.publish(files, project: "new-\(number)", version: "1", by: wire)
                }
            }
        }()
        var times: [String: Int] = [:]
        var page = first
        var forbidden: Set<String> = []
        while true {
            for document in page.results {
                let id = document["_extra"]?["id"]?.stringValue ?? "?"
                times[id, default: 0] += 1
                let project = String(id.prefix { $0 != ":" })
                #expect(!forbidden.contains(project), "\(id) was shown after it was closed")
                #expect(!project.hasPrefix("new-"), "\(id) is newer than the walk")
            }
            guard
                let next = page.json["next"]?.stringValue
                    ?? page.json["cursor"]?.stringValue.map({ "/search?cursor=\($0)" })
            else { break }
            forbidden = closed.names
            page = try await reader.get(next)
            try #require(page.status == 200, "\(page.text)")
        }
        try await writing
        #expect(times.values.allSatisfy { $0 == 1 })
        let wanted = files.map(\.name)
        for number in 0..<projects where number % 3 != 0 {
            let missing = wanted.filter { times["walk-\(number):\($0)@1"] != 1 }
            #expect(missing.isEmpty, "walk-\(number) lacks \(missing)")
        }
    }
}

private enum Walk {
    /// How many results are walked: as many as `make walk` says, or few.
    static let results = ProcessInfo.processInfo.environment["VITRINE_WALK_RESULTS"].flatMap { Int($0) } ?? 500
}

/// The projects that are known to be closed or deleted by now.
private final class Closed: Sendable {
    private let state = Mutex<Set<String>>([])

    var names: Set<String> { state.withLock { $0 } }
    func insert(_ name: String) { state.withLock { _ = $0.insert(name) } }
}
