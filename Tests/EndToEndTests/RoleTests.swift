import Foundation
import JSONDocument
import Testing

/// Two fronts, a worker and a scheduler as processes of their own, on one database and one data directory.
@Suite(
    .enabled(if: Binary.isBuilt, "\(Binary.absence)"),
    .enabled(if: EndToEndDatabase.server != nil, "VITRINE_END_TO_END_DATABASE names no PostgreSQL"),
    .timeLimit(.minutes(5)))
struct RoleTests {
    @Test func twoFrontsGiveDistinctProjectsAndAWorkerPublishesWhatEitherTakes() async throws {
        let instance = try await Roles.start(fronts: 2)
        let wires = try await instance.wires(for: "mira", role: "uploader")

        let projects = try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<200 {
                group.addTask {
                    let answer = try await wires[index % 2].post(
                        "/projects/upload", ["filenames": ["a.txt"], "completed_by": "in 1 day"])
                    #expect(answer.status == 307, "\(answer.text)")
                    let place = answer.header("location") ?? ""
                    return place.firstMatch(of: /\/projects\/([^\/]+)\//).map { String($0.1) } ?? ""
                }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(projects.count == 200 && Set(projects).count == 200)

        // Started at one front, seen at the other.
        let files = SentFile.artifacts(5, marker: "shared")
        try await RawUpload.publish(
            files, project: "both", version: "1", by: wires[0], permissions: ["read_access": "public"])
        #expect(try await wires[1].search("marker:shared").total == 5)
        #expect(await instance.stop() == [0, 0, 0, 0])
    }

    @Test func aFrontAloneRunsNoJobs() async throws {
        let instance = try await Roles.start(fronts: 1, others: [])
        let mira = try await instance.wires(for: "mira", role: "uploader")[0]
        let upload = try await RawUpload.start(SentFile.artifacts(1, marker: "x"), project: "p", version: "1", by: mira)
        try await upload.put(SentFile.artifacts(1, marker: "x"))
        let accepted = try await upload.complete()
        #expect(accepted.status == 202)
        try await Task.sleep(for: .seconds(2))
        #expect(try await mira.get("/jobs/\(accepted.string("job_id"))").string("status") == "PENDING")
    }

    @Test func migrateLooksBeforeItLeapsAndChangesNothingTwice() async throws {
        let settings = try await EndToEndDatabase.settings()
        let folder = try TemporaryFolder()
        let plan = try await Terminal.run(["migrate", "--dry-run"], settings)
        #expect(plan.status == 0 && plan.lines.first == "would run 0001_create_registry", "\(plan.out)")
        let early = try await Terminal.run(["serve", "--data", folder.path, "--port", "0"], settings)
        #expect(early.status == 1 && early.err.contains("vitrine migrate"), "\(early.err)")
        #expect(try await Terminal.run(["migrate"], settings).lines.first == "ran 0001_create_registry")
        #expect(try await Terminal.run(["migrate"], settings).out == "The schema is up to date.\n")
    }
}

/// The processes of one instance, ended with the test.
private final class Roles: Sendable {
    private let children: [ChildProcess]
    private let folder: TemporaryFolder
    private let settings: [String: String]
    private let ports: [Int]

    private init(children: [ChildProcess], folder: TemporaryFolder, settings: [String: String], ports: [Int]) {
        self.children = children
        self.folder = folder
        self.settings = settings
        self.ports = ports
    }
    deinit { for child in children { child.signal(SIGKILL) } }

    static func start(fronts: Int, others: [String] = ["work", "schedule"]) async throws -> Roles {
        let folder = try TemporaryFolder()
        let settings = try await EndToEndDatabase.settings()
        let migrated = try await Terminal.run(["migrate"], settings)
        guard migrated.status == 0, let binary = Binary.path else {
            throw RunningRegistry.Failure(description: "not migrated: \(migrated.err)")
        }
        var children: [ChildProcess] = []
        var ports: [Int] = []
        for number in 0..<fronts {
            let output = LineLog()
            children.append(
                try ChildProcess(
                    binary, ["serve", "--data", "\(folder.path)/data", "--port", "0"], environment: settings,
                    in: folder.path, output: (output.pipe(), try folder.file("serve-\(number)"))))
            guard let line = await output.line(where: { $0.contains(" listens at http") }),
                let port = line.firstMatch(of: /http:\/\/127\.0\.0\.1:([0-9]+)/).flatMap({ Int($0.1) })
            else { throw RunningRegistry.Failure(description: "a front did not start: \(output.lines)") }
            ports.append(port)
        }
        for role in others {
            let output = LineLog()
            children.append(
                try ChildProcess(
                    binary, [role, "--data", "\(folder.path)/data"], environment: settings, in: folder.path,
                    output: (output.pipe(), try folder.file(role))))
            guard await output.line(where: { $0.contains(" runs ") }) != nil else {
                throw RunningRegistry.Failure(description: "'\(role)' did not start")
            }
        }
        return Roles(children: children, folder: folder, settings: settings, ports: ports)
    }

    /// One for each front, by a token that the shared keys sign.
    func wires(for user: String, role: String) async throws -> [Wire] {
        let minted = try await Terminal.run(
            ["token", "--data", "\(folder.path)/data", "--user", user, "--role", role], settings)
        return ports.map { Wire(base: "http://127.0.0.1:\($0)", token: minted.lines.first) }
    }

    /// Sends SIGTERM to all and returns the statuses that they end with.
    func stop() async -> [Int32] {
        for child in children { child.signal(SIGTERM) }
        var statuses: [Int32] = []
        for child in children { statuses.append(await child.status()) }
        return statuses
    }
}
