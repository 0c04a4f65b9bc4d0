internal import Hummingbird
internal import JSONDocument
internal import RegistryService

/// `/queues`: how work fares, for operators; beyond the contract.
struct QueueController: Sendable {
    let queues: QueueService

    var routes: RouteCollection<RegistryContext> {
        RouteCollection(context: RegistryContext.self)
            .get(use: show).post(":queue/pause", use: pause).post(":queue/resume", use: resume)
    }

    private func show(_ request: Request, context: RegistryContext) async throws -> Response {
        Response(json: try await queues.document(for: context.identity))
    }
    private func pause(_ request: Request, context: RegistryContext) async throws -> Response {
        try await set(context, true)
    }
    private func resume(_ request: Request, context: RegistryContext) async throws -> Response {
        try await set(context, false)
    }
    private func set(_ context: RegistryContext, _ isPaused: Bool) async throws -> Response {
        let queue = try context.require("queue") { $0 }
        try await queues.setPaused(queue, isPaused, for: context.identity)
        return Response(json: ["queue": .string(queue), "paused": .bool(isPaused)])
    }
}
