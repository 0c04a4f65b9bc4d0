internal import Catalog
package import JSONDocument
package import JobQueue
package import RegistryCore
internal import RegistryStore

/// Tells what became of a job.
package struct JobService: Sendable {
    let registry: Registry
    package init(registry: Registry) { self.registry = registry }

    /// The job document of `spec/rest-api.md` 1.14.
    ///
    /// Anybody who has the id sees the status, the id, and of a success the project, the version and the count; results,
    /// errors and reasons are for those who may read the project, for who caused the job, and for curators.
    package func document(_ text: String, for caller: Identity) async throws -> JSONValue {
        guard let id = JobID(text), id.lane.number < registry.store.lanes.count,
            let job = try await registry.store.jobs.job(id)
        else { return ["status": "PENDING", "result": nil] }
        let mayRead = try await mayRead(job, caller)
        var document: JSONObject = ["status": .string(Self.status(of: job))]
        document["result"] = (mayRead ? job.result : job.result.map(Self.publicPart)) ?? .null
        document["traceback"] = Self.traceback(of: job, inFull: mayRead)
        document["children"] = []
        document["date_done"] = job.finishedAt.map { .string($0.description) } ?? .null
        document["task_id"] = .string(job.id.description)
        return .object(document)
    }

    /// One function maps our states to the wire's.
    package static func status(of job: JobRecord) -> String {
        switch job.state {
        case .available, .scheduled: "PENDING"
        case .executing: "STARTED"
        case .retryable: "RETRY"
        case .completed: "SUCCESS"
        case .discarded: "FAILURE"
        case .cancelled: "REVOKED"
        }
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

    private func mayRead(_ job: JobRecord, _ caller: Identity) async throws -> Bool {
        if caller.isCurator { return true }
        if let user = caller.user, let creator = job.createdBy, user.utf8.elementsEqual(creator.utf8) { return true }
        guard let project = job.project else { return false }
        let facts = try await registry.store.catalog.facts(of: project, version: job.version)
        // An upload that failed tells of documents that only its writers have seen.
        let right: Right = job.state == .discarded ? .write : .read
        guard let policy = facts.policy?.policy else { return false }
        return policy.grants(right, to: caller) || (!caller.isAnonymous && policy.grants(.manage, to: caller))
    }
}
