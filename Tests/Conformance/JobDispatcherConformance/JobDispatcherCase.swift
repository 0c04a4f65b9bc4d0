package import JobQueue
internal import RegistryCore
internal import Testing

/// One promise of the seam `JobDispatcher`, checked on a dispatcher that is new.
package struct JobDispatcherCase: Sendable, CustomTestStringConvertible {
    package let testDescription: String
    package let check: @Sendable (any JobDispatcher) async throws -> Void

    package init(_ testDescription: String, check: @escaping @Sendable (any JobDispatcher) async throws -> Void) {
        self.testDescription = testDescription
        self.check = check
    }

    package static let all: [JobDispatcherCase] = order + waiting
}

/// Builds tickets.
enum Tickets {
    static func ticket(_ project: String? = "PRJ1", due: Int64 = 0) throws -> JobTicket {
        JobTicket(
            id: JobID(lane: Lane(0), id: RandomID()), project: try project.map { try ProjectID(parsing: $0) },
            due: Timestamp(milliseconds: due))
    }
    static func tickets(_ count: Int, of project: String? = "PRJ1") throws -> [JobTicket] {
        try (0..<count).map { _ in try ticket(project) }
    }
}
