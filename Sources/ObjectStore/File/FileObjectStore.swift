internal import Glibc
internal import NIOCore
package import NIOPosix
package import RegistryCore

/// Objects as files below one folder, each at the path that its key spells.
///
/// A value is written to a temporary file, forced to the disk, then given its name: a crash at any point leaves the old
/// value or the new one. Links below the root are never followed. Several processes may use one root.
package final class FileObjectStore: PresigningObjectStore {
    private let tree: FileTree
    private let calls: BlockingCalls
    private let signer: ObjectURLSigner
    private let clock = WriteClock()

    /// Opens the folder, making it when it is absent, and removes what a crashed process had not finished.
    ///
    /// - Parameter threads: run the system calls, which may wait for the disk; running as long as the store is used.
    /// - Throws: `.unavailable` when the folder cannot be made or used.
    package init(
        root: String, signer: ObjectURLSigner, threads: NIOThreadPool = .singleton
    ) async throws(ObjectStoreError) {
        calls = BlockingCalls(threads: threads)
        self.signer = signer
        tree = try await calls.run("open the object store at \(root)") { () throws(SystemCallError) in
            let folder = try Descriptor.makingFolder(path: root)
            return FileTree(root: folder, temporary: try TemporaryFolder(in: folder))
        }
    }

    @discardableResult
    package func put(
        _ body: some ByteStream, at key: ObjectKey, expecting expectation: ObjectExpectation
    ) async throws(ObjectStoreError) -> StoredObject {
        try await write(body, at: key, expecting: expectation, replacing: true)
    }

    @discardableResult
    package func create(_ body: some ByteStream, at key: ObjectKey) async throws(ObjectStoreError) -> StoredObject {
        // Spares the reading of a body; the link at the end decides.
        if try await status(key) != nil { throw .alreadyExists(key) }
        return try await write(body, at: key, expecting: .nothing, replacing: false)
    }

    package func head(_ key: ObjectKey) async throws(ObjectStoreError) -> StoredObject {
        guard let status = try await status(key) else { throw .notFound(key) }
        return status.object(key)
    }

    package func get(_ key: ObjectKey, range: ByteRange?) async throws(ObjectStoreError) -> ObjectBody {
        let opened = try await calls.run("open an object", key) { [tree] () throws(SystemCallError) in
            try tree.open(key)
        }
        guard let (file, status) = opened else { throw .notFound(key) }
        let object = status.object(key)
        let bytes = try object.bytes(in: range)
        let chunks = ObjectChunks(of: bytes) { [calls] position, count throws(ObjectStoreError) in
            try await calls.run("read an object", key) { () throws(SystemCallError) in
                try file.readBuffer(count, at: position)
            }
        }
        return ObjectBody(object: object, bytes: bytes, chunks: chunks)
    }

    package func list(
        prefix: String, after: ObjectKey?, limit: Int
    ) async throws(ObjectStoreError) -> [StoredObject] {
        let listing = FileListing(tree, prefix: prefix, after: after, limit: limit)
        return try await calls.run("list objects") { () throws(SystemCallError) in try listing.objects() }
    }

    package func move(
        _ key: ObjectKey, matching tag: ObjectTag, to target: ObjectKey
    ) async throws(ObjectStoreError) {
        try await relocate(key, matching: tag, to: target, keepingSource: false)
    }

    /// Both keys name one file afterwards; a value is never written to again, so that cannot be seen.
    package func copy(
        _ key: ObjectKey, matching tag: ObjectTag, to target: ObjectKey
    ) async throws(ObjectStoreError) {
        try await relocate(key, matching: tag, to: target, keepingSource: true)
    }

    package func delete(_ key: ObjectKey) async throws(ObjectStoreError) {
        try await calls.run("delete an object", key) { [tree] () throws(SystemCallError) in try tree.remove(key) }
    }

    package func uploadURL(for key: ObjectKey, grant: UploadGrant) throws(ObjectStoreError) -> String {
        signer.uploadURL(for: key, grant: grant)
    }
    package func downloadURL(
        for key: ObjectKey, expires: Timestamp, filename: String?, contentType: String?
    ) throws(ObjectStoreError) -> String {
        signer.downloadURL(for: key, expires: expires, filename: filename, contentType: contentType)
    }
}

extension FileObjectStore {
    private func status(_ key: ObjectKey) async throws(ObjectStoreError) -> FileStatus? {
        try await calls.run("look at an object", key) { [tree] () throws(SystemCallError) in try tree.status(key) }
    }

    private func relocate(
        _ key: ObjectKey, matching tag: ObjectTag, to target: ObjectKey, keepingSource: Bool
    ) async throws(ObjectStoreError) {
        let outcome = try await calls.run("move an object", target) { [tree] () throws(SystemCallError) in
            try tree.relocate(key, matching: tag, to: target, keepingSource: keepingSource)
        }
        switch outcome {
        case .done: return
        case .absent: throw .notFound(key)
        case .changed: throw .changed(key)
        case .refused(let publication): try accept(publication, at: target)
        }
    }

    private func write(
        _ body: some ByteStream, at key: ObjectKey, expecting expectation: ObjectExpectation, replacing: Bool
    ) async throws(ObjectStoreError) -> StoredObject {
        let name = tree.temporary.newName()
        do throws(ObjectStoreError) {
            let (file, rest) = try await stream(body, expectation, into: name)
            let (status, publication) = try await calls.run("write an object", key) {
                [tree, clock] () throws(SystemCallError) in
                let file = try file.orNew(name, in: tree.temporary)
                try file.writeBuffer(rest)
                try file.setModified(clock.next())
                try file.synchronize()
                let status = try file.status()
                let publication = try tree.publish(name, at: key, replacing: replacing)
                if !replacing { tree.temporary.discard(name) }
                return (status, publication)
            }
            try accept(publication, at: key)
            return status.object(key)
        } catch {
            let cause = error
            try await calls.run("discard a temporary file") { [tree] () throws(SystemCallError) in
                tree.temporary.discard(name)
            }
            throw cause
        }
    }

    /// Writes `body` to a temporary file, and returns it with the bytes not yet written: no file when they are all.
    private func stream(
        _ body: some ByteStream, _ expectation: ObjectExpectation, into name: String
    ) async throws(ObjectStoreError) -> (Descriptor?, ByteBuffer) {
        var check = ExpectationCheck(expectation)
        var chunks = BodyReader(body)
        var file: Descriptor?
        var pending = ByteBuffer()
        while var chunk = try await chunks.next() {
            try check.consume(chunk)
            // Chunks from the network are small; each write costs a change of threads.
            if pending.readableBytes == 0 { pending = chunk } else { pending.writeBuffer(&chunk) }
            guard pending.readableBytes >= ByteBuffer.objectChunkSize else { continue }
            let full = pending
            let opened = file
            pending = ByteBuffer()
            file = try await calls.run("write an object") { [tree] () throws(SystemCallError) in
                let file = try opened.orNew(name, in: tree.temporary)
                try file.writeBuffer(full)
                return file
            }
        }
        try check.finish()
        return (file, pending)
    }

    private func accept(_ publication: FileTree.Publication, at key: ObjectKey) throws(ObjectStoreError) {
        switch publication {
        case .done: return
        case .exists: throw .alreadyExists(key)
        case .isFolder: throw .invalidKey(key.description, rule: FolderRule.isFolder)
        case .isBelowFile: throw .invalidKey(key.description, rule: FolderRule.isBelowObject)
        }
    }
}
