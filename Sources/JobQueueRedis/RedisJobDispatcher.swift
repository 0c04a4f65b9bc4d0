package import JobQueue
package import RedisClient
package import RegistryCore

/// A dispatcher in Redis 7 or newer, for any number of processes: each change is one script, its time is Redis' own.
///
/// Redis may lose everything at any moment: then ``memory()`` has another name, and who keeps the record pushes again. What
/// was handed out when an answer was lost is handed out again when its lease lapses. A full Redis takes no pushes, and
/// goes on handing out; one that is away ends every call with ``JobDispatchError``. Limits below 1 count as 1.
package struct RedisJobDispatcher: JobDispatcher {
    /// Tickets that one run of a script deals with, so that it is over within a millisecond or two.
    private static let batch = 128

    /// All that a server is taught, for those who measure them by other means.
    package static let scripts = [
        PushScript.script, TakeScript.script, ExtendScript.script, EndScript.script, HandBackScript.script,
        ForgetScript.script, LoadScript.script,
    ]

    private let client: RedisClient
    private let keys: QueueKeys
    private let perProject: Int
    private let perKind: [RedisArgument]
    private let newID: @Sendable () -> RandomID

    /// - Parameters:
    ///   - instance: tells registries apart that share a Redis: 1 to 64 letters, digits, `.`, `_` or `-`.
    ///   - limits: the same in all processes of the instance.
    /// - Throws: the rule that `instance` broke.
    package init(
        _ client: RedisClient, instance: String, limits: DispatchLimits = DispatchLimits(), ambient: Ambient = .system
    ) throws(NameError) {
        self.client = client
        keys = try QueueKeys(instance: instance)
        perProject = max(1, limits.perProject)
        perKind = limits.perKind.flatMap { [.text($0.key.description), .int(max(1, $0.value))] }
        newID = ambient.newID
    }

    package func memory() async throws(JobDispatchError) -> String? {
        let name = newID().description
        let answer = try await run(
            "memory", [RedisCommand("SET", .key(keys.memory), .text(name), "NX", "GET")])
        return answer[0].text ?? name
    }

    package func push(_ tickets: [JobTicket]) async throws(JobDispatchError) {
        try await run(
            "push",
            batches(of: tickets).map { tickets in
                var arguments: [RedisArgument] = [.text(keys.prefix)]
                arguments.reserveCapacity(1 + 5 * tickets.count)
                for ticket in tickets {
                    arguments.append(.text(ticket.id.description))
                    arguments.append(.text(ticket.queue.description))
                    arguments.append(.int(ticket.priority.rawValue))
                    arguments.append(.text(ticket.project?.description ?? ""))
                    arguments.append(.text("0 " + ticket.text))
                }
                return RedisCommand(PushScript.script, keys: [keys.tickets], arguments)
            })
    }

    package func next(_ request: DispatchRequest) async throws -> [DispatchedJob] {
        let wakes = request.queues.map(keys.wake)
        while true {
            try Task.checkCancellation()
            let (jobs, isMoreLeft) = try await take(request)
            if !jobs.isEmpty { return jobs }
            if !isMoreLeft { try await wait(on: wakes) }
        }
    }

    package func extend(_ jobs: [DispatchedJob], lease: Duration) async throws(JobDispatchError) -> Set<JobID> {
        let answers = try await run(
            "extend", held(jobs, by: ExtendScript.script, [.int(Int(max(1, lease.milliseconds)))]))
        return Set(answers.flatMap { $0.elements ?? [] }.compactMap { $0.text.flatMap { JobID($0) } })
    }
    package func end(_ jobs: [DispatchedJob]) async throws(JobDispatchError) {
        try await run("end", held(jobs, by: EndScript.script))
    }
    package func handBack(_ jobs: [DispatchedJob]) async throws(JobDispatchError) {
        // The batch that is run last comes first in its line.
        try await run("hand back", held(jobs, by: HandBackScript.script).reversed())
    }

    package func forget(_ ids: [JobID]) async throws(JobDispatchError) {
        try await run(
            "forget",
            batches(of: ids).map { ids in
                RedisCommand(
                    ForgetScript.script, keys: [keys.tickets],
                    [.text(keys.prefix)] + ids.map { .text($0.description) })
            })
    }
    package func known(_ ids: [JobID]) async throws(JobDispatchError) -> Set<JobID> {
        let answers = try await run(
            "known",
            batches(of: ids).map { ids in
                RedisCommand("HMGET", [.key(keys.tickets)] + ids.map { .text($0.description) })
            })
        return Set(zip(ids, answers.flatMap { $0.elements ?? [] }).filter { !$0.1.isNull }.map(\.0))
    }

    package func load() async throws(JobDispatchError) -> [JobQueueName: DispatchLoad] {
        let answer = try await run(
            "load", [RedisCommand(LoadScript.script, keys: [keys.tickets], [.text(keys.prefix)])])
        return QueueCounts(answer[0].elements ?? []).loads
    }
}

