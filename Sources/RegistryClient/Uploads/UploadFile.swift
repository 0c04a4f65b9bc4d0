internal import NIOCore

/// A file of this computer that is to be uploaded.
public struct UploadFile: Sendable, Hashable {
    /// Relative to the version, in NFC.
    public let name: String
    /// Where it is here.
    public let source: String
    /// Bytes, when it was found.
    public let size: Int64
    /// 32 lower-case hexadecimal digits; nil until it was read.
    public private(set) var md5: String?

    public init(name: String, source: String, size: Int64, md5: String? = nil) {
        self.name = name
        self.source = source
        self.size = size
        self.md5 = md5
    }

    /// Returns the same file with its MD5, for which it is read once.
    ///
    /// - Parameter onRead: is told of each piece how many bytes it had.
    /// - Throws: `.file` when it cannot be read or is no longer as long as it was.
    public func digested(
        onRead: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(RegistryClientError) -> UploadFile {
        let file = try open()
        var digest = FileDigest()
        do {
            for try await piece in FileChunks(file, size: size, onRead: onRead) { digest.update(piece) }
        } catch {
            throw RegistryClient.failure(error, at: source)
        }
        var digested = self
        digested.md5 = digest.hex
        return digested
    }

    func open() throws(RegistryClientError) -> OpenFile {
        let file = try OpenFile.reading(source)
        guard let now = try file.regularSize() else { throw .file(path: source, problem: "is not a regular file") }
        guard now == size else {
            throw .file(path: source, problem: "changed from \(size) to \(now) bytes; upload again when it is at rest")
        }
        return file
    }
}
