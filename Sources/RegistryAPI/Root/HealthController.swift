internal import Hummingbird
internal import JSONDocument
internal import RegistryCore
internal import RegistryService

/// `/status`, `/livez`, `/readyz`.
struct HealthController: Sendable {
    let status: StatusService

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self)
            .get("status", use: show)
            .get("livez", use: live)
            .get("readyz", use: ready)
    }

    /// Answers 200 also when parts are down: the body says which.
    private func show(_ request: Request, context: RegistryContext) async throws -> Response {
        Response(json: await status.document(for: context.identity))
    }
    /// Whether the process answers.
    private func live(_ request: Request, context: RegistryContext) async throws -> Response {
        Response(json: ["status": "ok"])
    }
    /// Whether requests can be served; 503 while they cannot.
    private func ready(_ request: Request, context: RegistryContext) async throws -> Response {
        if let reason = await status.unreadiness() { throw RegistryError(.unavailable, reason) }
        return Response(json: ["status": "ok"])
    }
}
