internal import Hummingbird
internal import JSONDocument
internal import RegistryCore
internal import RegistryService

/// `/projects`, and what is listed below a project: its versions and its documents (`spec/rest-api.md` 1.8).
struct ProjectController: Sendable {
    let searches: SearchService
    let versions: VersionService

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self)
            .get(use: list)
            .get(":project/versions", use: listVersions)
            .get(":project/metadata", use: listDocuments)
            .get(":project/version/:version/metadata", use: listVersionDocuments)
    }

    private func list(_ request: Request, context: RegistryContext) async throws -> Response {
        let query = context.target.query
        let field = try field(query)
        let size = try query.integer("size", in: 1...Limits.pageMaximum) ?? Limits.projectPageDefault
        return Response(page: try await searches.projects(by: field, size: size, for: context.identity))
    }

    private func listVersions(_ request: Request, context: RegistryContext) async throws -> Response {
        let project = try context.project
        let field = try field(context.target.query)
        let found = try await versions.list(project, for: context.identity)
        let entries = found.map { JSONValue.object(JSONObject([(field.rawValue, .string(field.text(of: $0)))])) }
        var body: JSONObject = [
            "project_id": .string(project.description), "aggs": .array(entries),
            "total": .number(JSONNumber(entries.count)),
        ]
        body["latest"] = entries.last
        return Response(json: .object(body))
    }

    private func listDocuments(_ request: Request, context: RegistryContext) async throws -> Response {
        Response(page: try await searches.documents(of: try context.project, for: context.identity))
    }
    private func listVersionDocuments(_ request: Request, context: RegistryContext) async throws -> Response {
        let page = try await searches.documents(
            of: try context.version, in: try context.project, for: context.identity)
        return Response(page: page)
    }

    private func field(_ query: QueryParameters) throws(RegistryError) -> VersionField {
        guard let text = try query.text("agg_field") else { return .version }
        guard let field = VersionField(rawValue: text) else {
            throw .invalidQuery(parameter: "agg_field", "is '_extra.version' or '_extra.revision'")
        }
        return field
    }
}
