import JSONDocument
import Testing

/// A version that is served is replaced whole, between two answers.
@Suite(.enabled(if: Binary.isBuilt, "\(Binary.absence)"), .timeLimit(.minutes(5)))
struct ReuploadTests {
    @Test func readersSeeOneUploadWholeWhileAVersionIsReplacedTwentyTimes() async throws {
        let registry = try await RunningRegistry.start()
        let mira = registry.wire(try await registry.token("mira", roles: "uploader"))
        func files(_ number: Int) -> [SentFile] { SentFile.artifacts(60, marker: "m\(number)") }
        let first = try await RawUpload.publish(
            files(0), project: "replaced", version: "1", by: mira, permissions: ["read_access": "public"])

        let readers = VersionReaders(registry.wire(), project: "replaced", version: "1", count: 60)
        try await readers.watching {
            for number in 1...20 {
                // Smaller each time by nothing, but other files in another order of arrival.
                try await RawUpload.publish(
                    files(number).shuffled(), project: "replaced", version: "1", by: mira)
                readers.expectNow("m\(number)")
                #expect(try await registry.wire().search("marker:m\(number)", size: 1).total == 60)
                #expect(try await registry.wire().search("marker:m\(number - 1)", size: 1).total == 0)
            }
        }
        readers.report()
        #expect(readers.answers > 40)

        try await aURLOfAnEarlierUploadChangesNothing(first, registry, files(20))
    }

    private func aURLOfAnEarlierUploadChangesNothing(
        _ first: RawUpload, _ registry: RunningRegistry, _ served: [SentFile]
    ) async throws {
        let wire = registry.wire()
        let before = try await wire.search("_extra.project_id:replaced", size: 500).text
        for file in served.prefix(8) {
            let answer = try await first.put(SentFile(file.name, "intruder"))
            #expect((200...299).contains(answer.status) || (400...499).contains(answer.status), "\(answer.text)")
        }
        let completed = try await first.complete()
        #expect(completed.status == 202 || (400...499).contains(completed.status), "\(completed.text)")
        let aborted = try await first.abort()
        #expect((400...499).contains(aborted.status), "\(aborted.text)")
        for file in served.prefix(8) where !file.name.hasSuffix(".json") {
            let id = "replaced:\(file.name)@1".percentEncoded
            let location = try await wire.get("/files/\(id)").header("location") ?? ""
            #expect(try await wire.get(location).body == file.bytes)
        }
        #expect(try await wire.search("_extra.project_id:replaced", size: 500).text == before)
        #expect(try await wire.search("intruder").total == 0)
    }
}
