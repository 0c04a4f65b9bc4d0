package import JSONDocument
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
        self.init(
            id: try JobID(row), kind: JobKind(row.text("kind")), queue: try row.queue("queue"),
            priority: try row.priority("priority"), project: try row.optionalProject("project"),
            due: row.moment("due"))
    }
}

extension JobRecord {
    package init(_ row: some StoredRow) throws {
        self.init(
            id: try JobID(row), kind: JobKind(row.text("kind")), state: try row.word("state"),
            queue: try row.queue("queue"), priority: try row.priority("priority"), payload: try row.json("payload"),
            uniqueKey: row.optionalText("uniq"), project: try row.optionalProject("project"),
            version: try row.optionalVersion("version"), parent: try row.optional("parent", JobID.init),
            tags: try row.optionalJSON("tags")?.texts() ?? [], due: row.moment("due"),
            deadline: row.optionalMoment("deadline"), attempt: row.number("attempt"),
            maxAttempts: row.number("max_attempts"), rescues: row.number("rescues"), fence: row.number("fence"),
            worker: row.optionalText("worker").map(WorkerID.init), leaseUntil: row.optionalMoment("lease_until"),
            isCancelRequested: row.flag("cancel_requested"),
            progress: try row.optionalJSON("progress").map(JobProgress.init(stored:)),
            createdBy: row.optionalText("created_by"), createdAt: row.moment("created_at"),
            startedAt: row.optionalMoment("started_at"), finishedAt: row.optionalMoment("finished_at"),
            result: try row.optionalJSON("result"), failure: row.optionalText("failure"))
    }
    package var arguments: StoredArguments {
        id.arguments + [
            "kind": kind.description, "state": state.rawValue, "queue": queue.description,
            "priority": priority.rawValue, "payload": payload.stored, "uniq": uniqueKey,
            "project": project?.description, "version": version?.description, "parent": parent?.description,
            "tags": tags.isEmpty ? nil : JSONValue.array(tags.map(JSONValue.string)).stored,
            "due": due.milliseconds, "deadline": deadline?.milliseconds, "attempt": attempt,
            "max_attempts": maxAttempts, "rescues": rescues, "fence": fence, "created_by": createdBy,
            "created_at": createdAt.milliseconds, "started_at": startedAt?.milliseconds,
            "finished_at": finishedAt?.milliseconds, "result": result?.stored, "failure": failure,
        ]
    }
}

extension JobClaim {
    package var arguments: StoredArguments { id.arguments + ["fence": fence] }
}

extension JobProgress {
    package init(stored value: JSONValue) {
        self.init(
            done: value["done"]?.intValue ?? 0, total: value["total"]?.intValue, note: value["note"]?.stringValue)
    }
    package var stored: String {
        var object: JSONObject = ["done": .number(JSONNumber(done))]
        if let total { object["total"] = .number(JSONNumber(total)) }
        if let note { object["note"] = .string(note) }
        return JSONValue.object(object).stored
    }
}

extension JobEnd {
    /// Which of the two statements stores an end.
    package enum Statement: Sendable, Hashable {
        /// For good: bound to `state`, `result` and `failure`.
        case end
        /// To wait again: bound to `state`, `due` (NULL keeps it), `failure` (NULL keeps it), `given_back` and `taken`.
        case wait
    }
    /// What the statement of this end is bound to beside the claim and the time.
    package var arguments: (statement: Statement, values: StoredArguments) {
        switch self {
        case .completed(let result): Self.end(.completed, result, nil)
        case .cancelled(let result, let reason): Self.end(.cancelled, result, reason)
        case .discarded(let result, let reason): Self.end(.discarded, result, reason)
        case .retry(let due, let reason): Self.wait(.retryable, due, reason, givenBack: 0)
        case .snooze(let due): Self.wait(.scheduled, due, nil, givenBack: 1)
        case .released: Self.wait(.available, nil, nil, givenBack: 1)
        }
    }
    private static func end(
        _ state: JobState, _ result: JSONValue?, _ failure: String?
    ) -> (Statement, StoredArguments) {
        (.end, ["state": state.rawValue, "result": result?.stored, "failure": failure])
    }
    private static func wait(
        _ state: JobState, _ due: Timestamp?, _ failure: String?, givenBack: Int
    ) -> (Statement, StoredArguments) {
        (
            .wait,
            [
                "state": state.rawValue, "due": due?.milliseconds, "failure": failure, "given_back": givenBack,
                "taken": taken,
            ]
        )
    }
}

extension StoredRow {
    fileprivate func queue(_ column: String) throws -> JobQueueName {
        try optional(column, JobQueueName.init(parsing:)) ?? { throw DamagedRow(column, "NULL") }()
    }
    fileprivate func priority(_ column: String) throws -> JobPriority {
        try JobPriority(rawValue: number(column)) ?? { throw DamagedRow(column, String(number(column))) }()
    }
}
