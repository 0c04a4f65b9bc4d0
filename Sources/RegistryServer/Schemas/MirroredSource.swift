package import RegistrySchemas
internal import Synchronization

/// An origin elsewhere whose states are kept on this disk.
package final class MirroredSource: SchemaSource {
    package let address: SchemaAddress
    private let origin: any SchemaOrigin
    private let mirror: SchemaMirror
    /// Of the state that was read or fetched last.
    private let mark = Mutex<FetchedState.Mark?>(nil)

    init(address: SchemaAddress, origin: any SchemaOrigin, folder: String) {
        self.address = address
        self.origin = origin
        mirror = SchemaMirror(folder: folder, identity: origin.identity)
        mirror.sweep()
    }

    package func kept() async throws(SchemaSetError) -> SchemaState? {
        guard let state = try mirror.read() else { return nil }
        mark.withLock { $0 = state.mark }
        return SchemaState(files: state.files, revision: state.mark.revision)
    }

    package func fetch(unless revision: String?) async throws(SchemaSetError) -> SchemaState? {
        let known = revision.map { revision in
            mark.withLock { $0?.revision == revision ? $0 : nil } ?? FetchedState.Mark(revision: revision)
        }
        let found = try await mirror.working { work throws(SchemaSetError) in
            try await origin.fetch(unless: known, in: work)
        }
        guard let found else { return nil }
        guard found.files.contents.keys.contains(where: { SchemaName($0).map { !$0.isHidden } ?? false }) else {
            throw SchemaSetError(description: "there is no <type>/<version>.json in it; 'folder' says where to look")
        }
        mark.withLock { $0 = found.mark }
        return SchemaState(files: found.files, revision: found.mark.revision)
    }

    package func keep(_ state: SchemaState) async throws(SchemaSetError) {
        let mark = mark.withLock { $0?.revision == state.revision ? $0 : nil }
        try mirror.write(
            FetchedState(files: state.files, mark: mark ?? FetchedState.Mark(revision: state.revision)))
    }
}
