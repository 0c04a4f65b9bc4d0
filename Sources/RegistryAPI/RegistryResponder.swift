internal import HTTPTypes
package import Hummingbird
internal import Logging
internal import NIOCore
internal import RegistryCore
internal import RegistryService

/// The front of the API: reads the target, finds out who asks, runs the route, and answers whatever goes wrong.
package struct RegistryResponder: HTTPResponder {
    package typealias Context = RegistryContext

    private let routes: RouterResponder<RegistryContext>
    private let access: RequestAccess
    private let prefix: String
    private let ambient: Ambient

    init(routes: RouterResponder<RegistryContext>, access: RequestAccess, prefix: String, ambient: Ambient) {
        self.routes = routes
        self.access = access
        self.prefix = prefix
        self.ambient = ambient
    }

    package func respond(to request: Request, context: RegistryContext) async throws -> Response {
        let start = ContinuousClock.now
        let times = RequestTimes()
        var response: Response
        do {
            response = try await RequestTimes.$current.withValue(times) { try await route(request, context) }
        } catch {
            let answer = ErrorAnswer(error)
            log(answer, of: request, context)
            response = answer.response
        }
        // Also in every line of the log that is about this request.
        response.headers[.requestID] = context.logger[metadataKey: "hb.request.id"].map { "\($0)" }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.serverTiming] = times.header(
            total: ContinuousClock.now - start, tellsSearch: response.status.kind == .successful)
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func route(_ request: Request, _ context: RegistryContext) async throws -> Response {
        guard request.head.authority != nil, request.headers[.host] == nil else {
            throw RegistryError(.invalidRequest, "the 'Host' header is missing, or sent more than once")
        }
        let target = try RequestTarget(parsing: request.head.path ?? "", prefix: prefix)
        var context = context
        context.target = target
        context.isHead = request.method == .head
        let coding = request.headers[.contentEncoding]?.lowercased() ?? "identity"
        guard coding == "identity" else {
            throw RegistryError(.unsupportedMediaType, "a 'Content-Encoding' of requests is not supported")
        }
        // Signed URLs of objects carry all that counts; browsers send the header there too.
        if target.rest(below: "/objects") == nil {
            (context.identity, context.credential) = try await access.caller(
                of: request, to: target, now: ambient.now())
        }
        var head = request.head
        head.path = target.routed
        if context.isHead { head.method = .get }
        let body = RequestBody(asyncSequence: incomingBody(of: request, context))
        return try await routes.respond(to: Request(head: head, body: body), context: context)
    }

    private func incomingBody(of request: Request, _ context: RegistryContext) -> IncomingBody {
        let length = request.headers[.contentLength].flatMap { Int64($0) }
        guard request.headers[.expect] != nil else { return IncomingBody(request.body, length: length, willRead: nil) }
        return IncomingBody(request.body, length: length) { [channel = context.channel] in
            channel.triggerUserOutboundEvent(BodyWanted(), promise: nil)
        }
    }

    /// The query is left out: it may hold credentials.
    private func log(_ answer: ErrorAnswer, of request: Request, _ context: RegistryContext) {
        let metadata: Logger.Metadata = [
            "http.method": "\(request.method.rawValue)", "http.status": "\(answer.status.code)",
            "http.route": "\(context.endpointPath ?? "-")", "error": "\(answer.cause)",
        ]
        if answer.isFailure {
            context.logger.error("a request failed", metadata: metadata)
        } else {
            context.logger.debug("a request was refused", metadata: metadata)
        }
    }
}

extension RequestTimes {
    /// `Server-Timing` (W3C): whole milliseconds until the answer began, and those of its searches.
    ///
    /// Nothing finer, and of what is refused only the total: else it would tell strangers whether anything was looked for.
    fileprivate func header(total: Duration, tellsSearch: Bool) -> String {
        let parts = [tellsSearch ? search.map { ("search", $0) } : nil, ("total", total)].compactMap { $0 }
        return parts.map { "\($0.0);dur=\(Int(($0.1 / .milliseconds(1)).rounded()))" }.joined(separator: ", ")
    }
}
