internal import HTTPTypes
internal import Hummingbird
internal import RegistryAccess
internal import RegistryCore
internal import RegistryService

/// Provisions, starts, completes and aborts uploads (`spec/rest-api.md` 1.3 to 1.6).
struct UploadController: Sendable {
    let uploads: UploadService
    let links: UploadLinks
    let settings: APISettings

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self)
            .post("upload", use: provisionProject)
            .post(":project/upload", use: provisionVersion)
            .post(":project/version/:version/upload", use: start)
            .put(":project/version/:version/complete", use: complete)
            .put(":project/version/:version/abort", use: abort)
    }

    private func provisionProject(_ request: Request, context: RegistryContext) async throws -> Response {
        let prefix = try context.target.query.text("prefix")
        try await uploads.authorizeProvision(of: nil, for: context.identity)
        return try await redirect(request, context) {
            try await uploads.provisionProject(prefix: prefix, for: context.identity)
        }
    }
    private func provisionVersion(_ request: Request, context: RegistryContext) async throws -> Response {
        let project = try context.project
        try await uploads.authorizeProvision(of: project, for: context.identity)
        return try await redirect(request, context) {
            try await uploads.provisionVersion(of: project, for: context.identity)
        }
    }

    /// Sends the client on to the version that it got; a body that will be refused there takes no number here.
    private func redirect(
        _ request: Request, _ context: RegistryContext, _ provision: () async throws -> VersionKey
    ) async throws -> Response {
        let root = try RootURL(of: request, settings)
        if let body = try await request.jsonObject(upTo: Limits.bodyBytes) { _ = try UploadBody(body) }
        let version = try await provision()
        // Clients resolve it against scheme and host alone, so the prefix is in it.
        let location = root.prefix + links.start(version, for: context.identity)
        return Response(status: .temporaryRedirect, headers: [.location: location])
    }

    private func start(_ request: Request, context: RegistryContext) async throws -> Response {
        let version = try context.versionKey
        let root = try RootURL(of: request, settings)
        try await uploads.authorizeStart(version, for: context.identity)
        guard let object = try await request.jsonObject(upTo: Limits.bodyBytes) else {
            throw RegistryError.invalidBody(at: ["filenames"], "'filenames' is missing: the body is empty")
        }
        let body = try UploadBody(object)
        // Found out before anything is locked.
        _ = try root.absolute("/")
        let started = try await uploads.start(version, body.request, for: context.identity)
        return try Response(
            started: started, dialect: body.dialect, links: links, root: root, for: context.identity)
    }

    private func complete(_ request: Request, context: RegistryContext) async throws -> Response {
        let version = try context.versionKey
        let upload = try uploadID(context)
        let overwrites = try context.target.query.flag("overwrite_permissions")
        let root = try RootURL(of: request, settings)
        try await uploads.authorizeComplete(version, upload: upload, for: context.identity)
        let patch = try await request.jsonObject(upTo: Limits.smallBodyBytes).map { try PermissionsBody($0).patch }
        if patch?.scope == .instance {
            throw RegistryError.invalidBody(at: ["scope"], "'scope' is one of 'project', 'version'")
        }
        _ = try root.absolute("/")
        let job = try await uploads.complete(
            version, upload: upload, permissions: patch, overwritesPermissions: overwrites, for: context.identity)
        return try Response(acceptedJob: job, root: root)
    }

    private func abort(_ request: Request, context: RegistryContext) async throws -> Response {
        let version = try context.versionKey
        return Response(
            aborted: try await uploads.abort(version, upload: try uploadID(context), for: context.identity))
    }

    /// The upload that the URL names; a signed parameter that the client left out counts as sent.
    private func uploadID(_ context: RegistryContext) throws(RegistryError) -> UploadID? {
        guard let text = try context.target.query.text("upload") ?? context.credential?.value(of: "upload") else {
            return nil
        }
        guard let id = UploadID(text) else {
            throw RegistryError(.malformedIdentifier, "the query parameter 'upload' is no id of an upload")
        }
        return id
    }
}
