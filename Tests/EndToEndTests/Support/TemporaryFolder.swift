import Foundation

/// A folder of a test's own, removed with it.
final class TemporaryFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/vitrine-e2e-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Makes a folder below this one and returns its path.
    func folder(_ name: String) throws -> String {
        let folder = "\(path)/\(name)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Writes `files` into the folder `name` below this one and returns its path.
    func folder(_ name: String, holding files: [SentFile]) throws -> String {
        let folder = try folder(name)
        for file in files {
            let url = URL(filePath: "\(folder)/\(file.name)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: url)
        }
        return folder
    }

    /// An empty file below this folder, open for writing.
    func file(_ name: String) throws -> FileHandle {
        let url = URL(filePath: "\(path)/\(name)")
        try Data().write(to: url)
        return try FileHandle(forWritingTo: url)
    }

    func bytes(of name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)"))) }

    /// Paths of all files below `name`, in order.
    func files(in name: String) -> [String] {
        let root = "\(path)/\(name)"
        return (FileManager.default.subpaths(atPath: root) ?? []).filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(root)/\($0)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }
}
