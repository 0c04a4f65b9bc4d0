internal import Catalog
internal import PostgresClient
internal import RegistryCore
internal import RegistryStore

/// Notes what a commit touches of what its lane shows, and moves the lane's generation at its end.
///
/// There is no reading rows before the pipeline goes out. What only the rows can tell is noted by statements that look at
/// them, under a mark that no other commit has and no reader looks for; the last statements give the notes their
/// generation, and move it only where there is a note.
struct IndexLog {
    /// Below every generation.
    private let mark = -Int.random(in: 1...Int.max)
    private let certain: IndexTouches
    private var notes = 0

    init(_ changes: ChangeSet) { certain = changes.certainTouches }

    /// Before a version's row gets this current upload.
    mutating func note(_ version: VersionRecord, in pipeline: inout Pipeline) {
        if certain.contains(.version(version.key)) { return }
        note(IndexLogQueries.noteMove, version.arguments(in: pipeline.lane), in: &pipeline)
    }
    /// Before an upload's row changes: of one that is shown everything counts.
    mutating func note(_ upload: UploadKey, in pipeline: inout Pipeline) {
        if certain.contains(.version(upload.version)) { return }
        note(IndexLogQueries.noteShown, upload.arguments(in: pipeline.lane), in: &pipeline)
    }
    /// Before an owner's policy goes, and while its row is held.
    mutating func notePolicy(of owner: PolicyOwner, in pipeline: inout Pipeline) {
        switch owner {
        case .instance: break  // certain
        case .project(let project):
            note(IndexLogQueries.notePolicyOfProject, project.arguments(in: pipeline.lane), in: &pipeline)
        case .version(let key):
            note(IndexLogQueries.notePolicyOfVersion, key.arguments(in: pipeline.lane), in: &pipeline)
        }
    }

    /// Moves the lane's row, which is held from here to the commit's end.
    func finish(at now: Timestamp, in pipeline: inout Pipeline) {
        let arguments: StoredArguments = ["now": now.milliseconds, "mark": mark]
        if certain.isEmpty {
            if notes == 0 { return }
            pipeline.add(IndexLogQueries.moveIfNoted, arguments)
        } else {
            pipeline.add(IndexLogQueries.move, arguments)
            for (number, touch) in certain.all.enumerated() {
                pipeline.add(IndexLogQueries.insert, touch.arguments + ["number": number])
            }
        }
        if notes > 0 { pipeline.add(IndexLogQueries.settle, arguments) }
    }

    private mutating func note(_ text: PostgresText, _ arguments: StoredArguments, in pipeline: inout Pipeline) {
        pipeline.add(text, arguments + ["mark": mark, "number": certain.all.count + notes])
        notes += 1
    }
}
