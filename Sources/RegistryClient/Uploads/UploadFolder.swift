internal import Foundation
internal import Glibc
internal import RegistryCore

/// What a folder holds for an upload, and what of it is left out.
public struct UploadFolder: Sendable {
    /// The regular files, by name in order of their UTF-8 bytes.
    public let files: [UploadFile]
    /// What was left out, as `name: why`; in the same order.
    public let notes: [String]

    public var totalBytes: Int64 { files.reduce(0) { $0 + $1.size } }

    /// Walks through `path` and the folders in it.
    ///
    /// Names become relative paths in NFC. Left out with a note: names that begin with `.` at the top, symbolic links,
    /// and what is no file.
    ///
    /// - Throws: `.file` when something cannot be read; `.invalidName` for the first name that a registry would refuse.
    public init(walking path: String) throws(RegistryClientError) {
        var walk = Walk()
        try walk.visit(path, prefix: "")
        files = try Self.checked(walk.files)
        notes = walk.notes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func checked(_ files: [UploadFile]) throws(RegistryClientError) -> [UploadFile] {
        var sources: [ArtifactPath: String] = [:]
        for file in files {
            do throws(NameError) {
                let name = try ArtifactPath(parsing: file.name)
                if let other = sources.updateValue(file.source, forKey: name) {
                    throw NameError("path", file.name, "would be the name of two files, one of them '\(other)'")
                }
            } catch {
                throw .invalidName("'\(file.source)': \(error)")
            }
        }
        guard files.count <= Limits.filesPerVersion else {
            throw .invalidName("\(files.count) files; a version holds at most \(Limits.filesPerVersion)")
        }
        return files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    private struct Walk {
        var files: [UploadFile] = []
        var notes: [String] = []

        /// - Parameter prefix: empty at the top, else ends with `/`.
        mutating func visit(_ folder: String, prefix: String) throws(RegistryClientError) {
            for name in try Self.names(in: folder) {
                let source = folder + "/" + name
                let relative = prefix + name
                if prefix.isEmpty, name.utf8.first == UInt8(ascii: ".") {
                    notes.append("\(relative): hidden, left out")
                    continue
                }
                var status = stat()
                guard lstat(source, &status) == 0 else { throw OpenFile.failure(source, "cannot be examined") }
                switch status.st_mode & S_IFMT {
                case S_IFDIR: try visit(source, prefix: relative + "/")
                case S_IFREG:
                    let inNFC = relative.precomposedStringWithCanonicalMapping
                    files.append(UploadFile(name: inNFC, source: source, size: Int64(status.st_size)))
                case S_IFLNK: notes.append("\(relative): a symbolic link, left out")
                default: notes.append("\(relative): not a regular file, left out")
                }
            }
        }

        private static func names(in folder: String) throws(RegistryClientError) -> [String] {
            guard let stream = opendir(folder) else { throw OpenFile.failure(folder, "cannot be read as a folder") }
            defer { closedir(stream) }
            var names: [String] = []
            while true {
                errno = 0
                guard let entry = readdir(stream) else { break }
                let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
                if bytes == Array(".".utf8) || bytes == Array("..".utf8) { continue }
                guard let name = String(validating: bytes, as: UTF8.self) else {
                    throw .file(
                        path: folder,
                        problem: "holds a name that is not UTF-8: "
                            + "'\(String(decoding: bytes, as: UTF8.self))'; rename it")
                }
                names.append(name)
            }
            guard errno == 0 else { throw OpenFile.failure(folder, "cannot be read as a folder") }
            return names
        }
    }
}
