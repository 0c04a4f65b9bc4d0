/// Numbers of the rounds, by name.
struct QueueMeasures {
    /// Tickets or jobs at a time, where they are many.
    static let batch = 64
    private static let timed = 150

    let works: QueueWorks
    private var numbers: [String: [Double]] = [:]

    init(works: QueueWorks) { self.works = works }

    /// Of all rounds; empty when it could not be measured here.
    subscript(name: String) -> [Double] { numbers[name] ?? [] }

    private mutating func add(_ name: String, _ number: Double?) {
        if let number { numbers[name, default: []].append(number) }
    }

    mutating func measureDispatcher() throws {
        for (work, size, count) in [("push", 1, 10_000), ("push", Self.batch, 64_000), ("batch", Self.batch, 64_000)] {
            try works.servers.emptyRedis()
            let ours = try works.dispatch(work, size: size, count: count)
            add("\(work) \(size)", ours.rate)
            add("\(work) \(size) cost", ours.cost)
            try works.servers.emptyRedis()
            add("\(work) \(size) from C", try works.scripts(work, size: size, count: count)?.rate)
        }
        // The queue is full now of what C has pushed.
        let half = 32_000
        add("take", try works.dispatch("take", size: 10, count: half).rate)
        add("take from C", try works.scripts("take", size: 10, count: half - 1_000)?.rate)
        try works.servers.emptyRedis()
        let payload = String(repeating: "x", count: 128)
        add("raw add 1", try works.raw("XADD raw * p \(payload)", pipelined: 1, count: 20_000))
        add("raw add \(Self.batch)", try works.raw("XADD raw * p \(payload)", pipelined: 64, count: 200_000))
        _ = try Shell.output("redis-cli -u \"$1\" XGROUP CREATE raw all 0 2>/dev/null", [works.servers.redisTools])
        let read = try works.raw("XREADGROUP GROUP all one COUNT 1 STREAMS raw >", pipelined: 64, count: 100_000)
        let acknowledge = try works.raw("XACK raw all 1-1", pipelined: 64, count: 100_000)
        add("raw take", 1 / (1 / read + 1 / acknowledge))
    }

    mutating func measureWorkers() throws {
        try works.servers.emptyRedis()
        let memory: QueueWorks.Load = try works.queue("run", durably: false, count: 20_000, size: Self.batch)
        add("run", memory.rate)
        add("run cost", memory.cost)
        let batched: QueueWorks.Load = try works.queue("run", durably: true, count: 9_600, size: Self.batch)
        add("durable run", batched.rate)
        add("durable run cost", batched.cost)
        try works.servers.emptyRecord()
        let single: QueueWorks.Load = try works.queue("run", durably: true, count: 300, size: 1)
        add("durable run singly", single.rate)
        try works.servers.emptyRecord()
        let enqueue: QueueWorks.Load = try works.queue("enqueue", durably: true, count: 9_600, size: Self.batch)
        add("durable enqueue", enqueue.rate)
        add("durable enqueue cost", enqueue.cost)
        let one: QueueWorks.Load = try works.queue("enqueue", durably: true, count: 500, size: 1)
        add("durable enqueue singly", one.rate)
        add("commits", try works.commitRate())
        try works.servers.emptyRecord()
        for isDurable in [false, true] {
            let latency: QueueWorks.Latency = try works.queue(
                "latency", durably: isDurable, count: Self.timed, size: 50)
            add(isDurable ? "durable p50" : "p50", latency.p50)
            add(isDurable ? "durable p99" : "p99", latency.p99)
        }
    }

    mutating func measurePeers() throws {
        for (name, jobs) in [("celery", 2_000), ("dramatiq", 6_000), ("rq", 150)] {
            try works.servers.emptyRedis()
            guard let peer = try works.peer(name, jobs: jobs, timed: Self.timed) else { continue }
            add("\(name) enqueue", peer.enqueued)
            add("\(name) enqueue cost", peer.enqueuer)
            add("\(name) run", peer.executed)
            add("\(name) run cost", peer.worker)
            add("\(name) p50", peer.p50)
            add("\(name) p99", peer.p99)
        }
    }
}
