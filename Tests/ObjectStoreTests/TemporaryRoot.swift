import Foundation
import ObjectStore
import RegistryCore

/// A folder of a test's own, removed with it.
final class TemporaryRoot: Sendable {
    let path = FileManager.default.temporaryDirectory.path + "/object-store-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func store() async throws -> FileObjectStore { try await FileObjectStore(root: path, signer: .forTests) }

    /// Paths of everything below the root, in order.
    func contents() -> [String] { (FileManager.default.subpaths(atPath: path) ?? []).sorted() }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    }
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    }
    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
    }
}

extension ObjectURLSigner {
    static let forTests = ObjectURLSigner(
        keys: SigningKeyRing(current: .init(id: "test", secret: Array(0..<32))), base: "https://registry.test/prefix/")
}
