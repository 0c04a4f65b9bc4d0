internal import Catalog
package import JSONDocument
internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import SearchIndex

/// What the instance is and how it fares.
package struct StatusService: Sendable {
    let registry: Registry
    package init(registry: Registry) { self.registry = registry }

    package var settings: ServiceSettings { registry.settings }

    /// Whether the database answers; the sentence says what does not.
    package func unreadiness() async -> String? {
        do {
            _ = try await registry.store.jobs.nextDue(after: registry.ambient.now())
            return nil
        } catch {
            return "the database does not answer"
        }
    }

    /// `GET /status`: always answers, also when parts are down; the keys are the reference's.
    package func document() async -> JSONValue {
        var index = "ok", documents = JSONValue.string("unknown")
        do { documents = .number(JSONNumber(try await registry.store.index.count())) } catch {
            index = "error: the index does not answer"
        }
        var queue = "ok", jobs = JSONValue.string("unknown")
        do {
            let counts = try await registry.store.jobs.counts()
            jobs = .object(
                JSONObject(JobState.allCases.map { ($0.rawValue, .number(JSONNumber(counts[$0] ?? 0))) }))
        } catch {
            queue = "error: the job record does not answer"
        }
        return [
            "status": ["elasticsearch": .string(index), "celery": .string(queue)],
            "stats": ["elasticsearch": ["v1": documents], "celery": [["vitrine": ["ok": "pong", "jobs": jobs]]]],
        ]
    }
}
