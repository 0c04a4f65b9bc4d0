internal import Hummingbird
package import ObjectStore
package import RegistryCore
package import RegistryService

/// The objects that this instance itself serves at signed URLs.
package struct ServedObjects: Sendable {
    let store: any ObjectStore
    let signer: ObjectURLSigner

    package init(store: any ObjectStore, signer: ObjectURLSigner) {
        self.store = store
        self.signer = signer
    }
}

/// The REST API over the services, ready to be an application's responder.
///
/// - Parameter objects: nil when signed URLs lead elsewhere.
package func registryResponder(
    services: RegistryServices, access: RequestAccess, objects: ServedObjects?, settings: APISettings,
    ambient: Ambient = .system
) -> RegistryResponder {
    let table = RouteTable()
    let links = UploadLinks(credentials: access.credentials, services.status.settings, ambient: ambient)
    table.addRoutes(InfoController(status: services.status, settings: settings).routes)
    table.addRoutes(HealthController(status: services.status).routes)
    table.addRoutes(FileController(artifacts: services.artifacts, settings: settings).routes, atPath: "files")
    table.addRoutes(
        ProjectController(searches: services.searches, versions: services.versions).routes, atPath: "projects")
    table.addRoutes(
        UploadController(uploads: services.uploads, links: links, settings: settings).routes, atPath: "projects")
    table.addRoutes(
        PermissionController(permissions: services.permissions, settings: settings).routes, atPath: "projects")
    table.addRoutes(VersionController(versions: services.versions, settings: settings).routes, atPath: "projects")
    table.addRoutes(ErrorController(rejects: services.rejects).routes, atPath: "projects")
    table.addRoutes(RejectController(rejects: services.rejects).routes, atPath: "rejects")
    let cursors = SearchCursors(credentials: access.credentials)
    table.addRoutes(
        SearchController(searches: services.searches, cursors: cursors, streams: SearchStreams()).routes)
    table.addRoutes(FacetController(facets: services.facets).routes)
    table.addRoutes(BulkController(artifacts: services.artifacts).routes)
    table.addRoutes(
        JobController(jobs: services.jobs, settings: settings, streams: EventStreams()).routes, atPath: "jobs")
    table.addRoutes(QueueController(queues: services.queues).routes, atPath: "queues")
    table.addRoutes(IndexController(index: services.index, settings: settings).routes, atPath: "index")
    table.addRoutes(SchemaController(schemas: services.schemas, settings: settings).routes, atPath: "schemas")
    table.addRoutes(SchemaSourceController(schemas: services.schemas).routes, atPath: "schema")
    if let objects {
        let controller = ObjectController(objects: objects, uploads: services.uploads, ambient: ambient)
        table.addRoutes(controller.routes, atPath: "objects")
    }
    return RegistryResponder(
        routes: table.makeResponder(), access: access, prefix: settings.prefix, ambient: ambient)
}
