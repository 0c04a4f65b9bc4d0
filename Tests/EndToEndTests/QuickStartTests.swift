import Foundation
import JSONDocument
import Testing

/// What the README promises to a person with a terminal.
@Suite(.enabled(if: Binary.isBuilt, "\(Binary.absence)"), .timeLimit(.minutes(5)))
struct QuickStartTests {
    @Test(.enabled(if: Tool.hasCurl && Tool.hasMD5Sum, "needs curl and md5sum"))
    func aFreshRegistryWithSampleDataAnswersTheLinesThatItPrints() async throws {
        let registry = try await RunningRegistry.start(["--seed"])
        #expect(await registry.line(beginning: "Stop with") != nil)

        let commands = registry.lines.filter { $0.hasPrefix("curl ") }
        try #require(commands.count == 3)
        let found = try await Terminal.shell(commands[0])
        let documents = try found.json()["results"]?.arrayValue ?? []
        #expect(found.status == 0 && documents.count > 1)
        #expect(documents.allSatisfy { $0["_extra"]?["id"]?.stringValue?.isEmpty == false && $0["organism"] == nil })
        let document = try await Terminal.shell(commands[1])
        #expect(try document.json()["organism"]?.stringValue == "Mus musculus")
        let bytes = try await Terminal.shell(commands[2])
        let folder = try TemporaryFolder()
        _ = try folder.folder("printed", holding: [SentFile("file", bytes.outBytes)])
        let sum = try await Terminal.shell("md5sum file", in: "\(folder.path)/printed")
        let declared = try #require(try document.json()["md5sum"]?.stringValue)
        #expect(bytes.status == 0 && sum.out.hasPrefix(declared))

        try await everyMouseArtifactHasTheBytesOfItsChecksum(registry)
        try await theTokenLineWorks(registry)
        let again = try await restartedWithSeed(registry)
        #expect(again == "The sample data is there already.")
    }

    /// Found by organism, fetched without a token, compared with the checksum of the metadata.
    private func everyMouseArtifactHasTheBytesOfItsChecksum(_ registry: RunningRegistry) async throws {
        let wire = registry.wire()
        let found = try await wire.search("organism:\"Mus musculus\"", size: 500)
        let withBytes = found.results.filter { $0["md5sum"] != nil }
        #expect(found.total == found.results.count && withBytes.count >= 20)
        let folder = try TemporaryFolder()
        var sums = ""
        var files: [SentFile] = []
        for (index, document) in withBytes.enumerated() {
            let id = document["_extra"]?["id"]?.stringValue ?? ""
            let redirect = try await wire.get("/files/\(id.percentEncoded)")
            #expect(redirect.status == 302, "\(id)")
            let bytes = try await wire.get(redirect.header("location") ?? "")
            #expect(bytes.status == 200, "\(id)")
            files.append(SentFile("\(index)", bytes.body))
            sums += "\(document["md5sum"]?.stringValue ?? "")  \(index)\n"
        }
        let path = try folder.folder("mouse", holding: files + [SentFile("sums", sums)])
        let check = try await Terminal.shell("md5sum --quiet --check sums", in: path)
        #expect(check.status == 0, "\(check.out)\(check.err)")
    }

