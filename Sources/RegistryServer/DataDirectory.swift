internal import Foundation
internal import Glibc
internal import JSONDocument
package import RegistryAccess
package import RegistryCore

/// Why an instance does not start; one sentence that names the setting and the fix.
package struct StartError: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// The folder of an embedded instance: database, files and keys; one process owns it at a time.
package struct DataDirectory: Sendable {
    package let path: String

    /// Makes the folder, for its owner alone, where there is none.
    package init(path: String) throws {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
        do {
            try FileManager.default.createDirectory(
                atPath: self.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StartError("the data directory '\(self.path)' cannot be made; give another with --data DIR")
        }
    }
    package var database: String { path + "/vitrine.sqlite" }
    package var files: String { path + "/files" }

    /// Takes the folder for this process until it ends.
    ///
    /// - Throws: ``StartError`` naming the process that has it.
    package func own() throws -> DataDirectoryLock {
        try Self.lock(
            path + "/vitrine.lock", on: "the data directory '\(path)'", fix: "give another directory with --data DIR")
    }

    /// Takes a database file that lies outside the folder.
    package func own(database file: String) throws -> DataDirectoryLock {
        try Self.lock(file + ".lock", on: "the database '\(file)'", fix: "set VITRINE_DATABASE to another file")
    }

    private static func lock(_ file: String, on subject: String, fix: String) throws -> DataDirectoryLock {
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StartError("'\(file)' cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let owner = (try? String(contentsOfFile: file, encoding: .utf8))?.split(separator: "\n").first
            close(descriptor)
            throw StartError(
                "\(subject) is in use by \(owner.map(String.init) ?? "another process"); stop that one or \(fix)")
        }
        let note = "process \(getpid()), started \(Timestamp.current())\n"
        ftruncate(descriptor, 0)
        _ = note.withCString { pwrite(descriptor, $0, strlen($0), 0) }
        return DataDirectoryLock(descriptor: descriptor)
    }

    // MARK: Keys

    /// What signs URLs and credentials; made on first use.
    package func signingKeys() throws -> SigningKeyRing {
        let bytes = try keyFile("signing.json") {
            let key: JSONValue = [
                "id": .string(String(RandomID().description.prefix(8))),
                "secret": .string(HexCode.encode(Self.secret())),
            ]
            return JSONValue.object(["current": key, "former": []]).serialized(pretty: true)
        }
        guard let document = try? JSONValue(parsing: bytes), let current = Self.signingKey(document["current"]) else {
            throw StartError(
                "'\(path)/keys/signing.json' is not a key ring; restore it, or remove it to make a new one")
        }
        return SigningKeyRing(
            current: current, former: (document["former"]?.arrayValue ?? []).compactMap { Self.signingKey($0) })
    }

    /// The keys that bearer tokens are signed with; made on first use, with one secret for development tokens.
    package func tokenKeys() throws -> TokenKeys {
        let bytes = try keyFile("tokens.json") {
            TokenKeys.document(id: "dev-" + RandomID().description.prefix(8), secret: Self.secret())
        }
        do throws(TokenKeysError) {
            return try TokenKeys(parsing: bytes)
        } catch {
            throw StartError("'\(path)/keys/tokens.json': \(error)")
        }
    }

    /// Reads a key file; the process that is first makes it, whole or not at all.
    private func keyFile(_ name: String, make: () throws -> [UInt8]) throws -> [UInt8] {
        let folder = path + "/keys"
        let file = folder + "/" + name
        if let found = FileManager.default.contents(atPath: file) { return [UInt8](found) }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let draft = file + "." + RandomID().description
        guard
            FileManager.default.createFile(
                atPath: draft, contents: Data(try make()), attributes: [.posixPermissions: 0o600])
        else { throw StartError("'\(draft)' cannot be written") }
        defer { unlink(draft) }
        if link(draft, file) != 0, errno != EEXIST { throw StartError("'\(file)' cannot be written") }
        guard let made = FileManager.default.contents(atPath: file) else {
            throw StartError("'\(file)' cannot be read")
        }
        return [UInt8](made)
    }

    private static func signingKey(_ value: JSONValue?) -> SigningKeyRing.Key? {
        guard let id = value?["id"]?.stringValue, let text = value?["secret"]?.stringValue,
            let secret = HexCode.decode(text),
            secret.count >= 32
        else { return nil }
        return SigningKeyRing.Key(id: id, secret: secret)
    }
    private static func secret() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

/// Holds a data directory; the system lets go of it when the process ends, however it ends.
package final class DataDirectoryLock: Sendable {
    private let descriptor: Int32
    init(descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
}
