internal import EventReactor
internal import JobQueue
internal import JobQueueRedis
internal import PostgresClient
internal import RedisClient
internal import RegistryCore
internal import RegistryStore
internal import StorePostgres

/// The record and the dispatcher that a run works with, composed as the server does it.
struct QueuePlace: Sendable {
    let store: any RegistryStore
    let dispatcher: RedisJobDispatcher
    private let closing: @Sendable () -> Void

    init(redis: String, record: String, instance: String, on reactor: EventReactor) async throws {
        let client = RedisClient(RedisConfiguration(try RedisAddress(url: redis)), on: reactor)
        dispatcher = try RedisJobDispatcher(client, instance: instance)
        guard record != "memory" else {
            store = MemoryStore()
            closing = { client.close() }
            return
        }
        let database = PostgresClient(try PostgresConfiguration(url: record), on: reactor)
        let migrator = PostgresMigrator(database)
        try await migrator.run()
        store = PostgresStore(database, lanes: try await migrator.lanes())
        closing = {
            client.close()
            database.close()
        }
    }

    func close() { closing() }
}
