internal import Crypto
internal import Foundation
internal import Glibc
internal import JSONDocument
internal import RegistryCore
internal import RegistrySchemas

/// The states of one source on this disk: `<folder>/<revision>/files/…`, and `current`, a link to the one in use.
///
/// A state is written whole beside the others before the link is switched to it, so a crash leaves the former one.
struct SchemaMirror: Sendable {
    /// Besides the current one.
    private static let formerStates = 5
    /// In seconds.
    private static let longestWork = 7_200.0

    let folder: String
    /// Of what is mirrored: states of another origin are not used.
    private let origin: String

    init(folder: String, identity: String) {
        self.folder = folder
        origin = HexCode.encode(SHA256.hash(data: Array(identity.utf8)))
    }

    private var current: String { folder + "/current" }

    /// The state in use; nil when there is none of this origin.
    ///
    /// - Throws: ``SchemaSetError`` when it is damaged.
    func read() throws(SchemaSetError) -> FetchedState? {
        guard let name = try? FileManager.default.destinationOfSymbolicLink(atPath: current),
            let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)/state.json"),
            let state = try? JSONValue(parsing: [UInt8](bytes)), state["origin"]?.stringValue == origin,
            let revision = state["revision"]?.stringValue
        else { return nil }
        return FetchedState(
            files: try SchemaFiles(folder: "\(folder)/\(name)/files"),
            mark: .init(revision: revision, tag: state["tag"]?.stringValue))
    }

    /// - Throws: ``SchemaSetError`` when it cannot be written; the state in use stays what it was.
    func write(_ state: FetchedState) throws(SchemaSetError) {
        do {
            let draft = "\(folder)/.new-\(RandomID())"
            defer { try? FileManager.default.removeItem(atPath: draft) }
            try write(state, into: draft)
            let name = vacantName(for: state.mark.revision)
            try rename(draft, to: "\(folder)/\(name)")
            let link = "\(folder)/.link-\(RandomID())"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: name)
            try rename(link, to: current)
            prune(keeping: name)
        } catch {
            throw SchemaSetError(description: "the mirror '\(folder)' cannot be written: \(error)")
        }
    }

    private func write(_ state: FetchedState, into draft: String) throws {
        try makeFolder(draft + "/files")
        for (place, bytes) in state.files.contents {
            let file = "\(draft)/files/\(place)"
            try makeFolder(String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)]))
            try Data(bytes).write(to: URL(fileURLWithPath: file))
        }
        var document: JSONObject = ["origin": .string(origin), "revision": .string(state.mark.revision)]
        if let tag = state.mark.tag { document["tag"] = .string(tag) }
        try Data(JSONValue.object(document).serialized(pretty: true)).write(
            to: URL(fileURLWithPath: draft + "/state.json"))
        // All of it is on the disk before the link leads there.
        for path in [""] + (FileManager.default.subpaths(atPath: draft) ?? []) { try sync("\(draft)/\(path)") }
    }

    /// Of a file its content, of a folder its names.
    private func sync(_ path: String) throws(SchemaSetError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SchemaSetError(description: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SchemaSetError(description: String(cString: strerror(errno))) }
    }

    /// The revision itself, unless a state is called so that was damaged or of another origin.
    private func vacantName(for revision: String) -> String {
        FileManager.default.fileExists(atPath: "\(folder)/\(revision)") ? "\(revision).\(RandomID())" : revision
    }
    private func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    private func rename(_ old: String, to new: String) throws(SchemaSetError) {
        guard Glibc.rename(old, new) == 0 else { throw SchemaSetError(description: String(cString: strerror(errno))) }
    }

    // MARK: Room

    /// A folder of its own to work in, removed after `body`.
    func working<Value>(
        _ body: (String) async throws(SchemaSetError) -> Value
    ) async throws(SchemaSetError) -> Value {
        let work = "\(folder)/.work-\(RandomID())"
        do {
            try makeFolder(work)
        } catch {
            throw SchemaSetError(description: "the mirror '\(folder)' cannot be written: \(error)")
        }
        defer { try? FileManager.default.removeItem(atPath: work) }
        return try await body(work)
    }

    /// Removes what a run that was killed left in the middle: another process may be at work here, but not for hours.
    func sweep() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasPrefix(".") {
            guard modified(name).timeIntervalSinceNow < -Self.longestWork else { continue }
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }
    private func modified(_ name: String) -> Date {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
        return attributes?[.modificationDate] as? Date ?? .distantPast
    }

    private func prune(keeping current: String) {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
            !$0.hasPrefix(".") && $0 != "current" && $0 != current
        }
        let dated = names.map { (name: $0, time: modified($0)) }
        for (name, _) in dated.sorted(by: { $0.time > $1.time }).dropFirst(Self.formerStates) {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }
}
