internal import GRDB
internal import JSONDocument
internal import JobQueue
internal import RegistryCore

extension JobID {
    init(_ row: Row) throws {
        self.init(lane: Lane(row.number("lane")), id: try row.randomID("id"))
    }
    var arguments: StatementArguments { ["lane": lane.number, "id": id.description] }
}

extension JobTicket {
    init(_ row: Row) throws {
        self.init(id: try JobID(row), project: try row.optionalProject("project"), due: row.moment("due"))
    }
}

extension JobRecord {
    init(_ row: Row) throws {
        self.init(
            id: try JobID(row), kind: JobKind(row.text("kind")), state: try row.word("state"),
            payload: try row.json("payload"), uniqueKey: row.optionalText("uniq"),
            project: try row.optionalProject("project"), version: try row.optionalVersion("version"),
            due: row.moment("due"), attempt: row.number("attempt"), maxAttempts: row.number("max_attempts"),
            fence: row.number("fence"), createdBy: row.optionalText("created_by"),
            createdAt: row.moment("created_at"), startedAt: row.optionalMoment("started_at"),
            finishedAt: row.optionalMoment("finished_at"), result: try row.optionalJSON("result"),
            failure: row.optionalText("failure"))
    }
    var arguments: StatementArguments {
        id.arguments + [
            "kind": kind.description, "state": state.rawValue, "payload": payload.stored, "uniq": uniqueKey,
            "project": project?.description, "version": version?.description, "due": due.milliseconds,
            "attempt": attempt, "max_attempts": maxAttempts, "fence": fence, "created_by": createdBy,
            "created_at": createdAt.milliseconds, "started_at": startedAt?.milliseconds,
            "finished_at": finishedAt?.milliseconds, "result": result?.stored, "failure": failure,
        ]
    }
}
