package import Catalog
internal import JobQueue
internal import ObjectStore
package import RegistryCore
internal import RegistryStore

/// What a client asks for when it starts an upload (`spec/rest-api.md` 1.4).
package struct StartRequest: Sendable {
    package struct Entry: Sendable {
        package enum Check: Sendable {
            case none
            /// The file's MD5, 32 hexadecimal digits: binds the upload URL.
            case simple(md5: String)
            /// Deduplication by a checksum in the metadata; gets an upload URL like any other until links exist.
            case md5(field: String, md5: String)
            case link(target: String)
        }
        package let filename: String
        package let check: Check
        package init(filename: String, check: Check = .none) {
            self.filename = filename
            self.check = check
        }
    }
    /// A date as clients write it: a text of the date grammar, or seconds from now.
    package enum Moment: Sendable {
        case text(String)
        case seconds(Int)
    }
    package let entries: [Entry]
    package let completedBy: Moment
    package let expiresIn: Moment?

    package init(entries: [Entry], completedBy: Moment = .text("in 1 day"), expiresIn: Moment? = nil) {
        self.entries = entries
        self.completedBy = completedBy
        self.expiresIn = expiresIn
    }
}

/// An upload that has started, with what its client needs to go on.
package struct StartedUpload: Sendable {
    package struct Target: Sendable {
        package let path: ArtifactPath
        /// Absolute, or beginning with `/` when it is to be read relative to the registry's own root.
        package let url: String
        /// Hexadecimal, when the client declared it.
        package let md5: String?
    }
    package let upload: UploadRecord
    package let targets: [Target]
    /// What the revision will be if nothing else of the project is sealed before.
    package let forecast: Revision
}

extension UploadService {
    /// Starts an upload of `version`: locks the version, declares the files, and signs a URL for each.
    ///
    /// - Throws: `.unauthenticated`, `.forbidden`; `.invalidName`, `.invalidRequest` naming the entry; `.locked` while
    ///   another upload of the version is active.
    package func start(
        _ version: VersionKey, _ request: StartRequest, for caller: Identity
    ) async throws -> StartedUpload {
        let facts = try await registry.store.catalog.facts(of: version.project, version: version.version)
        try AccessDecision.require(.startUpload, for: caller, on: facts)
        let files = try Self.files(of: request)
        let now = registry.ambient.now()
        let deadline = try Self.deadline(request.completedBy, now: now)
        let endDate = try request.expiresIn.map { try Self.endDate($0, after: deadline, now: now) }
        try requireFree(facts, version)

        let lane = registry.store.lanes.lane(of: version.project)
        let newJobID = { JobID(lane: lane, id: registry.ambient.newID()) }
        let upload = UploadRecord(
            key: UploadKey(version: version, id: UploadID(registry.ambient.newID())), startedBy: caller.user,
            startedAt: now, completeBefore: deadline, endDate: endDate, deadlineJob: newJobID(),
            expiryJob: endDate == nil ? nil : newJobID(), fileCount: files.count)
        for slice in files.slices(of: StagedRows.sliceLimit) {
            try await registry.store.stage(.files(slice), of: upload.key, fence: 0)
        }
        try await registry.commit {
            try await registry.store.catalog.facts(of: version.project, version: version.version)
        } deciding: { facts in
            try AccessDecision.require(.startUpload, for: caller, on: facts)
            try requireFree(facts, version)
            return UploadChanges(registry, project: version.project, actor: caller.user).start(upload, on: facts)
        }
        let targets = try files.map { file in
            StartedUpload.Target(path: file.path, url: try uploadURL(for: file, of: upload), md5: file.declaredMD5)
        }
        return StartedUpload(upload: upload, targets: targets, forecast: try await forecast(for: version.project))
    }

    private func forecast(for project: ProjectID) async throws -> Revision {
        guard let latest = try await registry.store.catalog.latestVersion(of: project) else { return Revision(1) }
        let facts = try await registry.store.catalog.facts(of: project, version: latest.version)
        return Revision((facts.current?.revision ?? 0) + 1)
    }

    private func uploadURL(for file: FileRecord, of upload: UploadRecord) throws -> String {
        let grant = UploadGrant(
            expires: upload.completeBefore, maxBytes: registry.settings.maxFileBytes,
            md5: file.declaredMD5.flatMap { MD5Digest(hex: $0) })
        return try registry.objects.uploadURL(for: StorageLayout.staging(file.path, of: upload.key), grant: grant)
    }

