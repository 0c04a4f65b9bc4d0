internal import Hummingbird
internal import JSONDocument
internal import RegistryCore
internal import RegistryService

/// `/schema/validate`, `/schema/clients` and `/schema/cache` (`spec/rest-api.md` 1.11).
struct SchemaSourceController: Sendable {
    /// Bytes of the documents of one request.
    private static let maxBodyBytes = 16 << 20

    let schemas: SchemaService

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self)
            .post("validate", use: validate)
            .get("clients", use: listClients)
            .delete("cache", use: reload)
    }

    private func validate(_ request: Request, context: RegistryContext) async throws -> Response {
        guard let documents = try await request.jsonObject(upTo: Self.maxBodyBytes)?["docs"] else {
            throw RegistryError.invalidBody(at: ["docs"], "'docs' is required: an array of documents")
        }
        guard case .array(let documents) = documents else {
            throw RegistryError.invalidBody(at: ["docs"], "'docs' must be an array of documents")
        }
        try await schemas.validate(documents)
        return Response(json: ["status": "Documents are valid"])
    }

    private func listClients(_ request: Request, context: RegistryContext) async throws -> Response {
        Response(json: schemas.clients())
    }

    /// The name is the reference's, whose cache this empties; here the sources are asked at once.
    private func reload(_ request: Request, context: RegistryContext) async throws -> Response {
        try await schemas.reload(client: try context.target.query.text("client"), for: context.identity)
        return Response(json: ["status": "ok", "message": "Cache deleted"])
    }
}
