internal import Hummingbird
internal import JSONDocument
internal import RegistryCore
internal import RegistryService

/// `/index`: the index as a whole, for administrators (`spec/rest-api.md` 1.16).
struct IndexController: Sendable {
    let index: IndexService
    let settings: APISettings

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self).put("build", use: build)
    }

    private func build(_ request: Request, context: RegistryContext) async throws -> Response {
        let root = try RootURL(of: request, settings)
        try index.authorize(context.identity)
        let body = try await request.jsonObject(upTo: Limits.smallBodyBytes)
        var projects: [ProjectID]?
        if let listed = body?["project_ids"], !listed.isNull {
            guard let names = listed.arrayValue?.map(\.stringValue), names.count <= Limits.pageMaximum else {
                throw RegistryError.invalidBody(
                    at: ["project_ids"], "expected a list of at most \(Limits.pageMaximum) project ids")
            }
            projects = try names.map { name in
                guard let name else { throw RegistryError.invalidBody(at: ["project_ids"], "expected strings") }
                return try ProjectID(parsing: name)
            }
        }
        return try Response(acceptedJob: try await index.rebuild(projects, for: context.identity), root: root)
    }
}
