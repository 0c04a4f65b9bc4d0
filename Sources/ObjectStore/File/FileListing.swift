/// One page of the keys below a root, folder by folder in the order of whole keys.
struct FileListing {
    /// A folder being listed, with what is still to come of it, last first.
    private struct Level {
        let folders: [String]
        var rest: [Entry]
        var descriptor: Descriptor?
    }
    /// `bytes` end with `/` for a folder, which sorts it among files as its keys are: `a-b` before `a/b`.
    private struct Entry {
        let name: String
        let isFolder: Bool
        let bytes: [UInt8]
    }
    let tree: FileTree
    let prefix: [UInt8]
    let after: [UInt8]?
    let limit: Int

    init(_ tree: FileTree, prefix: String, after: ObjectKey?, limit: Int) {
        self.tree = tree
        self.prefix = Array(prefix.utf8)
        self.after = after.map { Array($0.description.utf8) }
        self.limit = limit
    }

    /// What disappears while it is being listed is left out.
    func objects() throws(SystemCallError) -> [StoredObject] {
        var objects: [StoredObject] = []
        guard limit > 0, let start = startingFolder else { return [] }
        var levels = [try level(start)]
        while objects.count < limit, let last = levels.indices.last {
            guard let entry = levels[last].rest.popLast() else {
                levels.removeLast()
                continue
            }
            if entry.isFolder {
                // One folder is open at a time, however deep they lie.
                levels[last].descriptor = nil
                levels.append(try level(levels[last].folders + [entry.name]))
            } else if let object = try object(entry, in: &levels[last]) {
                objects.append(object)
            }
        }
        return objects
    }

    /// The folder that `prefix` names up to its last `/`; nil when no key begins so.
    private var startingFolder: [String]? {
        let text = String(decoding: prefix, as: UTF8.self)
        guard prefix.count <= ObjectKey.maxBytes else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropLast()
        guard parts.allSatisfy({ ObjectKey.brokenSegmentRule($0) == nil }) else { return nil }
        if parts.first?.elementsEqual(ObjectKey.reservedRoot.utf8) == true { return nil }
        return parts.map { String(Substring($0)) }
    }

    private func level(_ folders: [String]) throws(SystemCallError) -> Level {
        let opened = try ifPresent { () throws(SystemCallError) in
            let folder = try tree.folder(folders)
            return (folder, try folder.names())
        }
        guard let (folder, names) = opened else { return Level(folders: folders, rest: []) }
        let path = folders.flatMap { Array($0.utf8) + [UInt8(ascii: "/")] }
        var entries: [Entry] = []
        for (name, entryKind) in names where !(folders.isEmpty && name.utf8.elementsEqual(ObjectKey.reservedRoot.utf8))
        {
            let kind = try ifPresent { () throws(SystemCallError) in try folder.kind(of: name, entryKind) }
            guard kind == .file || kind == .folder else { continue }
            let isFolder = kind == .folder
            let bytes = path + Array(name.utf8) + (isFolder ? [UInt8(ascii: "/")] : [])
            if isWanted(bytes, isFolder: isFolder) {
                entries.append(Entry(name: name, isFolder: isFolder, bytes: bytes))
            }
        }
        entries.sort { $1.bytes.lexicographicallyPrecedes($0.bytes) }
        return Level(folders: folders, rest: entries, descriptor: folder)
    }

    private func isWanted(_ bytes: [UInt8], isFolder: Bool) -> Bool {
        guard bytes.count <= ObjectKey.maxBytes, bytes.starts(with: prefix) else { return false }
        guard let after else { return true }
        return after.lexicographicallyPrecedes(bytes) || (isFolder && after.starts(with: bytes))
    }

    /// Nil for what is no object: a name that no key has, a file that is gone.
    private func object(_ entry: Entry, in level: inout Level) throws(SystemCallError) -> StoredObject? {
        guard let key = try? ObjectKey(validating: String(decoding: entry.bytes, as: UTF8.self)) else { return nil }
        if level.descriptor == nil {
            let folders = level.folders
            level.descriptor = try ifPresent { () throws(SystemCallError) in try tree.folder(folders) }
        }
        guard let folder = level.descriptor else { return nil }
        let status = try ifPresent { () throws(SystemCallError) in try folder.status(of: entry.name) }
        guard let status, status.kind == .file else { return nil }
        return status.object(key)
    }
}
