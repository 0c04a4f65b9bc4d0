import Foundation
import JSONDocument
import Testing

/// One upload of 200 files with a `kill -9` in it, seen by readers from before to after.
struct CrashRound {
    static let artifacts = 100

    let plan: CrashPlan
    let registry: RunningRegistry
    let wire: Wire
    let project: String
    /// What is served before; nil for nothing.
    let served: String?
    let marker: String

    /// What became of the upload, and how long it took to index when that was seen whole.
    struct Outcome {
        var text: String
        /// What is served afterwards.
        var served: String?
        var indexing: Duration?
        /// Whether an upload that nobody has URLs for has the version until its deadline.
        var isHeld = false
    }

    func run() async throws -> Outcome {
        let readers = VersionReaders(
            registry.wire().besieged, project: project, version: "1", count: Self.artifacts,
            mayBeAbsent: served == nil)
        if let served { readers.expectNow(served) }
        var outcome = try await readers.watching {
            let outcome = try await crashAndGoOn()
            if let served = outcome.served { readers.expectNow(served) }
            return outcome
        }
        readers.report()
        if !readers.wrong.isEmpty { Issue.record("\(plan)") }
        let allowed = [served, outcome.served == marker ? marker : nil].compactMap(\.self)
        #expect(readers.seen.allSatisfy { allowed.contains($0) }, "\(plan): readers saw \(readers.seen)")
        #expect(readers.answers > 0)
        outcome.text += "; \(readers.answers) answers read"
        return outcome
    }

    // MARK: The upload

    private var files: [SentFile] { SentFile.artifacts(Self.artifacts, marker: marker) }

    /// Kills at the point of the plan, starts again, and goes on as a client would.
    private func crashAndGoOn() async throws -> Outcome {
        if case .start(let milliseconds) = plan.point {
            async let started = try? RawUpload.start(files, project: project, version: "1", by: wire.besieged)
            try await Task.sleep(for: .milliseconds(milliseconds))
            await registry.kill()
            let upload = await started
            try await restart()
            guard var upload else { return try await afterALostStart() }
            upload.wire = wire
            return try await goOn(upload, unsent: files)
        }
        let upload = try await RawUpload.start(files, project: project, version: "1", by: wire)
        if case .files(let count) = plan.point {
            let unsent = await sendUntilKilled(upload, after: count)
            try await restart()
            return try await goOn(upload, unsent: unsent)
        }
        try await upload.put(files)
        if case .completion(let milliseconds) = plan.point {
            async let completed = try? besieged(upload).complete(Self.isPublic)
            try await Task.sleep(for: .milliseconds(milliseconds))
            await registry.kill()
            _ = await completed
        }
        if case .indexing(let milliseconds) = plan.point {
            let accepted = try await upload.complete(Self.isPublic)
            #expect(accepted.status == 202, "\(plan): \(accepted.text)")
            try await Task.sleep(for: .milliseconds(milliseconds))
            await registry.kill()
        }
        try await restart()
        return try await goOn(upload, unsent: [])
    }

    private func restart() async throws {
        try await registry.restart()
        guard let milliseconds = plan.again else { return }
        try await Task.sleep(for: .milliseconds(milliseconds))
        await registry.kill()
        try await registry.restart()
    }

    private func besieged(_ upload: RawUpload) -> RawUpload {
        var upload = upload
        upload.wire = upload.wire.besieged
        return upload
    }

    private static let isPublic: JSONValue = ["read_access": "public"]

    /// Sends files, eight at a time, kills when `count` were taken, and returns those without an answer.
    private func sendUntilKilled(_ upload: RawUpload, after count: Int) async -> [SentFile] {
        let upload = besieged(upload)
        return await withTaskGroup(of: SentFile?.self) { group in
            var unsent: [SentFile] = []
            var taken = 0
            var isKilled = false
            func note(_ file: SentFile?) async {
                if let file { unsent.append(file) } else { taken += 1 }
                if taken >= count, !isKilled {
                    isKilled = true
                    await registry.kill()
                }
            }
            for (index, file) in files.enumerated() {
                if index >= 8, let ended = await group.next() { await note(ended) }
                group.addTask { (try? await upload.put(file).status) == 200 ? nil : file }
            }
            for await ended in group { await note(ended) }
            if !isKilled { await registry.kill() }
            return unsent
        }
    }

    // MARK: After the crash

    /// The client has no URLs: its version is free, or held until a deadline that the refusal tells about.
    private func afterALostStart() async throws -> Outcome {
        do {
            let upload = try await RawUpload.start(files, project: project, version: "1", by: wire)
            return try await goOn(upload, unsent: files)
        } catch let refused as RawUpload.Refused {
            #expect(refused.answer.status == 423, "\(plan): \(refused)")
            return Outcome(text: "held until its deadline", served: served, isHeld: true)
        }
    }

    private func goOn(_ upload: RawUpload, unsent: [SentFile]) async throws -> Outcome {
        if plan.givesUp {
            let aborted = try await upload.abort()
            if aborted.status == 200 {
                #expect(try await upload.abort().status == 200, "\(plan): a second abort")
                return Outcome(text: "aborted", served: served)
            }
            // Completed before the crash, or already served: it is too late to give up.
            #expect(aborted.status == 400, "\(plan): \(aborted.text)")
        }
        try await upload.put(unsent)
        let begin = ContinuousClock.now
        let accepted = try await upload.complete(Self.isPublic)
        guard accepted.status == 202 else { throw RawUpload.Refused(answer: accepted) }
        let ended = try await wire.job(accepted.string("job_id"))
        guard ended.string("status") == "SUCCESS" else { throw RawUpload.Refused(answer: ended) }
        #expect(ended.json["result"]?["indexed_files"]?.intValue == Self.artifacts, "\(plan): \(ended.text)")
        try await everyByteIsThere()
        return Outcome(
            text: "went on with \(unsent.count) files and succeeded", served: marker,
            indexing: unsent.isEmpty ? nil : ContinuousClock.now - begin)
    }

    private func everyByteIsThere() async throws {
        for file in files where !file.name.hasSuffix(".json") && file.name.hasSuffix("3.txt") {
            let id = "\(project):\(file.name)@1".percentEncoded
            let location = try await registry.wire().get("/files/\(id)").header("location") ?? ""
            let bytes = try await registry.wire().get(location)
            #expect(bytes.body == file.bytes, "\(plan): \(file.name)")
        }
    }
}
