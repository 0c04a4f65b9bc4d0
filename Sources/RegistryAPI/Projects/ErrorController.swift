internal import Hummingbird
internal import RegistryCore
internal import RegistryService

/// `/projects/{project}/version/{version}/errors`: why the latest failed upload failed, for those who may write.
struct ErrorController: Sendable {
    let rejects: RejectService

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self).get(":project/version/:version/errors", use: list)
    }

    private func list(_ request: Request, context: RegistryContext) async throws -> Response {
        let (project, version) = (try context.project, try context.version)
        let limit = try context.target.query.integer("limit", in: 1...Limits.pageMaximum)
        let listing = try await rejects.errors(
            of: version, in: project, after: try context.target.query.text("after"),
            limit: limit ?? Limits.pageDefault, for: context.identity)
        return Response(
            listing: listing, of: "/projects/\(project)/version/\(version)/errors",
            [("limit", limit.map { String($0) })])
    }
}
