internal import JSONDocument
package import JobQueue
package import RegistryCore

extension JobID {
    package init(_ row: some StoredRow) throws {
        self.init(lane: Lane(row.number("lane")), id: try row.randomID("id"))
    }
    package var arguments: StoredArguments { ["lane": lane.number, "id": id.description] }
}

extension JobTicket {
    package init(_ row: some StoredRow) throws {
        self.init(id: try JobID(row), project: try row.optionalProject("project"), due: row.moment("due"))
    }
}

extension JobRecord {
    package init(_ row: some StoredRow) throws {
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
    package var arguments: StoredArguments {
        id.arguments + [
            "kind": kind.description, "state": state.rawValue, "payload": payload.stored, "uniq": uniqueKey,
            "project": project?.description, "version": version?.description, "due": due.milliseconds,
            "attempt": attempt, "max_attempts": maxAttempts, "fence": fence, "created_by": createdBy,
            "created_at": createdAt.milliseconds, "started_at": startedAt?.milliseconds,
            "finished_at": finishedAt?.milliseconds, "result": result?.stored, "failure": failure,
        ]
    }
}
