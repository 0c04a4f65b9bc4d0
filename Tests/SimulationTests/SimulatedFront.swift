import Catalog
import JSONDocument
import JobQueue
import RegistryCore
import RegistryStore

/// A front's process: what clients ask of it, committed first and pushed afterwards.
final class SimulatedFront: SimulatedRole {
    /// Where an upload's files may lie.
    static let paths = ["a.txt", "b.txt", "c.txt"].compactMap { try? ArtifactPath(parsing: $0) }
    private static let versions = ["1", "2", "3", "4"].compactMap { try? VersionID(parsing: $0) }

    private unowned let process: SimulatedProcess
    private var world: World { process.world }

    init(_ process: SimulatedProcess) { self.process = process }

    static func retry(_ job: JobRecord) -> RetryPolicy {
        .exponential(
            maxAttempts: job.maxAttempts, firstDelay: .milliseconds(100), longestDelay: .milliseconds(2_000))
    }

    func start() { again() }

    private func again() {
        guard !world.isCalm else { return }
        process.later(world.random.between(50, 900), "a client comes") { [self] in
            act()
            again()
        }
    }

    private func act() {
        switch world.random.below(20) {
        case 0..<6: startUpload()
        case 6: completeAny()
        case 7..<15: enqueueAny(world.random.chance(0.1) ? world.random.between(3, 10) : 1)
        case 15, 16: enqueueKeyed()
        case 17, 18: cancelAny()
        default: rerunAny()
        }
    }

    // MARK: Jobs

    private func enqueueAny(_ count: Int) {
        let project = world.record.projects[world.random.below(world.record.projects.count)]
        enqueue((0..<count).map { _ in job(of: project) }, in: world.record.lane(of: project))
    }
    private func enqueueKeyed() {
        let place = world.random.below(world.record.projects.count)
        let project = world.record.projects[place]
        let job = job(of: project, key: "key-\(place)")
        enqueue([job], in: world.record.lane(of: project))
    }

    func job(of project: ProjectID, key: String? = nil) -> JobRecord {
        let lane = world.record.lane(of: project)
        let chance = world.random.below(20)
        var (kind, course, duration): (JobKind, JobScript.Course, Int) = ("plain", .plain, world.random.between(1, 200))
        var children: [JobRecord] = []
        switch chance {
        case 0: (kind, course) = ("plain", .poison)
        case 1, 2: course = .failing(times: world.random.between(1, 4))
        case 3, 4: (kind, duration) = ("slow", world.random.between(1_000, 5_000))
        case 5: (kind, duration) = ("limited", world.random.between(100, 1_500))
        case 6: course = .snoozing(times: world.random.between(1, 3))
        case 7: (course, duration) = (.stubborn, world.random.between(1_000, 3_000))
        case 8 where key == nil:
            children = (0..<world.random.between(1, 3)).map { _ in
                record(world.newJobID(in: lane, JobScript(course: .plain, duration: 50)), "plain", project, nil)
            }
            course = .parent(children: children)
        default: break
        }
        let id = world.newJobID(in: lane, JobScript(course: course, duration: duration))
        return record(id, kind, project, key)
    }
    private func record(_ id: JobID, _ kind: JobKind, _ project: ProjectID, _ key: String?) -> JobRecord {
        let now = process.now
        let due = world.random.chance(0.2) ? now + .milliseconds(world.random.between(100, 6_000)) : now
        let deadline = world.random.chance(0.1) ? due + .milliseconds(world.random.between(100, 4_000)) : nil
        return JobRecord(
            id: id, kind: kind, state: due > now ? .scheduled : .available,
            queue: world.random.chance(0.5) ? .default : .index,
            priority: JobPriority(rawValue: world.random.below(3)) ?? .normal, payload: .object([:]), uniqueKey: key,
            project: project, due: due, deadline: deadline, maxAttempts: world.random.between(1, 4), createdBy: nil,
            createdAt: now)
    }

    func enqueue(_ jobs: [JobRecord], in lane: Lane) {
        var set = ChangeSet(lane: lane)
        set.jobs = jobs.map { .enqueue($0) }
        commit("enqueue", set) { [self] in push(jobs.filter { $0.state == .available }.map(\.ticket)) }
    }

