internal import Catalog
internal import RegistryCore
internal import SearchIndex

extension MemoryTables {
    mutating func stage(
        _ rows: StagedRows, of key: UploadKey, fence: Int, now: Timestamp
    ) throws(StoreError) {
        let upload = uploads[key]?.record
        switch rows {
        case .files(let records):
            try expect(upload == nil, "no upload \(key)")
            for record in records { files[key, default: [:]][record.path] = Staged(row: record, writtenAt: now) }
        case .seals(let seals):
            try expect(
                upload?.state == .uploading && upload?.fence == fence, "upload \(key) uploading with fence \(fence)")
            for seal in seals { try expectDeclared(seal.path, of: key) }
            for seal in seals {
                files[key]?[seal.path]?.row.tag = seal.tag
                files[key]?[seal.path]?.row.size = seal.size
            }
        case .placements(let records):
            try expect(
                upload?.state == .indexing && upload?.fence == fence, "upload \(key) indexing with fence \(fence)")
            for record in records { try expectDeclared(record.path, of: key) }
            for record in records { place(record, of: key) }
        case .documents(let staged):
            try expect(
                upload?.state == .indexing && upload?.fence == fence, "upload \(key) indexing with fence \(fence)")
            for document in staged {
                documents[key, default: Documents()].byFence[fence, default: [:]][document.path] = Staged(
                    row: document, writtenAt: now)
            }
        }
    }

    private func expectDeclared(_ path: ArtifactPath, of upload: UploadKey) throws(StoreError) {
        try expect(files[upload]?[path] != nil, "file \(path) declared in \(upload)")
    }
    private mutating func place(_ record: FileRecord, of upload: UploadKey) {
        guard let stored = files[upload]?[record.path]?.row else { return }
        files[upload]?[record.path]?.row = FileRecord(
            path: record.path, declaredMD5: stored.declaredMD5, tag: record.tag ?? stored.tag,
            size: record.size ?? stored.size, key: record.key, sha256: record.sha256, md5: record.md5,
            modified: record.modified)
    }

    mutating func unstage(_ key: UploadKey, limit: Int) throws(StoreError) -> Int {
        if let upload = uploads[key]?.record {
            let isShown = versions[key.version]?.current == key.id && documents[key]?.published != nil
            try expect(!upload.state.isActive && !isShown, "upload \(key) to show nothing")
        }
        var removed = 0
        for path in Array((files[key] ?? [:]).keys.prefix(limit)) {
            files[key]?[path] = nil
            removed += 1
        }
        for (fence, rows) in documents[key]?.byFence ?? [:] {
            for path in rows.keys.prefix(limit - removed) {
                removeDocument(path, of: key, fence: fence)
                removed += 1
            }
        }
        if files[key]?.isEmpty == true { files[key] = nil }
        return removed
    }

    mutating func sweep(before moment: Timestamp, limit: Int) -> Int {
        var removed = 0
        for (key, rows) in files where uploads[key] == nil {
            for (path, file) in rows where file.writtenAt < moment && removed < limit {
                files[key]?[path] = nil
                removed += 1
            }
            if files[key]?.isEmpty == true { files[key] = nil }
        }
        for (key, documents) in documents {
            let held = uploads[key]?.record.fence
            for (fence, rows) in documents.byFence where fence != held {
                for (path, document) in rows where document.writtenAt < moment && removed < limit {
                    removeDocument(path, of: key, fence: fence)
                    removed += 1
                }
            }
        }
        for (id, scroll) in scrolls where scroll.expires < moment && removed < limit {
            scrolls[id] = nil
            removed += 1
        }
        return removed
    }

    private mutating func removeDocument(_ path: ArtifactPath, of key: UploadKey, fence: Int) {
        documents[key]?.byFence[fence]?[path] = nil
        if documents[key]?.byFence[fence]?.isEmpty == true { documents[key]?.byFence[fence] = nil }
        if documents[key]?.byFence.isEmpty == true, documents[key]?.published == nil { documents[key] = nil }
    }
}
