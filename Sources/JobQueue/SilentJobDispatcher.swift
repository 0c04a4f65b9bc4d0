package import RegistryCore

/// Tells nobody: for a process that enqueues and runs nothing, whose jobs others find in the record.
package struct SilentJobDispatcher: JobDispatcher {
    package init() {}

    package func memory() async -> String? { nil }
    package func push(_ tickets: [JobTicket]) async {}
    package func next(_ request: DispatchRequest) async throws -> [DispatchedJob] {
        while true { try await Task.sleep(for: .seconds(3600)) }
    }
    package func extend(_ jobs: [DispatchedJob], lease: Duration) async -> Set<JobID> { Set(jobs.map(\.ticket.id)) }
    package func end(_ jobs: [DispatchedJob]) async {}
    package func handBack(_ jobs: [DispatchedJob]) async {}
    package func forget(_ ids: [JobID]) async {}
    package func known(_ ids: [JobID]) async -> Set<JobID> { [] }
    package func load() async -> [JobQueueName: DispatchLoad] { [:] }
}
