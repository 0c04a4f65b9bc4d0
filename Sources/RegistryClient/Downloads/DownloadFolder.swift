internal import NIOCore
internal import RegistryCore

/// A folder of this computer that downloads go to; nothing is ever written outside it.
public final class DownloadFolder: Sendable {
    private let root: OpenFile

    /// Opens `path`, and makes it, not the folders above it, when it is absent.
    public init(_ path: String) throws(RegistryClientError) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        do throws(RegistryClientError) {
            root = try OpenFile.folder(path)
        } catch {
            guard let name = parts.popLast(), name != "..", name != "." else { throw error }
            let above = (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
            _ = try OpenFile.folder(above.isEmpty ? "." : above).folder(making: name)
            root = try OpenFile.folder(path)
        }
    }

    /// Opens a file that takes the place `path` when it is whole.
    ///
    /// - Parameter replacing: whether it may replace a file that is there.
    /// - Throws: `.invalidName` for a path that is absolute or could lead elsewhere; `.file` when something is there.
    package func file(at path: String, replacing: Bool) throws(RegistryClientError) -> PartialFile {
        do throws(NameError) {
            _ = try ArtifactPath(parsing: path)
        } catch {
            throw .invalidName(error.description)
        }
        var segments = path.split(separator: "/").map(String.init)
        guard let name = segments.popLast() else { throw .invalidName("'\(path)' names no file") }
        var folder = root
        for segment in segments { folder = try folder.folder(making: segment) }
        let file = PartialFile.Place(folder: folder, name: name, isReplacing: replacing)
        try file.requireFree()
        return try PartialFile(file)
    }
}

/// A file that is being written beside its place, under a name of its own, and gone with its last reference unless it
/// was finished.
package final class PartialFile: Sendable {
    struct Place: Sendable {
        let folder: OpenFile
        let name: String
        let isReplacing: Bool

        func requireFree() throws(RegistryClientError) {
            if !isReplacing, folder.contains(name) {
                throw .exists(path: folder.path + "/" + name)
            }
        }
    }
    private let place: Place
    private let temporary: String
    private let file: OpenFile

    init(_ place: Place) throws(RegistryClientError) {
        self.place = place
        temporary = ".vitrine-\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
        file = try place.folder.newFile(temporary)
    }
    // After `finish` there is nothing of this name.
    deinit { place.folder.remove(temporary) }

    /// Where the file will be.
    package var path: String { place.folder.path + "/" + place.name }

    func write(_ buffer: ByteBuffer) async throws(RegistryClientError) { try await file.write(buffer) }

    package func finish() throws(RegistryClientError) {
        try place.requireFree()
        try place.folder.rename(temporary, to: place.name)
    }
}
