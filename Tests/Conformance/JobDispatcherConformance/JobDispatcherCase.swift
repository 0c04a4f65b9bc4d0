package import JobQueue
internal import Testing

/// One promise of the seam `JobDispatcher`, checked on a dispatcher that is new.
package struct JobDispatcherCase: Sendable, CustomTestStringConvertible {
    package let testDescription: String
    /// What the dispatcher is made with.
    package let limits: DispatchLimits
    /// Whether only a dispatcher with a memory of its own (`memory()` is not nil) can keep it.
    package let needsMemory: Bool
    package let check: @Sendable (DispatcherFixture) async throws -> Void

    init(
        _ testDescription: String, limits: DispatchLimits = DispatchLimits(perProject: 1_000_000),
        needsMemory: Bool = false, check: @escaping @Sendable (DispatcherFixture) async throws -> Void
    ) {
        self.testDescription = testDescription
        self.limits = limits
        self.needsMemory = needsMemory
        self.check = check
    }

    /// For a dispatcher with a memory of its own.
    package static let all: [JobDispatcherCase] = order + bands + limits + holding + waiting
    /// For one that asks the record: without tokens, leases of its own, `forget` and `known`.
    package static let withoutMemory: [JobDispatcherCase] = all.filter { !$0.needsMemory }
}
