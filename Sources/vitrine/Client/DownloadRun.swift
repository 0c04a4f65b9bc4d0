internal import JSONDocument
internal import RegistryClient

/// One download of several artifacts; what fails does not keep the rest from arriving.
struct DownloadRun: Sendable {
    let ids: [String]
    let output: String
    let isForced: Bool
    let concurrency: Int
    let printsJSON: Bool

    /// - Throws: when anything failed; the rest has then been written.
    func run(_ registry: RegistryClient) async throws {
        let (items, missing) = try await items(registry)
        if items.isEmpty, missing.isEmpty { throw ClientFailure("there is nothing to download") }
        if items.isEmpty { return try report([], for: [], missing) }
        let folder = try DownloadFolder(output)
        let bar = ProgressBar(
            "Fetching", "Fetched", bytes: items.reduce(0) { $0 + ($1.size ?? 0) }, files: items.count)
        let outcomes = try await bar.show {
            try await concurrently(items, width: concurrency) { item -> Result<DownloadedFile, RegistryClientError> in
                do throws(RegistryClientError) {
                    let file = try await registry.download(item, into: folder, replacing: isForced) {
                        bar.add(bytes: $0)
                    }
                    bar.add(files: 1)
                    return .success(file)
                } catch {
                    if case .cancelled = error { throw error as any Error }
                    return .failure(error)
                }
            }
        }
        try report(outcomes, for: items, missing)
    }

    private func report(
        _ outcomes: [Result<DownloadedFile, RegistryClientError>], for items: [DownloadItem],
        _ missing: [RegistryClientError]
    ) throws {
        var failures = missing
        for (item, outcome) in zip(items, outcomes) {
            switch outcome {
            case .success(let file) where printsJSON:
                try Console.json([
                    "id": .string(item.id), "path": .string(item.path), "file": .string(file.file),
                    "size": .number(JSONNumber(Int(file.size))), "md5sum": .string(file.md5),
                    "verified": .bool(item.md5 != nil),
                ])
            case .success(let file): try Console.line(PlainText.shown(file.file, limit: 4_096))
            case .failure(let error):
                failures.append(error)
                Console.note("\(PlainText.shown(item.id, limit: 2_000)): \(error)")
            }
        }
        guard let first = failures.first else { return }
        throw ClientFailure(
            "\(failures.count) of \(items.count + missing.count) were not downloaded",
            advice: ClientFailure.advice(on: first))
    }

    // MARK: What to download

    private func items(_ registry: RegistryClient) async throws -> ([DownloadItem], missing: [RegistryClientError]) {
        var missing: [RegistryClientError] = []
        var items: [DownloadItem] = []
        var owners: [[UInt8]: String] = [:]  // by the bytes of the path
        for id in ids {
            let found: [DownloadItem]
            do {
                found = try await self.items(of: id, registry)
            } catch let error as RegistryClientError where error != .cancelled {
                Console.note("\(PlainText.shown(id, limit: 2_000)): \(error)")
                missing.append(error)
                continue
            }
            for item in found {
                if let owner = owners.updateValue(item.id, forKey: Array(item.path.utf8)) {
                    if owner.utf8.elementsEqual(item.id.utf8) { continue }
                    throw ClientFailure(
                        "'\(owner)' and '\(item.id)' would both be written to '\(item.path)'",
                        advice: "Download them one after the other, each to a folder of its own (--output).")
                }
                items.append(item)
            }
        }
        return (items, missing)
    }

    private func items(of id: String, _ registry: RegistryClient) async throws -> [DownloadItem] {
        // An artifact ID has a colon, and a project's name has none.
        if id.utf8.contains(UInt8(ascii: ":")) { return [try DownloadItem(try await registry.metadata(of: id))] }
        guard let at = id.utf8.lastIndex(of: UInt8(ascii: "@")), let project = String(id.utf8[..<at]),
            let version = String(id.utf8[id.utf8.index(after: at)...])
        else {
            throw ClientFailure(
                "'\(PlainText.shown(id))' is neither an artifact ID (project:path@version) nor a version",
                advice: "For the latest version of a project write '\(PlainText.shown(id))@latest'.")
        }
        var items: [DownloadItem] = []
        var page = try await registry.documents(of: project, version: version)
        while true {
            for item in try page.documents.map({ try DownloadItem($0) }) {
                if item.hasBytes {
                    items.append(item)
                } else {
                    Console.note("Note: \(PlainText.shown(item.id, limit: 2_000)) has no bytes of its own, left out")
                }
            }
            guard let next = try await registry.page(after: page) else { return items }
            page = next
        }
    }
}
