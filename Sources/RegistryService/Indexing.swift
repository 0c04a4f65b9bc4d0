internal import Catalog
internal import Crypto
internal import JSONDocument
internal import JobQueue
internal import Logging
internal import NIOCore
internal import ObjectStore
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// What reading the documents of an upload came to.
struct IndexedDocuments: Sendable {
    var count = 0
    /// Of the documents that files of the upload hold.
    var bytes: Int64 = 0
    var rejects = RejectCollector()
    var warnings: [DocumentProblem] = []
}

/// The work on one claimed upload before its commit: bytes in place, documents read, rows staged.
struct Indexing: Sendable {
    let registry: Registry
    let upload: UploadRecord
    /// Told how far it has come.
    let job: JobContext
    /// Files in hand at a time.
    private static let width = 8
    private let watch: FenceWatch

    init(registry: Registry, upload: UploadRecord, job: JobContext) {
        self.registry = registry
        self.upload = upload
        self.job = job
        watch = FenceWatch(store: registry.store, upload: upload)
    }

    // MARK: Bytes

    /// Moves every staged entry to its final key, takes its digests there, and writes the manifest.
    ///
    /// - Throws: ``IndexingRefusal`` naming the files that changed after the completion.
    func placeFiles() async throws -> [FileRecord] {
        guard let revision = upload.revision else { throw RegistryError(.unavailable, "the upload has no revision") }
        try await requireFreeKeys(revision: revision)
        var placed: [FileRecord] = []
        placed.reserveCapacity(upload.fileCount)
        var after: ArtifactPath?
        repeat {
            let files = try await registry.store.catalog.files(
                of: upload.key, after: after, limit: StagedRows.sliceLimit)
            let results = try await files.concurrentMap(width: Self.width) { try await place($0, revision: revision) }
            let problems = results.compactMap { if case .failure(let problem) = $0 { problem } else { nil } }
            if !problems.isEmpty { throw IndexingRefusal(problems: problems) }
            let slice = results.compactMap { try? $0.get() }
            if !slice.isEmpty {
                try await registry.store.stage(.placements(slice), of: upload.key, fence: upload.fence)
            }
            placed += slice
            job.report(JobProgress(done: placed.count, total: upload.fileCount, note: "files in place"))
            after = files.count < StagedRows.sliceLimit ? nil : files.last?.path
        } while after != nil
        try await writeManifest(placed, revision: revision)
        job.logger.info("the files are in place", metadata: ["files": "\(placed.count)"])
        return placed
    }

    private enum Placement: Sendable {
        case success(FileRecord)
        case failure(DocumentProblem)
        func get() throws -> FileRecord {
            switch self {
            case .success(let file): file
            case .failure(let problem): throw IndexingRefusal(problems: [problem])
            }
        }
    }

    private func place(_ file: FileRecord, revision: Int) async throws -> Placement {
        let staged = try StorageLayout.staging(file.path, of: upload.key)
        let final = try StorageLayout.final(
            file.path, of: upload.key, revision: revision, isFirst: upload.isFirstSealed)
        // A former attempt placed it, and nothing changes the bytes of a final key.
        if file.key == final.description, file.sha256 != nil, file.md5 != nil { return .success(file) }
        try await watch.requireFence()
        guard let tag = file.tag else {
            return .failure(
                DocumentProblem(file.path.description, "the file was not there when the upload was completed"))
        }
        do throws(ObjectStoreError) {
            try await registry.objects.move(staged, matching: ObjectTag(tag), to: final)
        } catch {
            switch error {
            case .changed:
                return .failure(
                    DocumentProblem(file.path.description, "the file was replaced after the upload was completed"))
            case .notFound:
                return .failure(
                    DocumentProblem(file.path.description, "the file vanished after the upload was completed"))
            default: throw error
            }
        }
        return .success(try await digest(file, at: final))
    }

    /// Storage is the source of truth: where it knows a revision that the database has forgotten, as after a restore from
    /// an older backup, its keys are not written over.
    private func requireFreeKeys(revision: Int) async throws {
        let folder = try StorageLayout.meta("manifest-", of: upload.key.version).description
        let manifests = try await registry.objects.list(prefix: folder, after: nil, limit: 1_000)
        let own = try StorageLayout.manifest(of: upload.key.version, revision: revision)
        for manifest in manifests where upload.isFirstSealed || manifest.key == own {
            let bytes = try await registry.objects.get(manifest.key).collect(upTo: Limits.manifestBytes)
            let document = try? JSONValue(parsing: bytes, limits: JSONLimits(maxBytes: Limits.manifestBytes))
            if document?["upload"]?.stringValue == upload.key.id.description { continue }
            throw IndexingRefusal(problems: [
                DocumentProblem(
                    "",
                    "the storage holds a later state of this version than the database ('\(manifest.key)'); "
                        + "nothing was written over: restore the database that belongs to it")
            ])
        }
    }

