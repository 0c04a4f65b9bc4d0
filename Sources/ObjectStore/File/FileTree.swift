internal import Glibc

/// The folders below a root, opened one by one so that no link is ever followed, and the places of keys in them.
struct FileTree: Sendable {
    let root: Descriptor
    let temporary: TemporaryFolder

    /// How often a place is looked for again when somebody removed its empty folder meanwhile.
    private static let attempts = 100

    /// The folder of `segments`.
    func folder(_ segments: some Sequence<String>) throws(SystemCallError) -> Descriptor {
        var folder = root
        for segment in segments { folder = try folder.folder(segment) }
        return folder
    }

    /// Makes the folders that are missing; each new name is on the disk before something is put below it.
    private func makingFolder(_ segments: some Sequence<String>) throws(SystemCallError) -> Descriptor {
        var folder = root
        for segment in segments {
            do throws(SystemCallError) {
                folder = try folder.folder(segment)
            } catch {
                guard error.code == ENOENT else { throw error }
                if try folder.makeFolderIfAbsent(segment) { try folder.synchronize() }
                folder = try folder.folder(segment)
            }
        }
        return folder
    }

    /// Nil when there is no regular file at `key`.
    func status(_ key: ObjectKey) throws(SystemCallError) -> FileStatus? {
        try ifPresent { () throws(SystemCallError) in
            let (folders, name) = place(key)
            let status = try folder(folders).status(of: name)
            return status.kind == .file ? status : nil
        }
    }

    /// Nil when there is no regular file at `key`.
    func open(_ key: ObjectKey) throws(SystemCallError) -> (Descriptor, FileStatus)? {
        try ifPresent { () throws(SystemCallError) in
            let (folders, name) = place(key)
            let file = try folder(folders).file(name)
            let status = try file.status()
            return status.kind == .file ? (file, status) : nil
        }
    }

    enum Publication { case done, exists, isFolder, isBelowFile }

    /// Gives the temporary file `name` its place, and returns when that is on the disk.
    ///
    /// - Parameter replacing: whether a file that is there already gives way.
    func publish(_ name: String, at key: ObjectKey, replacing: Bool) throws(SystemCallError) -> Publication {
        let (folders, target) = place(key)
        var attempt = 1
        while true {
            do throws(SystemCallError) {
                let folder = try makingFolder(folders)
                // The lock lets `remove(_:having:)` look at a file and remove it without us in between.
                try folder.locked { () throws(SystemCallError) in
                    if replacing {
                        try temporary.descriptor.rename(name, to: folder, target)
                    } else {
                        try temporary.descriptor.link(name, to: folder, target)
                    }
                }
                try folder.synchronize()
                return .done
            } catch {
                switch error.code {
                case ENOENT where attempt < Self.attempts:
                    attempt += 1
                case EISDIR, EEXIST:
                    let kind = try ifPresent { () throws(SystemCallError) in try folder(folders).status(of: target).kind
                    }
                    if !replacing, let kind, kind != .folder { return .exists }
                    // Empty folders that a crash left behind are not in the way.
                    if kind == .folder, try !removeEmptyFolders(folders + [target]) { return .isFolder }
                    if attempt == Self.attempts { throw error }
                    attempt += 1
                case ENOTDIR, ELOOP: return .isBelowFile
                default: throw error
                }
            }
        }
    }

    /// Makes a temporary name for the file at `key`: nil when there is no regular file.
    func pin(_ key: ObjectKey) throws(SystemCallError) -> (name: String, status: FileStatus)? {
        let name = temporary.newName()
        let (folders, source) = place(key)
        return try ifPresent { () throws(SystemCallError) in
            try folder(folders).link(source, to: temporary.descriptor, name)
            let status = try temporary.descriptor.status(of: name)
            if status.kind == .file { return (name, status) }
            temporary.discard(name)
            return nil
        }
    }

    /// Removes the file at `key`, if it is there and has `tag` where one is given, and folders that it leaves empty.
    func remove(_ key: ObjectKey, having tag: ObjectTag? = nil) throws(SystemCallError) {
        let (folders, name) = place(key)
        _ = try ifPresent { () throws(SystemCallError) in
            let folder = try folder(folders)
            try folder.locked { () throws(SystemCallError) in
                let status = try folder.status(of: name)
                guard status.kind != .folder, tag == nil || status.tag == tag else { return }
                try folder.removeFile(name)
            }
            // After a move the value is safe at its target; a source that a power cut brings back is removed again.
            if tag == nil { try folder.synchronize() }
            return ()
        }
        var emptied = folders
        while let last = emptied.popLast() {
            do throws(SystemCallError) { try folder(emptied).removeFolder(last) } catch { return }
        }
    }

    /// - Returns: whether the folder is gone; it stays when a file is somewhere below it.
    private func removeEmptyFolders(_ path: [String]) throws(SystemCallError) -> Bool {
        var paths = [path]
        while let path = paths.last {
            let parent = try ifPresent { () throws(SystemCallError) in try folder(path.dropLast()) }
            do throws(SystemCallError) {
                try parent?.removeFolder(path[path.count - 1])
                paths.removeLast()
            } catch {
                if error.code == ENOENT {
                    paths.removeLast()
                    continue
                }
                guard error.code == ENOTEMPTY || error.code == EEXIST else { throw error }
                let names = try ifPresent { () throws(SystemCallError) in
                    let folder = try folder(path)
                    var names: [String?] = []
                    for entry in try folder.names() {
                        names.append(try folder.kind(of: entry.name, entry.kind) == .folder ? entry.name : nil)
                    }
                    return names
                }
                for name in names ?? [] {
                    guard let name else { return false }
                    paths.append(path + [name])
                }
            }
        }
        return true
    }

    private func place(_ key: ObjectKey) -> (folders: [String], name: String) {
        var segments = key.segments
        let name = segments.removeLast()
        return (segments, name)
    }
}

/// Nil when `work` met a name that is absent, or below something that is not a folder.
func ifPresent<Outcome>(
    _ work: () throws(SystemCallError) -> Outcome?
) throws(SystemCallError) -> Outcome? {
    do throws(SystemCallError) {
        return try work()
    } catch {
        if error.code == ENOENT || error.code == ENOTDIR || error.code == ELOOP { return nil }
        throw error
    }
}
