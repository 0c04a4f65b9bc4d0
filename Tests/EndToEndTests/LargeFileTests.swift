import Foundation
import JSONDocument
import Testing

/// Files are streamed both ways: their size is no concern of the registry's memory.
@Suite(
    .enabled(if: Binary.isBuilt && Tool.hasCurl && Tool.hasMD5Sum, "needs vitrine, curl and md5sum"),
    .timeLimit(.minutes(5)))
struct LargeFileTests {
    private static let mebibytes = 300
    private static let size = mebibytes << 20

    @Test func aLargeFileLeavesTheMemoryFlat() async throws {
        let registry = try await RunningRegistry.start()
        let folder = registry.folder
        let sent = try folder.folder(
            "sent", holding: [SentFile("big.bin.json", #"{"path":"big.bin","marker":"big"}"#)])
        try writeBlocks(to: try folder.file("sent/big.bin"))
        let user = ["VITRINE_URL": registry.url, "VITRINE_TOKEN": try await registry.token("mira", roles: "uploader")]

        let upload = try await Terminal.run(["upload", sent, "--project", "large", "--version", "1", "--public"], user)
        #expect(upload.status == 0, "\(upload.err)")
        #expect(try registry.peakMemory() < 200 << 20)
        let download = try await Terminal.run(
            ["download", "large:big.bin@1", "--output", "got"], user, in: folder.path)
        #expect(download.status == 0, "\(download.err)")
        let same = try await Terminal.shell("cmp sent/big.bin got/big.bin", in: folder.path)
        #expect(same.status == 0, "\(same.out)\(same.err)")

        let location = try await registry.wire().get("/files/large:big.bin@1").header("location") ?? ""
        try await rangesAreExact(location, folder)
        try await headTellsTheSize(location, registry.wire())
        let peak = try registry.peakMemory()
        #expect(peak < 200 << 20, "\(peak >> 20) MiB")
    }

    private func rangesAreExact(_ location: String, _ folder: TemporaryFolder) async throws {
        for (range, reference) in [
            ("0-99", "head -c 100"), ("-100", "tail -c 100"), ("5-", "tail -c +6"),
            ("1048570-1048585", "tail -c +1048571 | head -c 16"),
        ] {
            let got = try await Terminal.shell(
                "curl -s -r \(range) -o part -w '%{http_code}' '\(location)' && cat sent/big.bin | \(reference) | cmp - part",
                in: folder.path)
            #expect(got.status == 0 && got.out == "206", "\(range): \(got.out)\(got.err)")
        }
        let past = try await Terminal.shell("curl -s -o /dev/null -w '%{http_code}' -r \(Self.size)- '\(location)'")
        #expect(past.out == "416")
    }

    private func headTellsTheSize(_ location: String, _ wire: Wire) async throws {
        let head = try await wire.send("HEAD", location)
        #expect(head.status == 200 && head.body.isEmpty)
        #expect(head.header("content-length") == String(Self.size))
        #expect(head.header("accept-ranges") == "bytes")
        let tag = try #require(head.header("etag"))
        #expect(try await wire.send("GET", location, headers: [("If-None-Match", tag)]).status == 304)
    }

    /// Each MiB differs from every other.
    private func writeBlocks(to file: FileHandle) throws {
        defer { try? file.close() }
        var generator = SplitMix(state: 300)
        var block = (0..<1 << 17).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
        for number in 0..<Self.mebibytes {
            withUnsafeBytes(of: UInt64(number).bigEndian) { block.replaceSubrange(0..<8, with: $0) }
            try file.write(contentsOf: Data(block))
        }
    }
}

extension RunningRegistry {
    /// The most memory that its process has had at a time, in bytes.
    func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8)
        let kibibytes = status.firstMatch(of: /VmHWM:\s+([0-9]+) kB/).flatMap { Int($0.1) }
        return try (kibibytes ?? { throw Failure(description: "no VmHWM in /proc") }()) << 10
    }
}
