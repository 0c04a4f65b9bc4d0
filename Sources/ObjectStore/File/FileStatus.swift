internal import Glibc
internal import RegistryCore

/// What the file system says of a file.
struct FileStatus: Sendable {
    enum Kind: Sendable {
        case file, folder, other

        /// Nil when the folder's entry does not say.
        init?(entryType: Int) {
            switch entryType {
            case Int(DT_UNKNOWN): return nil
            case Int(DT_REG): self = .file
            case Int(DT_DIR): self = .folder
            default: self = .other
            }
        }
    }
    let kind: Kind
    let inode: UInt64
    let size: Int64
    /// Nanoseconds since 1970.
    let modified: Int64

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        default: kind = .other
        }
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    }

    /// The inode alone is used again by the file system, the time alone by another file; neither changes by a rename.
    var tag: ObjectTag {
        let parts = [inode, UInt64(bitPattern: modified), UInt64(bitPattern: size)]
        return ObjectTag(parts.map { String($0, radix: 16) }.joined(separator: "-"))
    }
    func object(_ key: ObjectKey) -> StoredObject {
        StoredObject(key: key, size: size, tag: tag, modified: Timestamp(milliseconds: modified / 1_000_000))
    }
}
