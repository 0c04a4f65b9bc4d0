import Foundation
import JSONDocument
import Testing

/// One process owns a data directory, ends politely, and starts where it was.
@Suite(.enabled(if: Binary.isBuilt, "\(Binary.absence)"), .timeLimit(.minutes(5)))
struct RestartTests {
    @Test(.enabled(if: EndToEndDatabase.isFile, Comment(rawValue: EndToEndDatabase.needsFile)))
    func aSecondStartNamesTheProcessThatHasTheDirectory() async throws {
        let registry = try await RunningRegistry.start()
        let second = try await Terminal.run(["up", "--data", registry.data, "--port", "0"])
        #expect(second.status != 0 && second.out.isEmpty)
        #expect(second.err.contains("process \(registry.processID)"), "\(second.err)")
        #expect(second.err.contains(registry.data) && second.err.contains("--data"), "\(second.err)")
        #expect(try await registry.wire().get("/readyz").status == 200)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func aSignalEndsItWithStatusZero(signal: Int32) async throws {
        let registry = try await RunningRegistry.start()
        kill(registry.processID, signal)
        #expect(await registry.stop() == 0)
    }

    @Test func aRestartIsExactlyWhereItWas() async throws {
        let registry = try await RunningRegistry.start()
        let token = try await registry.token("mira", roles: "uploader")
        let mira = registry.wire(token)
        let files = SentFile.artifacts(60, marker: "before")
        try await RawUpload.publish(
            files, project: "kept", version: "1", by: mira, permissions: ["read_access": "public"])
        try await RawUpload.publish(
            SentFile.artifacts(2, marker: "secret"), project: "kept-private", version: "1", by: mira,
            permissions: ["read_access": "owners"])
        let open = try await RawUpload.start(files, project: "kept", version: "2", by: mira)
        try await open.put(Array(files.prefix(70)))
        let location = try await registry.wire().get("/files/kept:part0%2Ffile0.txt@1").header("location") ?? ""
        let scroll = try await registry.wire().search("marker:before", size: 50).string("next")
        let before = try await seen(by: [registry.wire(), mira])

        #expect(await registry.stop() == 0)
        try await registry.restart()

        #expect(try await seen(by: [registry.wire(), mira]) == before)
        #expect(try await registry.wire().get(location).body == files[0].bytes)
        #expect(try await registry.wire().get(scroll).results.count == 10)
        try await open.put(Array(files.suffix(50)))
        try await open.publish()
        #expect(try await registry.wire().search("marker:before", size: 1).total == 120)
        #expect(try await mira.get("/projects/kept/versions").json["latest"]?["_extra.version"]?.stringValue == "2")
    }

    /// Every answer that does not name the hour or a scroll.
    private func seen(by callers: [Wire]) async throws -> [String] {
        let targets = [
            "/projects", "/projects/kept/versions", "/projects/kept-private/versions", "/search?q=*&size=500",
            "/projects/kept/version/1/metadata", "/files/kept:part0%2Ffile0.txt@latest/metadata",
            "/projects/kept/permissions",
        ]
        var seen: [String] = []
        for caller in callers {
            for target in targets {
                let answer = try await caller.get(target)
                var body = answer.json.objectValue ?? JSONObject()
                body.remove("next")
                seen.append("\(target) \(answer.status) \(body)")
            }
        }
        return seen
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func aSeedingThatWasEndedIsTakenUpAgain(signal: Int32) async throws {
        let registry = try await RunningRegistry.start(["--seed"])
        let wire = registry.wire()
        while try await wire.search("*", size: 1).total == 0 { try await Task.sleep(for: .milliseconds(5)) }
        kill(registry.processID, signal)
        #expect(await registry.stop() == (signal == SIGTERM ? 0 : 128 + signal))
        try await registry.restart(["--seed"])
        #expect(await registry.line(beginning: "Stop with") != nil)

        let whole = try await RunningRegistry.start(["--seed"])
        #expect(await whole.line(beginning: "Stop with") != nil)
        var totals: [Int?] = []
        for instance in [registry, whole] {
            let root = instance.wire(try await instance.token("root", roles: "admin"))
            totals.append(try await root.search("*", size: 1).total)
        }
        #expect(totals[0] == totals[1])
    }

    @Test func aTerminationInTheMiddleOfAnUploadLosesNothing() async throws {
        let registry = try await RunningRegistry.start()
        let mira = registry.wire(try await registry.token("mira", roles: "uploader"))
        let files = SentFile.artifacts(40, marker: "drained")
        let upload = try await RawUpload.start(files, project: "drained", version: "1", by: mira)
        async let status = stopSoon(registry)
        var unsent: [SentFile] = []
        for file in files {
            let answer = try? await upload.put(file)
            if answer?.status != 200 { unsent.append(file) }
        }
        #expect(await status == 0)
        try await registry.restart()
        try await upload.put(unsent)
        try await upload.publish()
        #expect(try await mira.search("marker:drained").total == 40)

        let again = try await RawUpload.start(
            SentFile.artifacts(40, marker: "indexing"), project: "drained", version: "1", by: mira)
        try await again.put(SentFile.artifacts(40, marker: "indexing"))
        let accepted = try await again.complete()
        #expect(await registry.stop() == 0)
        try await registry.restart()
        #expect(try await mira.job(accepted.string("job_id")).string("status") == "SUCCESS")
        #expect(try await mira.search("marker:indexing").total == 40)
        #expect(try await mira.search("marker:drained").total == 0)
    }

    private func stopSoon(_ registry: RunningRegistry) async -> Int32 {
        try? await Task.sleep(for: .milliseconds(60))
        return await registry.stop()
    }
}
