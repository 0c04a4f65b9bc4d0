internal import HTTPTypes
internal import Hummingbird
internal import JSONDocument
internal import RegistryCore
internal import RegistryService

/// `/jobs`: a job is shown to whoever has its id, and what it tells depends on who asks (`spec/rest-api.md` 1.14); lists,
/// events and changes are beyond the contract.
struct JobController: Sendable {
    let jobs: JobService
    let settings: APISettings
    let streams: EventStreams

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self)
            .get(use: list).get(":job", use: show).delete(":job", use: cancel).post(":job/retry", use: retry)
            .post(":job/cancel", use: cancel).get(":job/events", use: follow)
    }

    private func show(_ request: Request, context: RegistryContext) async throws -> Response {
        let id = try context.require("job") { $0 }
        let deep = try context.target.query.flag("deep")
        return Response(json: try await jobs.document(id, deep: deep, for: context.identity))
    }

    private func list(_ request: Request, context: RegistryContext) async throws -> Response {
        let query = context.target.query
        var search = JobSearch()
        search.statuses = try query.list("status")
        search.kind = try query.text("kind")
        search.queue = try query.text("queue")
        search.project = try query.text("project").map { try ProjectID(parsing: $0) }
        search.version = try query.text("version").map { try VersionID(parsing: $0) }
        search.parent = try query.text("parent")
        search.tag = try query.text("tag")
        let limit = try query.integer("limit", in: 1...Limits.pageMaximum)
        let page = try await jobs.list(
            search, after: try query.text("after"), limit: limit ?? Limits.pageDefault, for: context.identity)
        var body: JSONObject = [
            "results": .array(page.jobs), "count": .number(JSONNumber(page.jobs.count)),
        ]
        var headers: HTTPFields = [:]
        if let next = page.next {
            let sent = query.all.filter { $0.0 != "after" } + [("after", next)]
            let target = "/jobs?" + sent.map { "\($0.0)=\(PercentText.encode($0.1))" }.joined(separator: "&")
            body["next"] = .string(target)
            headers[.links] = "<\(target)>; rel=\"more\"; title=\"rel=more\""
        }
        return Response(json: .object(body), headers: headers)
    }

    private func cancel(_ request: Request, context: RegistryContext) async throws -> Response {
        let id = try context.require("job") { $0 }
        let job = try await jobs.cancel(id, for: context.identity)
        return Response(json: ["job_id": .string(job.description), "cancelled": true])
    }

    private func retry(_ request: Request, context: RegistryContext) async throws -> Response {
        let id = try context.require("job") { $0 }
        let root = try RootURL(of: request, settings)
        let job = try await jobs.retry(id, for: context.identity)
        return try Response(acceptedJob: job, root: root)
    }

    private func follow(_ request: Request, context: RegistryContext) async throws -> Response {
        let id = try context.require("job") { $0 }
        let last = request.headers[.lastEventID]
        var watch = JobWatch(jobs, job: id, after: last, for: context.identity)
        // The first answer decides whether there is anything to follow.
        let first = try await watch.next() ?? []
        return try streams.respond(first: first, then: watch, to: context.identity)
    }
}