    /// Reads the bytes once for both digests.
    private func digest(_ file: FileRecord, at key: ObjectKey) async throws -> FileRecord {
        let body = try await registry.objects.get(key)
        var sha256 = SHA256()
        var md5 = Insecure.MD5()
        for try await chunk in body.chunks {
            chunk.withUnsafeReadableBytes { bytes in
                sha256.update(bufferPointer: bytes)
                md5.update(bufferPointer: bytes)
            }
        }
        var placed = file
        placed.key = key.description
        placed.size = body.object.size
        placed.modified = body.object.modified
        placed.sha256 = HexCode.encode(sha256.finalize())
        placed.md5 = HexCode.encode(md5.finalize())
        return placed
    }

    /// `..meta/manifest-<revision>.json`: path → key, size, digests; written once, what a rebuild starts from.
    private func writeManifest(_ files: [FileRecord], revision: Int) async throws {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("upload")
        writer.string(upload.key.id.description)
        writer.key("revision")
        writer.int(revision)
        writer.key("files")
        writer.beginObject()
        for file in files {
            writer.key(file.path.description)
            writer.value(file.manifestEntry)
        }
        writer.endObject()
        writer.endObject()
        do throws(ObjectStoreError) {
            try await registry.objects.create(
                .bytes(writer.bytes), at: StorageLayout.manifest(of: upload.key.version, revision: revision))
        } catch {
            // A former attempt of this very upload wrote it: same bytes, same digests.
            guard case .alreadyExists = error else { throw error }
        }
    }

    // MARK: Documents

    /// Reads every document, validates it, and stages its row; files that no document describes get a minimal one
    /// (`spec/rest-api.md` 4.2).
    func readDocuments(of files: [FileRecord]) async throws -> IndexedDocuments {
        var result = IndexedDocuments()
        let byPath = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
        let reader = DocumentReader(schemas: registry.schemas, settings: registry.settings)
        var fixes = DocumentFixes()
        var described: [ArtifactPath: ArtifactPath] = [:]
        let documents = files.filter { $0.path.isDocument && !$0.path.isInternal }
        var readCount = 0
        for slice in Self.slices(documents) {
            let read = try await slice.concurrentMap(width: Self.width) { try await self.read($0, reader) }
            var rows: [StagedDocument] = []
            for (file, reading) in zip(slice, read) {
                var problems = fixes.problems(of: reading)
                result.warnings += reading.warnings
                if let path = reading.path, problems.isEmpty,
                    let other = described.updateValue(file.path, forKey: path)
                {
                    problems.append(
                        DocumentProblem(
                            file.path.description, at: "/path",
                            "describes '\(path)', and so does '\(other)'; a file has one metadata document"))
                }
                result.rejects.add(problems, schema: reading.schema)
                guard problems.isEmpty, let document = reading.document, let path = reading.path else { continue }
                rows.append(reading.staged(document, path: path, file: file, data: byPath[path]))
            }
            // What is wrong is counted to the end; nothing is staged for an upload that will fail.
            if result.rejects.isEmpty { try await stage(rows, &result) }
            result.bytes += slice.reduce(0) { $0 + ($1.size ?? 0) }
            readCount += slice.count
            job.report(JobProgress(done: readCount, total: documents.count, note: "documents read"))
        }
        job.logger.info("the documents were read", metadata: ["documents": "\(readCount)"])
        guard result.rejects.isEmpty else { return result }
        let bare = files.filter { file in
            !file.path.isDocument && !file.path.isInternal && described[file.path] == nil
        }
        for slice in bare.slices(of: StagedRows.sliceLimit) {
            try await stage(slice.map { reader.minimal(for: $0) }, &result)
        }
        return result
    }

    /// Documents that are read and staged together: at most 200, and of at most 4 MiB unless one alone is larger, so that
    /// memory stays flat and no write lasts long.
    private static func slices(_ files: [FileRecord]) -> [[FileRecord]] {
        var slices: [[FileRecord]] = []
        var bytes: Int64 = 0
        for file in files {
            let size = file.size ?? 0
            if let last = slices.last, last.count < 200, bytes + size <= Int64(Limits.documentBytes) {
                slices[slices.count - 1].append(file)
                bytes += size
            } else {
                slices.append([file])
                bytes = size
            }
        }
        return slices
    }

    private func stage(_ rows: [StagedDocument], _ result: inout IndexedDocuments) async throws {
        guard !rows.isEmpty else { return }
        try await registry.store.stage(.documents(rows), of: upload.key, fence: upload.fence)
        result.count += rows.count
    }

    private func read(_ file: FileRecord, _ reader: DocumentReader) async throws -> DocumentReader.Reading {
        guard let text = file.key else { throw RegistryError(.unavailable, "a placed file has no key") }
        if let size = file.size, size > Int64(Limits.documentBytes) {
            return DocumentReader.Reading(problems: [
                DocumentProblem(
                    file.path.description,
                    "the document has \(size) bytes; a metadata document has at most \(Limits.documentBytes)")
            ])
        }
        let body = try await registry.objects.get(ObjectKey(validating: text))
        return reader.read(try await body.collect(upTo: Limits.documentBytes), of: file)
    }
}

extension FileRecord {
    var manifestEntry: JSONValue {
        [
            "key": .string(key ?? ""), "size": .number(JSONNumber(Int(size ?? 0))), "sha256": .string(sha256 ?? ""),
            "md5": .string(md5 ?? ""),
        ]
    }
}
