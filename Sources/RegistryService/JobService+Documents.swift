internal import JSONDocument
internal import JobQueue
internal import RegistryCore

extension JobService {
    /// One function maps our states to the wire's.
    static func status(of job: JobRecord) -> String {
        switch job.state {
        case .available, .scheduled: "PENDING"
        case .executing: "STARTED"
        case .retryable: "RETRY"
        case .completed: "SUCCESS"
        case .discarded: "FAILURE"
        case .cancelled: "REVOKED"
        }
    }
    /// The states that the wire calls `status`, or the one that we call so; nil for no such word.
    static func states(named word: String) -> Set<JobState>? {
        switch word.uppercased() {
        case "PENDING": [.available, .scheduled]
        case "STARTED": [.executing]
        case "RETRY": [.retryable]
        case "SUCCESS": [.completed]
        case "FAILURE": [.discarded]
        case "REVOKED": [.cancelled]
        default: JobState(rawValue: word.lowercased()).map { [$0] }
        }
    }

    /// Without `children`.
    static func document(of job: JobRecord, inFull mayRead: Bool) -> JSONObject {
        var document: JSONObject = ["status": .string(status(of: job))]
        document["result"] = (mayRead ? job.result : job.result.map(publicPart)) ?? .null
        document["traceback"] = traceback(of: job, inFull: mayRead)
        document["children"] = []
        document["date_done"] = job.finishedAt.map { .string($0.description) } ?? .null
        document["task_id"] = .string(job.id.description)
        return document
    }

    private static func publicPart(_ result: JSONValue) -> JSONValue {
        var part = JSONObject()
        for key in ["project_id", "version", "indexed_files", "deleted"] {
            if let value = result[key] { part[key] = value }
        }
        return .object(part)
    }

    /// Clients render it: text for a failure, null else.
    private static func traceback(of job: JobRecord, inFull: Bool) -> JSONValue {
        guard job.state == .discarded else { return .null }
        guard inFull else {
            return "the job failed; those who may read the project see why at this address with their token"
        }
        var lines = [job.failure ?? "the job failed"]
        for error in job.result?["errors"]?.arrayValue?.prefix(50) ?? [] {
            let place = (error["path"]?.stringValue ?? "") + (error["pointer"]?.stringValue.map { " at '\($0)'" } ?? "")
            lines.append("\(place): \(error["message"]?.stringValue ?? "")")
        }
        return .string(lines.joined(separator: "\n"))
    }
}

extension JobRecord {
    /// What the job is and how it fares, beyond the contract.
    var details: JSONObject {
        func moment(_ time: Timestamp?) -> JSONValue { time.map { .string($0.description) } ?? .null }
        func text(_ value: (some CustomStringConvertible)?) -> JSONValue {
            value.map { .string($0.description) } ?? .null
        }
        return [
            "job_id": .string(id.description), "kind": .string(kind.description), "state": .string(state.rawValue),
            "queue": .string(queue.description), "priority": .string("\(priority)"), "project_id": text(project),
            "version": text(version), "parent": text(parent), "tags": .array(tags.map(JSONValue.string)),
            "attempt": .number(JSONNumber(attempt)), "max_attempts": .number(JSONNumber(maxAttempts)),
            "rescues": .number(JSONNumber(rescues)), "worker": text(worker),
            "cancel_requested": .bool(isCancelRequested), "progress": progress.map { .object($0.json) } ?? .null,
            "reason": text(failure), "created_by": text(createdBy), "created_at": moment(createdAt),
            "due": moment(due), "deadline": moment(deadline), "started_at": moment(startedAt),
            "finished_at": moment(finishedAt),
        ]
    }
}

extension JobProgress {
    var json: JSONObject {
        [
            "done": .number(JSONNumber(done)), "total": total.map { .number(JSONNumber($0)) } ?? .null,
            "note": note.map { .string($0) } ?? .null,
        ]
    }
}
