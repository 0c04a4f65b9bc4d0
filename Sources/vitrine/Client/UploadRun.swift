internal import Foundation
internal import JSONDocument
internal import RegistryClient

/// One upload from the first byte read to the end of its job.
struct UploadRun: Sendable {
    let folder: UploadFolder
    let destination: UploadDestination
    let permissions: UploadPermissions
    let overwritesPermissions: Bool
    let expires: String?
    let concurrency: Int
    let printsJSON: Bool
    let shownURL: String

    /// - Throws: when it did not succeed; an upload that was started and not completed has then been aborted.
    func run(_ registry: RegistryClient) async throws {
        try await requirePermissions(registry)
        let files = try await digested()
        // A start that is cancelled halfway would hold the version until its deadline: it goes to its end first.
        let start = Task { try await registry.startUpload(of: files, to: destination, expiresIn: expires) }
        let plan = try await start.value
        do {
            try Task.checkCancellation()
            Console.note("Project \(plan.project), version \(plan.version)")
            try await send(plan, to: registry)
            try Task.checkCancellation()
        } catch {
            await abort(plan, registry)
            throw error
        }
        let job = try await complete(plan, registry)
        do {
            try await finish(try await registry.waitForJob(job), job: job, plan, registry)
        } catch RegistryClientError.cancelled {
            Console.note(
                "The upload is complete and the registry goes on with it: vitrine job wait \(job)\(shownURL)")
            throw RegistryClientError.cancelled
        }
    }

    /// Also when the task was cancelled: a completion whose outcome is unknown helps nobody.
    private func complete(_ plan: UploadPlan, _ registry: RegistryClient) async throws -> String {
        let completion = Task {
            try await registry.complete(
                plan, permissions: permissions, overwritingPermissions: overwritesPermissions)
        }
        do {
            return try await completion.value
        } catch RegistryClientError.refused(let refusal) where refusal.status < 500 {
            await abort(plan, registry)
            throw RegistryClientError.refused(refusal)
        } catch {
            Console.note(
                "Whether the upload of \(plan.project)@\(plan.version) was completed is not known; if not, it ends "
                    + Self.deadline(of: plan))
            throw error
        }
    }

    /// Permissions of a project that exists win over those given here: said before the wrong people can read anything.
    private func requirePermissions(_ registry: RegistryClient) async throws {
        let (project, version): (String, String?)
        switch destination {
        case .newProject: return
        case .newVersion(let name): (project, version) = (name, nil)
        case .version(let name, let number): (project, version) = (name, number)
        }
        if permissions.isEmpty || overwritesPermissions { return }
        let differing = try await registry.permissionsThatDiffer(
            from: permissions, project: project, version: version)
        guard differing.isEmpty else {
            throw ClientFailure(
                "project '\(project)' already has other permissions (\(differing.joined(separator: ", ")))",
                advice: "Leave the options out to keep them, or replace them with --overwrite-permissions.")
        }
    }

    private func digested() async throws -> [UploadFile] {
        let bar = ProgressBar("Reading", "Read", bytes: folder.totalBytes, files: folder.files.count)
        let width = min(concurrency, ProcessInfo.processInfo.activeProcessorCount)
        return try await bar.show {
            try await concurrently(folder.files, width: width) { file in
                let digested = try await file.digested { bar.add(bytes: $0) }
                bar.add(files: 1)
                return digested
            }
        }
    }

    private func send(_ plan: UploadPlan, to registry: RegistryClient) async throws {
        let bar = ProgressBar("Sending", "Sent", bytes: folder.totalBytes, files: plan.targets.count)
        _ = try await bar.show {
            try await concurrently(plan.targets, width: concurrency) { target in
                do throws(RegistryClientError) {
                    try await registry.send(target) { bar.add(bytes: $0) }
                } catch {
                    if case .cancelled = error { throw error as any Error }
                    throw ClientFailure(
                        "'\(PlainText.shown(target.file.name))' was not sent: \(error)",
                        advice: ClientFailure.advice(on: error))
                }
                bar.add(files: 1)
            }
        }
    }

    /// Also when the task was cancelled: the request has a task of its own.
    private func abort(_ plan: UploadPlan, _ registry: RegistryClient) async {
        let outcome = await Task { try await registry.abort(plan) }.result
        switch outcome {
        case .success:
            Console.note("The upload of \(plan.project)@\(plan.version) was given up; nothing was published.")
        case .failure(let error):
            Console.note(
                "The upload of \(plan.project)@\(plan.version) could not be aborted (\(error)); it ends "
                    + Self.deadline(of: plan))
        }
    }

    private static func deadline(of plan: UploadPlan) -> String {
        plan.completeBefore.map { "at \(PlainText.shown($0))." } ?? "at its deadline."
    }

    private func finish(
        _ status: JobStatus, job: String, _ plan: UploadPlan, _ registry: RegistryClient
    ) async throws {
        for warning in status.warnings { Console.note("Warning: \(warning)") }
        if printsJSON { try Console.json(report(status, job: job, plan)) }
        guard status.isSuccess else {
            await UploadErrors(plan: plan, shownURL: shownURL).tell(status, from: registry)
            let count = status.errors.count
            if count > 0 {
                throw ClientFailure(
                    "the registry refused the upload: \(count) error\(count == 1 ? "" : "s") in its documents",
                    advice: "Correct them and upload again; what was served before is served still.")
            }
            throw ClientFailure(
                "the job \(job) ended as \(status.status): "
                    + PlainText.lines(status.failure ?? "no reason given").joined(separator: "\n"))
        }
        if printsJSON { return }
        let files = plan.targets.count
        let count = status.indexedCount ?? files
        let revision = (status.revision ?? plan.revision).map { " (\($0))" } ?? ""
        try Console.line(
            "Uploaded \(files) file\(files == 1 ? "" : "s") as \(plan.project), version \(plan.version)\(revision): "
                + "\(count) artifact\(count == 1 ? "" : "s") can be found.")
        try Console.line("Try: vitrine search '_extra.project_id:\"\(plan.project)\"'\(shownURL)")
    }

    private func report(_ status: JobStatus, job: String, _ plan: UploadPlan) -> JSONValue {
        var report: JSONObject = [
            "project_id": .string(plan.project), "version": .string(plan.version),
            "status": .string(status.status), "job_id": .string(job),
            "files": .number(JSONNumber(plan.targets.count)), "bytes": .number(JSONNumber(Int(folder.totalBytes))),
        ]
        if let revision = status.revision { report["revision"] = .string(revision) }
        if let count = status.indexedCount { report["indexed_files"] = .number(JSONNumber(count)) }
        for field in ["errors", "warnings"] {
            report[field] = status.document["result"]?[field] ?? []
        }
        if let failure = status.failure { report["failure"] = .string(failure) }
        return .object(report)
    }
}
