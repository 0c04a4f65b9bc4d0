import JSONDocument

/// A client with projects of its own, which goes on through every outage and writes down what it was promised.
struct ChaosClient: Sendable {
    let fronts: ChaosFronts
    let journal: ChaosJournal
    let slots: [ChaosJournal.Slot]
    /// Projects that strangers may never read.
    let secret: Set<String>
    let seed: UInt64

    /// Uploads, deletes and permits until `end`.
    func run(until end: ContinuousClock.Instant) async throws {
        var generator = SplitMix(state: seed)
        while ContinuousClock.now < end {
            guard let slot = slots.randomElement(using: &generator) else { return }
            if let upload = journal.pending(slot) {
                try await look(upload)
            } else {
                try await act(on: slot, &generator)
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 20...300, using: &generator)))
        }
    }

    /// Waits until whatever it began has ended.
    ///
    /// - Returns: what has not ended by `limit`.
    func settle(until limit: ContinuousClock.Instant) async throws -> [ChaosJournal.Upload] {
        while true {
            let open = slots.compactMap { journal.pending($0) }
            if open.isEmpty || ContinuousClock.now > limit { return open }
            for upload in open { try await look(upload) }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    private func act(on slot: ChaosJournal.Slot, _ generator: inout SplitMix) async throws {
        let artifacts = Int.random(in: 1...3, using: &generator)
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<64: try await upload(slot, .valid, artifacts)
        case 64..<76: try await upload(slot, .invalid, artifacts)
        case 76..<80: try await upload(slot, .abandoned, artifacts)
        case 80..<84:
            try await upload(slot, .valid, artifacts)
            try await delete(slot)
        case 84..<90: try await delete(slot)
        default: if !secret.contains(slot.project) { try await flip(slot) }
        }
    }

    // MARK: Uploads

    private func upload(_ slot: ChaosJournal.Slot, _ purpose: ChaosJournal.Purpose, _ artifacts: Int) async throws {
        let marker = journal.nextMarker(slot, artifacts: artifacts)
        let files = Self.files(artifacts, marker: marker, isValid: purpose != .invalid)
        guard let started = try await start(files, slot, isAbandoned: purpose == .abandoned) else { return }
        let completion = started.string("completion_url")
        guard let id = completion.firstMatch(of: /[?&]upload=([^&]+)/).map({ String($0.1) }) else {
            return journal.violation("no upload in \(completion)")
        }
        journal.began(.init(id: id, marker: marker, slot: slot, purpose: purpose, artifacts: artifacts))
        if purpose == .abandoned {
            return journal.goesOn(id, by: started.string("purge_job_id"), isAcknowledged: false)
        }
        for file in files {
            let url = started.json["presigned_urls"]?[file.name]?.stringValue ?? ""
            // The front that signed it may be gone; any of them takes it.
            let answer = try await fronts.decided(
                "PUT", String(url.trimmingPrefix(/http:\/\/[^\/]+/)), body: file.bytes)
            guard (200...299).contains(answer.status) else {
                return journal.violation("\(answer.request): \(answer.status) \(answer.text)", upload: id)
            }
        }
        let access: JSONValue = ["read_access": secret.contains(slot.project) ? "owners" : "public"]
        journal.moves(slot)
        let answer = try await fronts.decided("PUT", completion, access)
        guard answer.status == 202 else {
            return journal.violation("\(answer.request): \(answer.status) \(answer.text)", upload: id)
        }
        journal.goesOn(id, by: answer.string("job_id"), isAcknowledged: true)
    }

    /// Starts an upload; gives up the one that a lost answer left behind.
    private func start(
        _ files: [SentFile], _ slot: ChaosJournal.Slot, isAbandoned: Bool
    ) async throws -> WireAnswer? {
        let version = "/projects/\(slot.project)/version/\(slot.version)"
        let body: JSONValue = [
            "filenames": .array(files.map { .string($0.name) }),
            "completed_by": .string(isAbandoned ? "in 10 seconds" : "in 1 day"),
        ]
        for _ in 0..<20 {
            let answer = try await fronts.decided("POST", "\(version)/upload", body)
            if answer.status == 200 { return answer }
            guard answer.status == 423 else {
                journal.violation("\(answer.request): \(answer.status) \(answer.text)")
                return nil
            }
            _ = try await fronts.decided("PUT", "\(version)/abort")
        }
        journal.violation("\(slot.project)@\(slot.version) stays locked")
        return nil
    }

    /// Asks once what became of an upload.
    private func look(_ upload: ChaosJournal.Upload) async throws {
        let answer = try await fronts.decided("GET", "/jobs/\(upload.job)")
        let status = answer.string("status")
        guard ["SUCCESS", "FAILURE", "REVOKED"].contains(status) else {
            if answer.status != 200 { journal.violation("\(answer.request): \(answer.text)", upload: upload.id) }
            return
        }
        let indexed = answer.json["result"]?["indexed_files"]?.intValue
        let errors = answer.json["result"]?["errors"]?.arrayValue ?? []
        switch (upload.purpose, status) {
        case (.valid, "SUCCESS") where indexed == upload.artifacts:
            journal.ended(upload.id, as: "indexed", serving: true)
        case (.invalid, "FAILURE") where errors.contains { $0["path"]?.stringValue?.hasSuffix(".json") == true }:
            journal.ended(upload.id, as: "refused")
        // One that was killed behind its commit finds that it has nothing to do, and says so.
        case (.abandoned, "SUCCESS"), (.abandoned, "REVOKED"): journal.ended(upload.id, as: "lapsed")
        default:
            journal.ended(upload.id, as: "\(status), unexpectedly")
            journal.violation("an upload that is \(upload.purpose.rawValue): \(answer.text)", upload: upload.id)
        }
    }

    private static func files(_ count: Int, marker: String, isValid: Bool) -> [SentFile] {
        let files = (0..<count).flatMap { SentFile.artifact("part/file\($0).txt", marker: marker) }
        guard !isValid else { return files }
        let document: JSONValue = [
            "$schema": "generic_file/v1.json", "path": "wrong.txt", "title": "Wrong", "marker": .string(marker),
            "generic_file": ["formt": "text"],
        ]
        return files + [SentFile("wrong.txt", marker), SentFile("wrong.txt.json", document.serialized())]
    }

    // MARK: Deletions and permissions

    private func delete(_ slot: ChaosJournal.Slot) async throws {
        if let upload = journal.pending(slot) { journal.note(upload.id, "is being deleted") }
        journal.moves(slot)
        let answer = try await fronts.decided("DELETE", "/projects/\(slot.project)/version/\(slot.version)")
        if answer.status != 202 { journal.violation("\(answer.request): \(answer.status) \(answer.text)") }
        journal.deleted(slot)
    }

    /// Closes an open project, or opens a closed one.
    private func flip(_ slot: ChaosJournal.Slot) async throws {
        guard journal.served(slot) != nil else { return }
        let isClosed = journal.closed[slot.project] != nil
        journal.opens(slot.project)
        let answer = try await fronts.decided(
            "PUT", "/projects/\(slot.project)/permissions", ["read_access": isClosed ? "public" : "owners"])
        guard answer.status == 202 else {
            return journal.violation("\(answer.request): \(answer.status) \(answer.text)")
        }
        if !isClosed { journal.isClosed(slot.project) }
    }
}
