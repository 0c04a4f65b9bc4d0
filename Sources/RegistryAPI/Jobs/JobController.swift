internal import Hummingbird
internal import RegistryService

/// `/jobs/{id}`: open to whoever has the id; what it tells depends on who asks (`spec/rest-api.md` 1.14).
struct JobController: Sendable {
    let jobs: JobService

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self).get(":job", use: show)
    }

    private func show(_ request: Request, context: RegistryContext) async throws -> Response {
        let id = try context.require("job") { $0 }
        return Response(json: try await jobs.document(id, for: context.identity))
    }
}
