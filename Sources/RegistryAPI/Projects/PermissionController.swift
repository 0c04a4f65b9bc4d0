internal import Catalog
internal import Hummingbird
internal import RegistryCore
internal import RegistryService

/// `/projects/{project}/permissions` and `/projects/{project}/version/{version}/permissions` (`spec/rest-api.md` 1.7).
struct PermissionController: Sendable {
    let permissions: PermissionService
    let settings: APISettings

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self)
            .get(":project/permissions", use: show)
            .put(":project/permissions", use: change)
            .delete(":project/permissions", use: remove)
            .get(":project/version/:version/permissions", use: show)
            .put(":project/version/:version/permissions", use: change)
            .delete(":project/version/:version/permissions", use: remove)
    }

    private func show(_ request: Request, context: RegistryContext) async throws -> Response {
        let record = try await permissions.policy(of: try subject(context), for: context.identity)
        return Response(json: record.policy.json(scope: record.scope))
    }

    private func change(_ request: Request, context: RegistryContext) async throws -> Response {
        let subject = try subject(context)
        let root = try RootURL(of: request, settings)
        try await permissions.authorizeChange(subject, for: context.identity)
        guard let body = try await request.jsonObject(upTo: Limits.smallBodyBytes) else {
            throw RegistryError.invalidBody(at: [], "the body is empty; send the permissions to change")
        }
        let patch = try PermissionsBody(body).patch
        return try Response(
            acceptedJob: try await permissions.change(subject, by: patch, for: context.identity), root: root)
    }

    private func remove(_ request: Request, context: RegistryContext) async throws -> Response {
        let subject = try subject(context)
        let root = try RootURL(of: request, settings)
        return try Response(
            acceptedJob: try await permissions.remove(subject, for: context.identity), root: root)
    }

    private func subject(_ context: RegistryContext) throws -> PermissionService.Subject {
        let project = try context.project
        guard context.parameters.get("version") != nil else { return .project(project) }
        return .version(project, try context.version)
    }
}
