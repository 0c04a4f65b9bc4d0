internal import HTTPTypes
internal import Hummingbird
internal import RegistryCore

/// Adds routes to a router and remembers each path's methods, so that any other method answers 405 and names them.
final class RouteTable: RouterMethods {
    /// `HEAD` is not among them: the front asks for it as `GET`.
    private static let methods: [HTTPRequest.Method] = [.get, .post, .put, .delete, .patch, .options, .trace, .connect]

    private let router = Router(context: RegistryContext.self)
    private var taken: [(path: RouterPath, methods: [HTTPRequest.Method])] = []

    init() { router.add(middleware: UnknownRoutes()) }

    func on<Responder: HTTPResponder<RegistryContext>>(
        _ path: RouterPath, method: HTTPRequest.Method, responder: Responder
    ) -> Self {
        router.on(path, method: method, responder: responder)
        if let index = taken.firstIndex(where: { $0.path == path }) {
            taken[index].methods.append(method)
        } else {
            taken.append((path, [method]))
        }
        return self
    }
    func add(middleware: any MiddlewareProtocol<Request, Response, RegistryContext>) -> Self {
        router.add(middleware: middleware)
        return self
    }

    /// No route can be added afterwards.
    func makeResponder() -> RouterResponder<RegistryContext> {
        for (path, methods) in taken {
            let names = methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.rawValue] }.joined(separator: ", ")
            let refusal = CallbackResponder<RegistryContext> { _, _ in
                throw RouteError(
                    error: RegistryError(.methodNotAllowed, "this address answers \(names) only"),
                    headers: [.allow: names])
            }
            for method in Self.methods where !methods.contains(method) {
                router.on(path, method: method, responder: refusal)
            }
        }
        return router.buildResponder()
    }
}

/// Hummingbird's own word for an address without a route, in ours.
private struct UnknownRoutes: MiddlewareProtocol {
    func handle(
        _ request: Request, context: RegistryContext,
        next: @concurrent (Request, RegistryContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            guard error.status == .notFound else {
                throw RegistryError(.invalidRequest, "the request could not be read", cause: error)
            }
            throw RegistryError(.notFound, "there is nothing at this address")
        }
    }
}
