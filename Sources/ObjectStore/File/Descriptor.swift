internal import Glibc

/// An open file or folder, closed with its last reference. Names are single segments and are never followed as links.
final class Descriptor: Sendable {
    let number: Int32

    private init(_ number: Int32) { self.number = number }
    deinit { close(number) }

    /// Opens a folder by a path that the operator chose; links in it are followed.
    static func folder(path: String) throws(SystemCallError) -> Descriptor {
        Descriptor(try SystemCall.run("open \(path)") { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
    }

    func folder(_ name: String) throws(SystemCallError) -> Descriptor {
        try opened(name, O_RDONLY | O_DIRECTORY)
    }
    /// For reading; what is not a regular file shows in its status. O_NONBLOCK: a pipe does not wait for a writer.
    func file(_ name: String) throws(SystemCallError) -> Descriptor { try opened(name, O_RDONLY | O_NONBLOCK) }

    func newFile(_ name: String) throws(SystemCallError) -> Descriptor { try opened(name, O_WRONLY | O_CREAT | O_EXCL) }

    private func opened(_ name: String, _ flags: Int32) throws(SystemCallError) -> Descriptor {
        Descriptor(
            try SystemCall.run("open") { openat(number, name, flags | O_NOFOLLOW | O_CLOEXEC, 0o640) })
    }

    func makeFolder(_ name: String) throws(SystemCallError) {
        try SystemCall.run("mkdir") { mkdirat(number, name, 0o750) }
    }
    func removeFile(_ name: String) throws(SystemCallError) {
        try SystemCall.run("unlink") { unlinkat(number, name, 0) }
    }
    func removeFolder(_ name: String) throws(SystemCallError) {
        try SystemCall.run("rmdir") { unlinkat(number, name, AT_REMOVEDIR) }
    }
    func link(_ name: String, to folder: Descriptor, _ newName: String) throws(SystemCallError) {
        try SystemCall.run("link") { linkat(number, name, folder.number, newName, 0) }
    }
    func rename(_ name: String, to folder: Descriptor, _ newName: String) throws(SystemCallError) {
        try SystemCall.run("rename") { renameat(number, name, folder.number, newName) }
    }

    func synchronize() throws(SystemCallError) { try SystemCall.run("fsync") { fsync(number) } }

    func status() throws(SystemCallError) -> FileStatus {
        var status = stat()
        try SystemCall.run("fstat") { fstat(number, &status) }
        return FileStatus(status)
    }
    func status(of name: String) throws(SystemCallError) -> FileStatus {
        var status = stat()
        try SystemCall.run("fstatat") { fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) }
        return FileStatus(status)
    }

    /// - Parameter known: what the folder's entry says, which not every file system fills in.
    func kind(of name: String, _ known: FileStatus.Kind?) throws(SystemCallError) -> FileStatus.Kind {
        if let known { return known }
        return try status(of: name).kind
    }

    /// Sets the time of writing, in nanoseconds since 1970.
    func setModified(_ nanoseconds: Int64) throws(SystemCallError) {
        let moment = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        try SystemCall.run("futimens") { futimens(number, [moment, moment]) }
    }

    /// Writes all of `bytes` at the end of what was written before.
    func write(_ bytes: UnsafeRawBufferPointer) throws(SystemCallError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = try SystemCall.run("write") { Glibc.write(number, rest.baseAddress, rest.count) }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }
    /// Fills as much of `bytes` as the file has from `position`; fewer only at its end.
    func read(_ bytes: UnsafeMutableRawBufferPointer, at position: Int64) throws(SystemCallError) -> Int {
        var filled = 0
        while filled < bytes.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
            let offset = off_t(position) + off_t(filled)
            let count = try SystemCall.run("pread") { pread(number, rest.baseAddress, rest.count, offset) }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Whether this process now holds the lock of the open file; `false` when another holder has it.
    func tryLock() throws(SystemCallError) -> Bool {
        do throws(SystemCallError) {
            try SystemCall.run("flock") { flock(number, LOCK_EX | LOCK_NB) }
            return true
        } catch {
            if error.code == EWOULDBLOCK { return false }
            throw error
        }
    }
    /// Runs `work` while no other holder of this folder's lock does, in whichever process.
    func locked<Outcome>(
        _ work: () throws(SystemCallError) -> Outcome
    ) throws(SystemCallError) -> Outcome {
        try SystemCall.run("flock") { flock(number, LOCK_EX) }
        defer { _ = flock(number, LOCK_UN) }
        return try work()
    }

    /// The names in this folder, in no order, without `.`, `..` and those that are not UTF-8.
    func names() throws(SystemCallError) -> [(name: String, kind: FileStatus.Kind?)] {
        // A descriptor of its own: closedir closes it, and its position is not shared.
        let copy = try SystemCall.run("open") { openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let stream = fdopendir(copy) else {
            let code = errno
            close(copy)
            throw SystemCallError(call: "opendir", code: code)
        }
        defer { closedir(stream) }
        var names: [(name: String, kind: FileStatus.Kind?)] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw SystemCallError(call: "readdir", code: errno) }
                return names
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let name, name != ".", name != ".." else { continue }
            names.append((name, FileStatus.Kind(entryType: Int(entry.pointee.d_type))))
        }
    }
}
