internal import Glibc
internal import NIOCore
internal import NIOPosix

/// A file or folder of this computer, closed with its last reference.
///
/// System calls run on threads that may wait, not on those of Swift's tasks. Names are single segments, never followed
/// as links.
final class OpenFile: Sendable {
    private let number: Int32
    /// For errors.
    let path: String

    private init(_ number: Int32, path: String) {
        self.number = number
        self.path = path
    }
    deinit { close(number) }

    /// Opens a regular file for reading; a link is refused.
    static func reading(_ path: String) throws(RegistryClientError) -> OpenFile {
        // O_NONBLOCK so that a pipe does not wait for a writer.
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard number >= 0 else { throw failure(path, "cannot be opened") }
        return OpenFile(number, path: path)
    }

    /// Opens a folder; links in `path` are followed, since its user chose it.
    static func folder(_ path: String) throws(RegistryClientError) -> OpenFile {
        let number = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw failure(path, "cannot be opened as a folder") }
        return OpenFile(number, path: path)
    }

    /// Opens the folder `name` in this one, and makes it when it is absent.
    func folder(making name: String) throws(RegistryClientError) -> OpenFile {
        let path = self.path + "/" + name
        if mkdirat(number, name, 0o777) != 0, errno != EEXIST { throw Self.failure(path, "cannot be made") }
        let folder = openat(number, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard folder >= 0 else { throw Self.failure(path, "cannot be opened as a folder (links are not followed)") }
        return OpenFile(folder, path: path)
    }

    func newFile(_ name: String) throws(RegistryClientError) -> OpenFile {
        let file = openat(number, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard file >= 0 else { throw Self.failure(path + "/" + name, "cannot be made") }
        return OpenFile(file, path: path + "/" + name)
    }

    func contains(_ name: String) -> Bool {
        var status = stat()
        return fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW) == 0
    }

    func rename(_ name: String, to newName: String) throws(RegistryClientError) {
        guard renameat(number, name, number, newName) == 0 else {
            throw Self.failure(path + "/" + newName, "cannot be put in place")
        }
    }

    func remove(_ name: String) { _ = unlinkat(number, name, 0) }

    /// The size in bytes, or nil when this is no regular file.
    func regularSize() throws(RegistryClientError) -> Int64? {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw Self.failure(path, "cannot be examined") }
        return status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
    }

    /// Reads up to `count` bytes at `position`; none at the end.
    func read(_ count: Int, at position: Int64) async throws(RegistryClientError) -> ByteBuffer {
        try await blocking { () throws(RegistryClientError) in
            var buffer = ByteBuffer()
            var failed = false
            buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
                while true {
                    let got = pread(self.number, bytes.baseAddress, min(count, bytes.count), off_t(position))
                    if got < 0, errno == EINTR { continue }
                    failed = got < 0
                    return max(0, got)
                }
            }
            if failed { throw Self.failure(self.path, "cannot be read") }
            return buffer
        }
    }

    /// Appends all of `buffer`.
    func write(_ buffer: ByteBuffer) async throws(RegistryClientError) {
        try await blocking { () throws(RegistryClientError) in
            let isWritten = buffer.withUnsafeReadableBytes { bytes in
                var rest = bytes[...]
                while let start = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
                    let put = Glibc.write(self.number, start, rest.count)
                    if put < 0, errno == EINTR { continue }
                    if put < 0 { return false }
                    rest = rest.dropFirst(put)
                }
                return true
            }
            if !isWritten { throw Self.failure(self.path, "cannot be written") }
        }
    }

    private func blocking<Outcome: Sendable>(
        _ work: @escaping @Sendable () throws(RegistryClientError) -> Outcome
    ) async throws(RegistryClientError) -> Outcome {
        do {
            return try await NIOThreadPool.singleton.runIfActive(work)
        } catch let error as RegistryClientError {
            throw error
        } catch {
            throw .cancelled
        }
    }

    static func failure(_ path: String, _ problem: String, code: Int32 = errno) -> RegistryClientError {
        .file(path: path, problem: "\(problem): \(String(cString: strerror(code)))")
    }
}
