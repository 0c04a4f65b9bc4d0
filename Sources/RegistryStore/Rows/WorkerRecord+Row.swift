internal import JSONDocument
package import JobQueue
package import RegistryCore

extension WorkerRecord {
    package init(_ row: some StoredRow) throws {
        self.init(
            id: WorkerID(row.text("id")), place: row.text("place"), release: row.text("release"),
            queues: try row.texts("queues").map { name in
                try JobQueueName(parsing: name) ?? { throw DamagedRow("queues", name) }()
            },
            concurrency: row.number("concurrency"), startedAt: row.moment("started_at"),
            seenAt: row.moment("seen_at"), running: row.number("running"), isDraining: row.flag("draining"))
    }
    package func arguments(in lanes: LaneCount) -> StoredArguments {
        id.arguments(in: lanes) + [
            "place": place.withoutNUL, "release": release.withoutNUL,
            "queues": JSONValue(texts: queues.map(\.description)).stored, "concurrency": concurrency,
            "started_at": startedAt.milliseconds, "seen_at": seenAt.milliseconds, "running": running,
            "draining": isDraining,
        ]
    }
}

extension WorkerID {
    /// `lane` and `id`: a worker's row lives in the lane of its name.
    package func arguments(in lanes: LaneCount) -> StoredArguments {
        ["lane": lanes.lane(of: description).number, "id": description]
    }
}
