internal import Crypto
internal import Foundation
internal import RegistryCore

/// The files of one state of a source by their place below its folder, such as `report/v1.json` or `_common/v1.json`.
package struct SchemaFiles: Sendable {
    /// Of one source; past them it is refused.
    package enum Limits {
        package static let files = 5_000
        package static let bytes = 64 << 20
        package static let fileBytes = 4 << 20
        /// Parts of a place.
        package static let depth = 8
        /// Files and folders that are looked at.
        package static let entries = 50_000
    }
    package private(set) var contents: [String: [UInt8]] = [:]
    private var size = 0

    package init() {}

    /// Reads a folder: every file whose place is one (``isPlace(_:)``); links are followed, hidden names left alone.
    ///
    /// - Throws: ``SchemaSetError`` naming what is missing, unreadable or too large.
    package init(folder: String) throws(SchemaSetError) {
        guard Self.isFolder(folder) else {
            throw SchemaSetError(description: "there is no folder of schemas at '\(folder)'")
        }
        var entries = 0
        var pending = [""]
        while let path = pending.popLast() {
            let names: [String]
            do {
                names = try FileManager.default.contentsOfDirectory(atPath: folder + "/" + path)
            } catch {
                throw SchemaSetError(description: "the folder '\(folder)/\(path)' cannot be read")
            }
            entries += names.count
            guard entries <= Limits.entries else {
                throw SchemaSetError(description: "'\(folder)' has more than \(Limits.entries) files and folders")
            }
            for name in names.sorted() {
                let place = path.isEmpty ? name : path + "/" + name
                guard Self.isPart(name), place.split(separator: "/").count <= Limits.depth else { continue }
                if Self.isFolder(folder + "/" + place) {
                    pending.append(place)
                } else if Self.isPlace(place) {
                    guard let bytes = FileManager.default.contents(atPath: folder + "/" + place) else {
                        throw SchemaSetError(description: "schema \(place) cannot be read")
                    }
                    try add([UInt8](bytes), at: place)
                }
            }
        }
    }

    /// - Precondition: `place` is one.
    /// - Throws: ``SchemaSetError`` when there are too many bytes or files.
    package mutating func add(_ bytes: [UInt8], at place: String) throws(SchemaSetError) {
        guard bytes.count <= Limits.fileBytes else {
            throw SchemaSetError(description: "schema \(place) is longer than \(Limits.fileBytes) bytes")
        }
        size += bytes.count - (contents[place]?.count ?? 0)
        contents[place] = bytes
        guard contents.count <= Limits.files else {
            throw SchemaSetError(description: "there are more than \(Limits.files) JSON files")
        }
        guard size <= Limits.bytes else {
            throw SchemaSetError(description: "the JSON files are longer than \(Limits.bytes) bytes together")
        }
    }

    /// Whether `text` is up to 8 parts of 1 to 128 of `A–Z a–z 0–9 . _ -` that do not begin with a dot, the last one
    /// with `.json` at its end.
    package static func isPlace(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return text.hasSuffix(".json") && parts.count <= Limits.depth && parts.allSatisfy { isPart(String($0)) }
    }
    private static func isPart(_ text: String) -> Bool {
        SchemaName.isPart(text.hasSuffix(".json") ? text.dropLast(5) : text[...])
    }

    /// The SHA-256 of places and contents, in hexadecimal digits: the same for the same files.
    package var digest: String {
        var hash = SHA256()
        for (place, bytes) in contents.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            hash.update(data: Array("\(place) \(bytes.count)\n".utf8))
            hash.update(data: bytes)
        }
        return HexCode.encode(hash.finalize())
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = ObjCBool(false)
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