// MARK: - Taking and waiting

extension RedisJobDispatcher {
    /// How long nobody looks whether a lease has lapsed, in milliseconds: a different time for each who waits.
    private static let patience: ClosedRange<Int64> = 500...1_000

    /// Takes what there is; whether more may be there though nothing was taken.
    private func take(
        _ request: DispatchRequest
    ) async throws(JobDispatchError) -> (jobs: [DispatchedJob], isMoreLeft: Bool) {
        let limit = min(max(1, request.limit), Self.batch)
        let lease = max(1, request.lease.milliseconds)
        let arguments: [RedisArgument] =
            [.text(keys.prefix), .int(limit), .int(Int(lease)), .int(perProject), .int(request.queues.count)]
            + request.queues.map { .text($0.description) } + perKind
        let answer = try await run(
            "take", [RedisCommand(TakeScript.script, keys: [keys.tickets], arguments)], mayRepeat: false)
        let parts = answer[0].elements ?? []
        guard parts.count >= 2, let token = parts[1].int else {
            throw .unavailable(operation: "take", cause: RedisError(.protocolViolation, "take answers something else"))
        }
        var jobs: [DispatchedJob] = []
        jobs.reserveCapacity(parts.count / 2)
        for index in stride(from: 2, to: parts.count - 1, by: 2) {
            guard let id = parts[index].text, let text = parts[index + 1].text,
                let ticket = JobTicket(id: id, text: text)
            else { continue }
            jobs.append(DispatchedJob(ticket: ticket, token: token))
        }
        return (jobs, parts[0].int == 1)
    }

    /// Returns when something may have come, or when it is time to look.
    ///
    /// - Throws: `CancellationError`, ``JobDispatchError``.
    private func wait(on wakes: [String]) async throws {
        let pause = Duration.milliseconds(Int64.random(in: Self.patience))
        if wakes.isEmpty { return try await Task.sleep(for: pause) }
        do throws(RedisError) {
            _ = try await client.block(on: wakes, for: pause)
        } catch {
            if error.kind == .cancelled { throw CancellationError() }
            throw JobDispatchError.unavailable(operation: "wait", cause: error)
        }
    }
}

// MARK: - Asking Redis

extension RedisJobDispatcher {
    private func batches<Element>(of elements: [Element]) -> [ArraySlice<Element>] {
        stride(from: 0, to: elements.count, by: Self.batch).map {
            elements[$0..<min($0 + Self.batch, elements.count)]
        }
    }

    /// The commands that say something of held tickets.
    private func held(
        _ jobs: [DispatchedJob], by script: RedisScript, _ before: [RedisArgument] = []
    ) -> [RedisCommand] {
        batches(of: jobs).map { jobs in
            RedisCommand(
                script, keys: [keys.tickets],
                [.text(keys.prefix)] + before + jobs.flatMap { [.text($0.ticket.id.description), .int($0.token)] })
        }
    }

    /// Runs all of `commands` to their end, also when the task is cancelled meanwhile: what a script did is not unheard.
    ///
    /// - Parameter mayRepeat: whether to ask again, once, when the connection broke before an answer came.
    /// - Returns: the answer of each.
    @discardableResult
    private func run(
        _ operation: String, _ commands: [RedisCommand], mayRepeat: Bool = true
    ) async throws(JobDispatchError) -> [RedisValue] {
        if commands.isEmpty { return [] }
        let call = Task.immediate { [client] () -> Result<[RedisValue], RedisError> in
            do throws(RedisError) {
                do throws(RedisError) {
                    return .success(try await Self.answers(of: commands, from: client))
                } catch {
                    guard mayRepeat, error.kind == .unknownOutcome else { throw error }
                    return .success(try await Self.answers(of: commands, from: client))
                }
            } catch {
                return .failure(error)
            }
        }
        switch await call.value {
        case .success(let answers): return answers
        case .failure(let error): throw .unavailable(operation: operation, cause: error)
        }
    }

    /// - Throws: the first error among the answers.
    private static func answers(
        of commands: [RedisCommand], from client: RedisClient
    ) async throws(RedisError) -> [RedisValue] {
        var values: [RedisValue] = []
        values.reserveCapacity(commands.count)
        for answer in try await client.run(commands) { values.append(try answer.get()) }
        return values
    }
}
