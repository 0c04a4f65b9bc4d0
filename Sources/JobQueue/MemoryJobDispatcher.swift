internal import RegistryCore
internal import Synchronization

/// A dispatcher in this process: projects take turns, jobs of one project go in the order in which they came.
package final class MemoryJobDispatcher: JobDispatcher {
    private struct State {
        var turns: [String] = []
        var queues: [String: [JobTicket]] = [:]
        var known: Set<JobID> = []
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0

        mutating func push(_ ticket: JobTicket) {
            guard known.insert(ticket.id).inserted else { return }
            let project = ticket.project?.description ?? ""
            if queues[project, default: []].isEmpty { turns.append(project) }
            queues[project, default: []].append(ticket)
        }
        mutating func take(_ limit: Int) -> [JobTicket] {
            var taken: [JobTicket] = []
            while taken.count < limit, !turns.isEmpty {
                let project = turns.removeFirst()
                guard var queue = queues.removeValue(forKey: project), !queue.isEmpty else { continue }
                let ticket = queue.removeFirst()
                known.remove(ticket.id)
                taken.append(ticket)
                if !queue.isEmpty {
                    queues[project] = queue
                    turns.append(project)
                }
            }
            return taken
        }
        mutating func wake() -> [CheckedContinuation<Void, Never>] {
            defer { waiters.removeAll() }
            return Array(waiters.values)
        }
    }
    private let state = Mutex(State())

    package init() {}

    package func push(_ tickets: [JobTicket]) async {
        let woken = state.withLock { state in
            for ticket in tickets { state.push(ticket) }
            return state.wake()
        }
        for waiter in woken { waiter.resume() }
    }

    package func next(limit: Int) async throws -> [JobTicket] {
        while true {
            try Task.checkCancellation()
            let taken = state.withLock { $0.take(max(1, limit)) }
            if !taken.isEmpty { return taken }
            let number = state.withLock { state in
                state.nextWaiter += 1
                return state.nextWaiter
            }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let resumeNow = state.withLock { state in
                        guard state.turns.isEmpty, !Task.isCancelled else { return true }
                        state.waiters[number] = continuation
                        return false
                    }
                    if resumeNow { continuation.resume() }
                }
            } onCancel: {
                state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
            }
        }
    }

    package func count() async -> Int { state.withLock { $0.known.count } }
}
