/// Tells nobody: for a process that enqueues and runs nothing, whose jobs others find in the record.
package struct SilentJobDispatcher: JobDispatcher {
    package init() {}

    package func push(_ tickets: [JobTicket]) async {}
    package func next(limit: Int) async throws -> [JobTicket] {
        while true { try await Task.sleep(for: .seconds(3600)) }
    }
    package func count() async -> Int { 0 }
}
