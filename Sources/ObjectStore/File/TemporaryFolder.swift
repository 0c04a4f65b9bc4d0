internal import Glibc
internal import Synchronization

/// The folder in which one running store writes what is not yet an object: `<root>/..tmp/<random>`.
///
/// The store holds a lock on its folder as long as it lives, and the system lets go of it when the process dies. So a
/// start removes the folders of the dead and leaves those of the living, of other processes too.
final class TemporaryFolder: Sendable {
    let descriptor: Descriptor
    private let parent: Descriptor
    private let name: String
    private let count = Atomic<UInt64>(0)

    init(in root: Descriptor) throws(SystemCallError) {
        try root.makeFolderIfAbsent(ObjectKey.reservedRoot)
        let parent = try root.folder(ObjectKey.reservedRoot)
        try Self.removeLeftovers(in: parent)
        while true {
            let name = String(UInt64.random(in: .min ... .max), radix: 16)
            try parent.makeFolderIfAbsent(name)
            if let descriptor = try Self.lock(name, in: parent) {
                self.descriptor = descriptor
                self.parent = parent
                self.name = name
                return
            }
        }
    }
    deinit { try? parent.removeFolder(name) }

    func newName() -> String {
        String(count.wrappingAdd(1, ordering: .relaxed).newValue, radix: 16)
    }

    /// Removes a file that may be gone already. What cannot be removed is left to the next start.
    func discard(_ name: String) { try? descriptor.removeFile(name) }

    /// Nil when another store holds the folder, or removed it before we had its lock.
    private static func lock(_ name: String, in parent: Descriptor) throws(SystemCallError) -> Descriptor? {
        do throws(SystemCallError) {
            let descriptor = try parent.folder(name)
            guard try descriptor.tryLock() else { return nil }
            return try parent.status(of: name).inode == descriptor.status().inode ? descriptor : nil
        } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }

    private static func removeLeftovers(in parent: Descriptor) throws(SystemCallError) {
        for entry in try parent.names() {
            do throws(SystemCallError) {
                try removeLeftover(entry.name, in: parent)
            } catch {
                // Another store was first, which starts or ends at the same moment.
                if error.code != ENOENT { throw error }
            }
        }
    }
    private static func removeLeftover(_ name: String, in parent: Descriptor) throws(SystemCallError) {
        guard try parent.status(of: name).kind == .folder else { return try parent.removeFile(name) }
        guard let leftover = try lock(name, in: parent) else { return }
        for file in try leftover.names() { try leftover.removeFile(file.name) }
        try parent.removeFolder(name)
    }
}

extension Descriptor? {
    /// The open file, or a new one in its place.
    func orNew(_ name: String, in temporary: TemporaryFolder) throws(SystemCallError) -> Descriptor {
        if let file = self { return file }
        return try temporary.descriptor.newFile(name)
    }
}

extension Descriptor {
    /// - Returns: whether it was absent.
    @discardableResult
    func makeFolderIfAbsent(_ name: String) throws(SystemCallError) -> Bool {
        do throws(SystemCallError) {
            try makeFolder(name)
            return true
        } catch {
            if error.code == EEXIST { return false }
            throw error
        }
    }
}