    private func requireFree(_ facts: VersionFacts, _ version: VersionKey) throws {
        guard let last = facts.last, last.state.isActive else { return }
        let owner = last.startedBy ?? "an anonymous caller"
        throw RegistryError(
            .locked,
            "Project '\(version.project)' is locked: version '\(version.version)' is \(last.state.rawValue), "
                + "started by \(owner) at \(last.startedAt)")
    }

    // MARK: Reading the request

    /// The declared files, every name checked and none twice; in the order of the request.
    static func files(of request: StartRequest) throws -> [FileRecord] {
        guard request.entries.count <= Limits.filesPerVersion else {
            throw RegistryError(
                .invalidRequest,
                "'filenames' has \(request.entries.count) entries; a version holds at most \(Limits.filesPerVersion)")
        }
        guard !request.entries.isEmpty else {
            throw RegistryError(.invalidRequest, "'filenames' is empty; an upload needs at least one file")
        }
        var seen: Set<ArtifactPath> = []
        seen.reserveCapacity(request.entries.count)
        let files = try request.entries.enumerated().map { index, entry in
            let file = try file(of: entry, at: index)
            guard seen.insert(file.path).inserted else {
                throw RegistryError(.invalidRequest, "'filenames[\(index)]': '\(file.path)' is declared twice")
            }
            return file
        }
        try requireNoFolders(in: seen, files)
        return files
    }

    private static func file(of entry: StartRequest.Entry, at index: Int) throws -> FileRecord {
        let path: ArtifactPath
        do {
            path = try ArtifactPath(parsing: entry.filename)
        } catch {
            if entry.filename.split(separator: "/").contains("..meta") {
                throw RegistryError(.forbidden, "Found reserved name '..meta' in path '\(error.text)'")
            }
            throw RegistryError(.invalidName, "'filenames[\(index)]': \(error)")
        }
        switch entry.check {
        case .none, .md5: return FileRecord(path: path)
        case .simple(let md5):
            guard let digest = MD5Digest(hex: md5) else {
                throw RegistryError(
                    .invalidBody, "'filenames[\(index)].value.md5sum' is not an MD5: it needs 32 hexadecimal digits")
            }
            return FileRecord(path: path, declaredMD5: digest.hex)
        case .link:
            throw RegistryError(
                .invalidRequest,
                "'filenames[\(index)]': entries with the check 'link' are not supported yet; upload the file instead")
        }
    }

    /// A path may not continue another as if it were a folder: the file driver could not hold both.
    private static func requireNoFolders(in paths: Set<ArtifactPath>, _ files: [FileRecord]) throws {
        for (index, file) in files.enumerated() {
            guard let folder = file.path.folders.first(where: paths.contains) else { continue }
            throw RegistryError(
                .invalidName, "'filenames[\(index)]': '\(file.path)' lies in '\(folder)', which is declared as a file")
        }
    }

    /// Clamped into 10 seconds to 5 days from now (`spec/rest-api.md` 1.4).
    static func deadline(_ moment: StartRequest.Moment, now: Timestamp) throws -> Timestamp {
        let parsed = try parse(moment, field: "completed_by", now: now)
        return min(max(parsed, now + .seconds(10)), now + .seconds(5 * 86_400))
    }

    private static func endDate(
        _ moment: StartRequest.Moment, after deadline: Timestamp, now: Timestamp
    ) throws -> Timestamp {
        let parsed = try parse(moment, field: "expires_in", now: now)
        guard parsed >= deadline else {
            throw RegistryError(
                .invalidRequest, "'expires_in' (\(parsed)) is earlier than 'completed_by' (\(deadline))")
        }
        return parsed
    }

    private static func parse(_ moment: StartRequest.Moment, field: String, now: Timestamp) throws -> Timestamp {
        let parsed =
            switch moment {
            case .text(let text): DateExpression.parse(text, now: now)
            case .seconds(let seconds): DateExpression.parse(seconds: seconds, now: now)
            }
        guard let parsed else {
            let shown =
                switch moment {
                case .text(let text): text
                case .seconds(let seconds): String(seconds)
                }
            throw RegistryError(
                .invalidRequest,
                "Can't parse \(field) date '\(shown)'; write 'in 2 days', seconds from now, or an ISO 8601 date")
        }
        return parsed
    }
}

extension Array {
    /// The elements in order, in arrays of at most `size`.
    func slices(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