    private func cancelAny() {
        guard let id = anyJob({ !$0.state.isFinal }) else { return }
        let redis = world.redis
        var set = ChangeSet(lane: id.lane)
        set.jobs = [.requestCancel(id)]
        commit("cancel", set) { [self] in
            guard world.plan.dispatch == .redis else { return }
            process.ask(redis.server, "forget", mayRepeat: true) { redis.forget([id]) }
        }
    }
    private func rerunAny() {
        guard let id = anyJob({ $0.state.isFinal && $0.state != .completed && $0.kind != "index_upload" }),
            let job = world.record.jobs.known[id]?.job
        else { return }
        var set = ChangeSet(lane: id.lane)
        set.jobs = [.rerun(id, due: process.now)]
        let due = process.now
        commit("run again", set) { [self] in
            push([
                JobTicket(
                    id: id, kind: job.kind, queue: job.queue, priority: job.priority, project: job.project, due: due)
            ])
        }
    }
    /// One of the newest jobs that clients know of.
    private func anyJob(_ isWanted: (JobRecord) -> Bool) -> JobID? {
        let jobs = world.record.jobs.order.suffix(12).filter { id in
            world.record.jobs.known[id].map { isWanted($0.job) && $0.job.project != nil } ?? false
        }
        return jobs.isEmpty ? nil : jobs[world.random.below(jobs.count)]
    }

    // MARK: Uploads

    private func startUpload() {
        let project = world.record.projects[world.random.below(world.record.projects.count)]
        let version = VersionKey(project: project, version: Self.versions[world.random.below(Self.versions.count)])
        let key = UploadKey(version: version, id: UploadID(RandomID(using: &world.random)))
        let id = JobID(lane: world.record.lane(of: project), id: RandomID(using: &world.random))
        let upload = SimulatedUpload(
            key: key, number: world.record.uploads.order.count,
            paths: Array(Self.paths.prefix(world.random.between(1, Self.paths.count))),
            isInvalid: world.random.chance(0.1), indexJob: id)
        world.record.uploads.know(upload)
        world.know(id, JobScript(course: .index(upload), duration: 0))
        let record = world.record
        process.ask(record.server, "read version") {
            try await record.store.facts(of: project, version: version.version)
        } then: { [self] answer in
            guard case .success(let facts) = answer, facts.last?.state.isActive != true else { return }
            stage(upload, on: facts)
        }
    }
    private func stage(_ upload: SimulatedUpload, on facts: VersionFacts) {
        let record = world.record
        let files = upload.paths.map { FileRecord(path: $0) }
        process.ask(record.server, "stage files") {
            try await record.stage(.files(files), of: upload.key, fence: 0)
        } then: { [self] answer in
            guard case .success = answer else { return }
            let now = process.now
            let row = UploadRecord(
                key: upload.key, startedBy: nil, startedAt: now, completeBefore: now + .seconds(86_400),
                deadlineJob: nil, fileCount: files.count)
            commit("start upload", UploadSets.start(row, on: facts, in: record.lane(of: upload.key.project))) {
                [self] in
                process.later(world.random.between(10, 600), "a client completes") { self.complete(upload) }
            }
        }
    }
    private func completeAny() {
        let open = world.record.uploads.order.filter { world.record.uploads.record($0.key)?.state == .uploading }
        if !open.isEmpty { complete(open[world.random.below(open.count)]) }
    }
    private func complete(_ upload: SimulatedUpload) {
        let (record, key) = (world.record, upload.key)
        process.ask(record.server, "read upload") {
            (
                try await record.store.facts(of: key.project, version: key.version.version),
                try await record.store.upload(key)
            )
        } then: { [self] answer in
            guard case .success((let facts, let row?)) = answer, let version = facts.version,
                case .move = row.state.transition(on: .complete)
            else { return }
            let now = process.now
            let lane = record.lane(of: key.project)
            let job = JobRecord(
                id: upload.indexJob, kind: "index_upload", queue: .index, payload: .object([:]),
                uniqueKey: key.id.description, project: key.project, version: key.version.version, due: now,
                maxAttempts: world.random.between(2, 5), createdBy: nil, createdAt: now)
            commit("complete upload", UploadSets.complete(row, of: version, job: job, in: lane)) { [self] in
                push([job.ticket])
            }
        }
    }

    // MARK: Commit, then push

    private func commit(_ name: StaticString, _ set: ChangeSet, then: @escaping () -> Void) {
        let record = world.record
        process.ask(record.server, name) {
            try await record.commit(set)
        } then: { answer in
            if case .success = answer { then() }
        }
    }
    private func push(_ tickets: [JobTicket]) {
        guard world.plan.dispatch == .redis, !tickets.isEmpty else { return }
        let redis = world.redis
        process.ask(redis.server, "push", mayRepeat: true) { redis.push(tickets) }
    }
}
