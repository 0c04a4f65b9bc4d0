internal import Hummingbird
internal import RegistryCore
internal import RegistryService

/// `DELETE /projects/{project}/version/{version}`
struct VersionController: Sendable {
    let versions: VersionService
    let settings: APISettings

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self).delete(":project/version/:version", use: delete)
    }

    private func delete(_ request: Request, context: RegistryContext) async throws -> Response {
        let (project, version) = (try context.project, try context.version)
        let root = try RootURL(of: request, settings)
        let job = try await versions.delete(version, of: project, for: context.identity)
        return try Response(acceptedJob: job, root: root)
    }
}