    private func theTokenLineWorks(_ registry: RunningRegistry) async throws {
        let line = try #require(registry.lines.first { $0.contains("vitrine token ") })
        let command = String(line[try #require(line.firstRange(of: "vitrine token")).lowerBound...])
        let token = try await Terminal.shell(command)
        #expect(token.status == 0 && token.lines.count == 1)
        #expect(try await registry.wire(token.lines[0]).get("/projects").status == 200)
    }

    private func restartedWithSeed(_ registry: RunningRegistry) async throws -> String? {
        let before = try await registry.wire().search("*", size: 1).total
        #expect(await registry.stop() == 0)
        try await registry.restart(["--seed"])
        let line = await registry.line(beginning: "The sample data")
        #expect(try await registry.wire().search("*", size: 1).total == before)
        return line
    }

    @Test func whatIsUploadedIsFoundAsSoonAsTheCommandEnds() async throws {
        let registry = try await RunningRegistry.start()
        let user = ["VITRINE_URL": registry.url, "VITRINE_TOKEN": try await registry.token("mira", roles: "creator")]
        let folder = registry.folder
        let first = try folder.folder("first", holding: SentFile.artifacts(3, marker: "quokka"))

        let made = try await Terminal.run(["upload", first, "--public", "--json"], user)
        #expect(made.status == 0, "\(made.err)")
        let report = try made.json()
        let project = try #require(report["project_id"]?.stringValue)
        #expect(report["version"]?.stringValue == "1" && report["status"]?.stringValue == "SUCCESS")
        #expect(report["indexed_files"]?.intValue == 3)
        // The first search after the end of the command: nothing is waited for.
        #expect(try await registry.wire().search("marker:quokka").total == 3)

        let second = try folder.folder("second", holding: SentFile.artifacts(5, marker: "numbat"))
        let next = try await Terminal.run(["upload", second, "--project", project], user)
        #expect(next.status == 0 && next.out.contains("version 2"), "\(next.out)\(next.err)")
        let found = try await Terminal.run(["search", "marker:numbat", "--json", "--all"], user)
        #expect(found.status == 0)
        #expect(try found.jsonLines().count == 5)
        #expect(try found.jsonLines().allSatisfy { $0["_extra"]?["version"]?.stringValue == "2" })
        let table = try await Terminal.run(["search", "marker:numbat", "--limit", "2"], user)
        #expect(table.status == 0 && table.out.contains("2 of 5"), "\(table.out)")

        let down = try await Terminal.run(
            ["download", "\(project)@latest", "--output", "down", "--json"], user, in: folder.path)
        #expect(down.status == 0, "\(down.err)")
        #expect(try down.jsonLines().count == 5)
        for file in SentFile.artifacts(5, marker: "numbat") where !file.name.hasSuffix(".json") {
            #expect(try folder.bytes(of: "down/\(file.name)") == file.bytes)
        }
        #expect(folder.files(in: "down").count == 5)
        let one = try await Terminal.run(
            ["download", "\(project):part0/file0.txt@1"], user, in: try folder.folder("one"))
        #expect(one.status == 0, "\(one.err)")
        #expect(try folder.bytes(of: "one/part0/file0.txt") == Array("quokka part0/file0.txt\n".utf8))
    }

    @Test func aFailureSaysWhatToDoAndHasAStatus() async throws {
        let registry = try await RunningRegistry.start()
        let folder = registry.folder
        let good = try folder.folder("good", holding: SentFile.artifacts(1, marker: "m"))
        let bad = try folder.folder(
            "bad",
            holding: [SentFile("a.txt", "a"), SentFile("a.txt.json", #"{"$schema":"report/v1.json","path":"a.txt"}"#)])
        let token = try await registry.token("mira", roles: "creator")

        let anonymous = try await Terminal.run(["upload", good, "--url", registry.url])
        #expect(anonymous.status != 0 && anonymous.err.contains("--token"), "\(anonymous.err)")
        let forged = try await Terminal.run(["search", "*", "--url", registry.url, "--token", "not.a.token", "--json"])
        #expect(forged.status != 0 && forged.out.isEmpty && forged.err.contains("token"), "\(forged.err)")
        let lost = try await Terminal.run(["search", "*", "--url", "http://registry.invalid:1"])
        #expect(lost.status != 0 && lost.err.contains("--url"), "\(lost.err)")
        let refused = try await Terminal.run(["upload", bad, "--url", registry.url, "--token", token, "--json"])
        #expect(refused.status != 0 && refused.err.contains("a.txt.json: "), "\(refused.err)")
        #expect(try refused.json()["status"]?.stringValue == "FAILURE")
        #expect(try refused.json()["errors"]?.arrayValue?.isEmpty == false)
        let absent = try await Terminal.run(["download", "nothing:here@1", "--url", registry.url], in: folder.path)
        #expect(absent.status != 0 && absent.err.contains("No such file"), "\(absent.err)")
        #expect(try await registry.wire().search("*").total == 0)
    }

    @Test func anInterruptedUploadIsGivenUpAndItsVersionIsFree() async throws {
        let registry = try await RunningRegistry.start()
        let token = try await registry.token("mira", roles: "uploader")
        let files = SentFile.artifacts(400, marker: "interrupted")
        let folder = try registry.folder.folder("many", holding: files)
        let said = LineLog()
        let upload = try ChildProcess(
            try #require(Binary.path),
            ["upload", folder, "--project", "stopped", "--version", "1", "--url", registry.url, "--token", token],
            output: (FileHandle.nullDevice, said.pipe()))
        #expect(await said.line { $0.hasPrefix("Project stopped, version 1") } != nil)
        upload.signal(SIGINT)
        #expect(await upload.status() == 130)
        #expect(said.lines.contains { $0.contains("given up") }, "\(said.lines)")
        let wire = registry.wire(token)
        #expect(try await wire.search("*").total == 0)
        try await RawUpload.start(files, project: "stopped", version: "1", by: wire).abortExpecting(200)
    }

    @Test func schemaValidateTellsEveryErrorAndItsPlace() async throws {
        let folder = try TemporaryFolder()
        let schema = URL(filePath: #filePath).appending(path: "../../../schemas/generic_file/v1.json")
            .standardizedFileURL.path
        let documents = try folder.folder(
            "documents",
            holding: [
                SentFile("good.json", #"{"path":"a.txt","generic_file":{"format":"text"}}"#),
                SentFile("bad.json", #"{"path":7}"#),
            ])
        let good = try await Terminal.run(["schema", "validate", "--schema", schema, "good.json"], in: documents)
        #expect(good.status == 0, "\(good.out)\(good.err)")
        let bad = try await Terminal.run(
            ["schema", "validate", "--schema", schema, "good.json", "bad.json"], in: documents)
        #expect(bad.status == 1 && bad.lines.contains { $0.hasPrefix("bad.json: /path: ") }, "\(bad.out)")
        let json = try await Terminal.run(
            ["schema", "validate", "--json", "--schema", schema, "good.json", "bad.json"], in: documents)
        #expect(json.status == 1)
        #expect(try json.jsonLines().map { $0["valid"]?.boolValue } == [true, false])
        #expect(try json.jsonLines()[1]["errors"]?.arrayValue?.count == 2)
    }
}
