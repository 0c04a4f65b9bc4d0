internal import Catalog
package import JSONDocument
internal import JobQueue
internal import Logging
package import RegistryCore
internal import RegistryStore

/// Something that became known of a job.
package struct JobEvent: Sendable, Hashable {
    package enum Name: String, Sendable {
        /// The job's document, whenever it has changed.
        case job
        /// One line of its log.
        case log
    }
    package let name: Name
    /// What a client that lost its connection goes on after: the last line that it has, `<attempt's fence>.<number>`.
    package let id: String
    package let data: JSONValue
}

/// Follows one job until it has ended; what is told depends on who asks, at the moment of telling.
package struct JobWatch: Sendable {
    private let jobs: JobService
    private let job: String
    private let caller: Identity
    private var place: (fence: Int, number: Int)
    private var shown: JSONValue?

    /// - Parameter after: the id of the last event that the client has.
    package init(_ jobs: JobService, job: String, after: String?, for caller: Identity) {
        self.jobs = jobs
        self.job = job
        self.caller = caller
        let parts = (after ?? "").split(separator: ".").compactMap { Int($0) }
        place = parts.count == 2 ? (parts[0], parts[1]) : (0, 0)
    }

    /// What is new; nil when the job has ended and everything has been told.
    package mutating func next() async throws -> [JobEvent]? {
        guard let record = try await jobs.find(job) else {
            throw RegistryError(.notFound, "No such job")
        }
        var events: [JobEvent] = []
        var hasMore = false
        if try await jobs.allows(.inspect, on: record, for: caller) {
            let lines = try await jobs.registry.store.jobs.lines(of: record.id, after: place, limit: Self.page)
            hasMore = lines.count == Self.page
            for line in lines {
                place = (line.fence, line.number)
                events.append(JobEvent(name: .log, id: id, data: .object(line.json)))
            }
        }
        let document = try await jobs.document(job, for: caller)
        if shown != document {
            shown = document
            events.append(JobEvent(name: .job, id: id, data: document))
        }
        if events.isEmpty, record.state.isFinal, !hasMore { return nil }
        return events
    }

    private static let page = 200
    private var id: String { "\(place.fence).\(place.number)" }
}

extension JobLogLine {
    fileprivate var json: JSONObject {
        [
            "time": .string(time.description), "level": .string(level.rawValue), "message": .string(message),
            "fields": .object(fields), "run": .number(JSONNumber(fence)),
        ]
    }
}
