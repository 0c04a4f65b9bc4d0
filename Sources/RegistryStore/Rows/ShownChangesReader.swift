internal import Catalog
internal import RegistryCore
package import SearchIndex

/// Puts together what has changed in a lane after a generation, from rows that were read at one moment.
package struct ShownChangesReader {
    private let generation: Int
    private let segments: [SegmentRecord]
    private var versions: [VersionKey: ShownUpload?] = [:]
    private var policies: [PolicyNumber: PolicyRecord?] = [:]
    private var uploads = ShownUploadReader()

    /// - Parameters:
    ///   - generation: of the lane.
    ///   - log: `previous`, `project`, `version` and `policy` of every row after `known`, in the order of generations, or of
    ///     more of them than are worth following.
    /// - Returns: nil when `log` does not lead from `known` on without a gap, or is too long.
    package init?(
        since known: Int, generation: Int, segments: some Sequence<some StoredRow>, log: some Collection<some StoredRow>
    ) throws {
        if log.count > IndexTouches.followedRows { return nil }
        // A generation that this log never had, such as one that was lost with a former primary, leads nowhere.
        guard log.first.map({ $0.number("previous") }) ?? generation == known else { return nil }
        self.generation = generation
        self.segments = segments.map { SegmentRecord($0) }
        for row in log {
            if let version = try row.optionalVersion("version") {
                versions.updateValue(nil, forKey: VersionKey(project: try row.project("project"), version: version))
            }
            if let policy = row.optionalNumber("policy") { policies.updateValue(nil, forKey: policy) }
        }
    }

    /// Takes in what versions of the log show now; one that is not named is gone.
    package mutating func add(uploads rows: some Sequence<some StoredRow>) throws {
        for row in rows {
            let version = try uploads.version(row)
            versions.updateValue(try uploads.upload(row, of: version), forKey: version)
        }
    }
    /// Takes in policies of the log as they are now; one that is not named is gone.
    package mutating func add(policies rows: some Sequence<some StoredRow>) throws {
        for row in rows {
            let policy = try PolicyRecord(row)
            policies.updateValue(policy, forKey: policy.number)
        }
    }

    package var changes: ShownChanges {
        ShownChanges(generation: generation, segments: segments, versions: versions, policies: policies)
    }
}
