internal import Catalog
package import JSONDocument
internal import JobQueue
package import RegistryCore
internal import RegistryStore

/// Tells what became of jobs, and changes it.
package struct JobService: Sendable {
    let registry: Registry
    package init(registry: Registry) { self.registry = registry }

    /// The job document of `spec/rest-api.md` 1.14.
    ///
    /// Anybody who has the id sees the status, the id, and of a success the project, the version and the count; results,
    /// errors, reasons and parts are for those who may read the project, for who caused the job, and for curators. Whoever of
    /// them has a name gets `job` too, which the contract does not know.
    /// - Parameter deep: whether the parts are documents of their own.
    package func document(_ text: String, deep: Bool = false, for caller: Identity) async throws -> JSONValue {
        guard let job = try await find(text) else { return ["status": "PENDING", "result": nil] }
        let mayRead = try await allows(.read, on: job, for: caller)
        var document = Self.document(of: job, inFull: mayRead)
        document["children"] = .array(mayRead ? try await parts(of: job, deep: deep, for: caller) : [])
        if mayRead, !caller.isAnonymous { document["job"] = .object(job.details) }
        return .object(document)
    }

    /// Cancels a job that waits, and asks one that runs to stop: an index job for those who may write its project, any job
    /// for curators.
    ///
    /// - Throws: `.notFound`; `.invalidRequest` for one that has ended; `.unauthenticated` or `.forbidden`.
    package func cancel(_ text: String, for caller: Identity) async throws -> JobID {
        let job = try await changeable(text, for: caller)
        guard !job.state.isFinal else {
            throw RegistryError(
                .invalidRequest, "the job has ended already: its status is \(Self.status(of: job))")
        }
        try await registry.commit {
            try await registry.store.jobs.job(job.id)
        } deciding: { job in
            var set = ChangeSet(lane: job?.id.lane ?? Lane(0))
            if let job, !job.state.isFinal { set.jobs = [.requestCancel(job.id)] }
            return set
        }
        try? await registry.dispatcher.forget([job.id])
        return job.id
    }

    /// Makes a job that failed or was cancelled wait again, its attempts given back.
    ///
    /// - Throws: `.notFound`; `.invalidRequest` for one that waits, runs or has succeeded; `.locked` when its upload cannot
    ///   be indexed any more; `.unauthenticated` or `.forbidden`.
    package func retry(_ text: String, for caller: Identity) async throws -> JobID {
        let job = try await changeable(text, for: caller)
        guard job.state == .discarded || job.state == .cancelled else {
            throw RegistryError(
                .invalidRequest,
                "only a job that failed or was cancelled is run again: its status is \(Self.status(of: job))")
        }
        if job.kind == IndexUpload.kind {
            try await retryIndexing(job)
        } else {
            try await registry.commit {
                try await registry.store.jobs.job(job.id)
            } deciding: { present in
                var set = ChangeSet(lane: job.id.lane)
                if let present, present.state == .discarded || present.state == .cancelled {
                    // A timer keeps its moment.
                    set.jobs = [.rerun(job.id, due: max(present.due, registry.ambient.now()))]
                }
                return set
            }
        }
        var waiting = job
        waiting.due = registry.ambient.now()
        // One that stays as it is, beside another with its key, is refused to who would claim it.
        if job.due <= waiting.due { try? await registry.dispatcher.push([waiting.ticket]) }
        return job.id
    }

    /// The upload goes back to `sealed` with its job, so that neither is without the other.
    private func retryIndexing(_ job: JobRecord) async throws {
        let key = try UploadKey(payload: job.payload)
        try await registry.commit {
            (
                try await registry.store.catalog.facts(of: key.project, version: key.version.version),
                try await registry.store.catalog.upload(key), try await registry.store.jobs.job(job.id)
            )
        } deciding: { facts, upload, job in
            let changes = UploadChanges(registry, project: key.project, actor: job?.createdBy)
            guard let upload, let version = facts.version, let job else {
                throw RegistryError(.notFound, "the upload of the job was removed: upload the version again")
            }
            switch upload.state.transition(on: .retry) {
            case .move: return changes.retry(upload, of: version, job: job.id)
            case .repeated:
                // Its job was cancelled, and nobody has looked yet; or it waits again already.
                return job.state.isFinal
                    ? changes.rerun(job.id, of: version) : ChangeSet(lane: changes.lane)
            case .snooze, .ignored, .refused:
                throw RegistryError(
                    .locked, "the upload is \(upload.state.rawValue): only a failed one is indexed again")
            }
        }
    }
}

extension JobService {
    /// Nil for what is no id, and for a job that is not there.
    func find(_ text: String) async throws -> JobRecord? {
        guard let id = JobID(text), id.lane.number < registry.store.lanes.count else { return nil }
        return try await registry.store.jobs.job(id)
    }
    func allows(_ action: JobAction, on job: JobRecord, for caller: Identity) async throws -> Bool {
        var facts: VersionFacts?
        if let project = job.project, !caller.isCurator {
            facts = try await registry.store.catalog.facts(of: project, version: job.version)
        }
        return AccessDecision.allows(action, for: caller, on: job, facts: facts)
    }
    private func changeable(_ text: String, for caller: Identity) async throws -> JobRecord {
        if caller.isAnonymous {
            throw RegistryError(.unauthenticated, "Not authenticated, user credentials not supplied")
        }
        // Whoever has an id knows from its status that the job is there.
        guard let job = try await find(text) else { throw RegistryError(.notFound, "No such job") }
        // A timer or a removal is no writer's to put off or to hasten.
        guard caller.isCurator || job.kind == IndexUpload.kind, try await allows(.change, on: job, for: caller) else {
            throw RegistryError(
                .forbidden,
                "Forbidden, an index job is changed by those who may write its project, any other with the role 'admin'"
            )
        }
        return job
    }
    /// At most a page of them: a job with more parts is listed by `GET /jobs?parent=`.
    private func parts(of job: JobRecord, deep: Bool, for caller: Identity) async throws -> [JSONValue] {
        var filter = JobFilter()
        filter.parent = job.id
        let parts = try await registry.store.jobs.jobs(filter, after: nil, limit: Limits.pageMaximum)
        var documents: [JSONValue] = []
        for part in parts {
            if deep {
                let mayRead = try await allows(.read, on: part, for: caller)
                documents.append(.object(Self.document(of: part, inFull: mayRead)))
            } else {
                documents.append(
                    ["task_id": .string(part.id.description), "status": .string(Self.status(of: part))])
            }
        }
        return documents
    }
}
