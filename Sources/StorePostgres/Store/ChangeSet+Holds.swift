internal import Catalog
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

extension ChangeSet {
    /// The versions whose row, uploads or policy this set changes, in ascending order of their names' bytes.
    ///
    /// A commit takes their rows before any other, whatever the order of its changes: of two commits that meet in several
    /// rows the second then waits for the first, and neither for the other.
    var versionsToHold: [VersionKey] {
        var keys: Set<VersionKey> = []
        for change in catalog {
            if let key = change.version { keys.insert(key) }
        }
        for change in index {
            switch change {
            case .publish(let upload, _, _), .withdraw(let upload): keys.insert(upload.version)
            case .exchange: break
            }
        }
        // The usual commit begins with it.
        if keys.count == 1, case .updateVersion? = catalog.first { return [] }
        return keys.sorted { $0.description.utf8.lexicographicallyPrecedes($1.description.utf8) }
    }
}

extension CatalogChange {
    /// The version that is there already and to which this change does something.
    fileprivate var version: VersionKey? {
        switch self {
        case .updateVersion(let version, _): version.key
        case .removeVersion(let key, _), .removeRejection(let key): key
        case .updateUpload(let upload, _, _): upload.key.version
        case .allotRevision(let upload): upload.version
        case .putRejection(let rejection): rejection.upload.version
        case .putPolicy(_, of: .version(let key)), .removePolicy(of: .version(let key)): key
        default: nil
        }
    }
}
