internal import EventReactor
internal import JobQueue
internal import JobQueueRedis
internal import RedisClient
internal import RegistryCore

/// The way to the workers that `VITRINE_QUEUE` names.
struct WorkQueue: Sendable {
    let dispatcher: any JobDispatcher
    private let closing: @Sendable () -> Void

    /// Never waits: a Redis that is away delays work, and stops nothing.
    ///
    /// - Parameter record: what the jobs themselves are kept in.
    /// - Throws: ``StartError`` for a name that cannot be in a key.
    init(_ settings: ServerSettings, over record: any JobQueue, on reactor: EventReactor) throws {
        let limits = DispatchLimits(perProject: settings.projectLimit)
        switch settings.queue {
        case .database:
            dispatcher = DatabaseJobDispatcher(queue: record, limits: limits)
            closing = {}
        case .redis(var configuration):
            // A completion is answered without Redis, and does not wait long for one that hangs.
            configuration.patience = .milliseconds(500)
            configuration.timeout = .seconds(2)
            let client = RedisClient(configuration, on: reactor)
            do throws(NameError) {
                dispatcher = try RedisJobDispatcher(client, instance: settings.queueName, limits: limits)
            } catch {
                throw StartError("VITRINE_QUEUE_NAME: \(error)")
            }
            closing = { client.close() }
        }
    }

    func close() { closing() }
}
