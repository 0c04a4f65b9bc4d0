internal import Catalog
internal import ObjectStore
internal import RegistryCore

/// Which keys a project's objects lie at: the one place that knows (design section 4, "Bytes").
enum StorageLayout {
    /// Where upload URLs point: `<project>/<version>/..upload/<id>/<path>`.
    static func staging(_ path: ArtifactPath, of upload: UploadKey) throws(ObjectStoreError) -> ObjectKey {
        try key(stagingPrefix(of: upload) + path.description)
    }
    static func stagingPrefix(of upload: UploadKey) -> String { "\(prefix(of: upload.version))..upload/\(upload.id)/" }

    /// The upload for which `key` is staged; nil for every other key.
    static func upload(stagedAt key: ObjectKey) -> UploadKey? {
        let parts = key.segments
        guard parts.count > 4, parts[2] == "..upload", let project = try? ProjectID(parsing: parts[0]),
            let version = try? VersionID(parsing: parts[1]), let id = UploadID(parts[3])
        else { return nil }
        return UploadKey(version: VersionKey(project: project, version: version), id: id)
    }

    /// Where published bytes lie: `<project>/<version>/<path>` for the first upload ever sealed in a version,
    /// `<project>/<version>/..r<revision>/<path>` for each later one.
    static func final(_ path: ArtifactPath, of upload: UploadKey, revision: Int, isFirst: Bool) throws(ObjectStoreError)
        -> ObjectKey
    {
        let prefix = prefix(of: upload.version)
        return try key(isFirst ? prefix + path.description : "\(prefix)..r\(revision)/\(path)")
    }

    static func manifest(of version: VersionKey, revision: Int) throws(ObjectStoreError) -> ObjectKey {
        try key("\(prefix(of: version))..meta/manifest-\(revision).json")
    }
    static func meta(_ name: String, of version: VersionKey) throws(ObjectStoreError) -> ObjectKey {
        try key("\(prefix(of: version))..meta/\(name)")
    }
    static func meta(_ name: String, of project: ProjectID) throws(ObjectStoreError) -> ObjectKey {
        try key("\(project)/..meta/\(name)")
    }

    private static func prefix(of version: VersionKey) -> String { "\(version.project)/\(version.version)/" }

    private static func key(_ text: String) throws(ObjectStoreError) -> ObjectKey { try ObjectKey(validating: text) }
}
