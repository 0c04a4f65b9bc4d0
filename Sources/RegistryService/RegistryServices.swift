/// The use cases, as the fronts see them.
package struct RegistryServices: Sendable {
    package let uploads: UploadService
    package let versions: VersionService
    package let permissions: PermissionService
    package let artifacts: ArtifactService
    package let searches: SearchService
    package let facets: FacetService
    package let rejects: RejectService
    package let jobs: JobService
    package let queues: QueueService
    package let index: IndexService
    package let schemas: SchemaService
    package let status: StatusService

    package init(registry: Registry) {
        uploads = UploadService(registry: registry)
        versions = VersionService(registry: registry)
        permissions = PermissionService(registry: registry)
        artifacts = ArtifactService(registry: registry)
        searches = SearchService(registry: registry)
        facets = FacetService(registry: registry)
        rejects = RejectService(registry: registry)
        jobs = JobService(registry: registry)
        queues = QueueService(registry: registry)
        index = IndexService(registry: registry)
        schemas = SchemaService(registry: registry)
        status = StatusService(registry: registry)
    }
}
