import Foundation
import Glibc

/// A file system of a few megabytes in memory, which a test fills to the last byte and frees again.
struct SmallDisk {
    struct Failure: Error {
        let number: Int32
    }
    /// Whether this process may mount one.
    static let isPossible: Bool = {
        guard let disk = try? SmallDisk(megabytes: 1) else { return false }
        disk.remove()
        return true
    }()
    static let isImpossible = "only root may mount a file system to fill"

    let path: String
    private var ballast: String { "\(path)/ballast" }

    static func with(megabytes: Int, _ body: (SmallDisk) async throws -> Void) async throws {
        let disk = try SmallDisk(megabytes: megabytes)
        defer { disk.remove() }
        try await body(disk)
    }

    private init(megabytes: Int) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "vitrine-disk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m,mode=755") == 0 else {
            let number = errno
            try? FileManager.default.removeItem(atPath: path)
            throw Failure(number: number)
        }
    }
    private func remove() {
        umount2(path, CInt(MNT_DETACH))
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Leaves no room for a page.
    func fill() throws {
        let descriptor = open(ballast, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw Failure(number: errno) }
        defer { close(descriptor) }
        let page = [UInt8](repeating: 0, count: 4096)
        while write(descriptor, page, page.count) > 0 {}
        guard errno == ENOSPC else { throw Failure(number: errno) }
    }

    /// Gives back what ``fill()`` took.
    func free() throws { try FileManager.default.removeItem(atPath: ballast) }
}
