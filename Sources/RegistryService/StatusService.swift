internal import Catalog
package import JSONDocument
internal import JobQueue
package import RegistryCore
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
    ///
    /// Documents are counted as the caller may see them; how many jobs there are is for curators.
    package func document(for caller: Identity) async -> JSONValue {
        var index = "ok"
        var documents: JSONValue = "unknown"
        do {
            let page = try await registry.store.index.search(SearchRequest(limit: 1), readableBy: caller)
            documents = .number(JSONNumber(page.total))
        } catch {
            index = "error: the index does not answer"
        }
        var queue = "ok"
        var worker: JSONObject = ["ok": "pong"]
        do {
            if caller.isCurator {
                let counts = try await registry.store.jobs.counts()
                let jobs = JobState.allCases.map { ($0.rawValue, JSONValue.number(JSONNumber(counts[$0] ?? 0))) }
                worker["jobs"] = .object(JSONObject(jobs))
                let workers = try await registry.store.jobs.workers(limit: 500)
                worker["workers"] = .array(
                    workers.map { ["worker": .string($0.place), "seen_at": .string($0.seenAt.description)] })
            } else {
                // Counting costs as much as there are jobs: a stranger gets to know whether the record answers.
                _ = try await registry.store.jobs.nextDue(after: registry.ambient.now())
            }
        } catch {
            queue = "error: the job record does not answer"
        }
        return [
            "status": ["elasticsearch": .string(index), "celery": .string(queue)],
            "stats": ["elasticsearch": ["v1": documents], "celery": [["vitrine": .object(worker)]]],
        ]
    }
}
