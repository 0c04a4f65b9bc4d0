internal import JobQueue
internal import RegistryCore
internal import Testing

extension JobDispatcherCase {
    static let waiting: [JobDispatcherCase] = [
        .init("a taker waits until something is pushed") { dispatcher in
            let ticket = try Tickets.ticket()
            let taker = Task { try await dispatcher.next(limit: 5) }
            for _ in 0..<100 { await Task.yield() }
            await dispatcher.push([])
            await dispatcher.push([ticket])
            #expect(try await taker.value == [ticket])
        },
        .init("a waiting taker that is cancelled throws, and nothing is lost") { dispatcher in
            for _ in 0..<50 {
                let ticket = try Tickets.ticket()
                let taker = Task { try await dispatcher.next(limit: 5) }
                for _ in 0..<Int.random(in: 0..<20) { await Task.yield() }
                taker.cancel()
                await dispatcher.push([ticket])
                // Whoever was first: the ticket is in the taker's answer or still there.
                switch await taker.result {
                case .success(let taken): #expect(taken == [ticket])
                case .failure(let error):
                    #expect(error is CancellationError)
                    #expect(try await dispatcher.next(limit: 5) == [ticket])
                }
                #expect(await dispatcher.count() == 0)
            }
        },
        .init("a taker whose task is cancelled already throws and takes nothing") { dispatcher in
            await dispatcher.push(try Tickets.tickets(2))
            let taker = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await dispatcher.next(limit: 5)
            }
            await #expect(throws: CancellationError.self) { try await taker.value }
            #expect(await dispatcher.count() == 2)
        },
        .init("one cancelled taker leaves the others waiting") { dispatcher in
            let ticket = try Tickets.ticket()
            let cancelled = Task { try await dispatcher.next(limit: 5) }
            let patient = Task { try await dispatcher.next(limit: 5) }
            for _ in 0..<100 { await Task.yield() }
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            await dispatcher.push([ticket])
            #expect(try await patient.value == [ticket])
        },
        .init("takers and pushers at the same time: each ticket is taken once") { dispatcher in
            let tickets = try (0..<8).flatMap { try Tickets.tickets(100, of: "PRJ\($0)") }
            let taken = try await withThrowingTaskGroup(of: [JobTicket].self) { group in
                for pusher in 0..<4 {
                    group.addTask { @concurrent in
                        for ticket in tickets[(pusher * 200)..<(pusher * 200 + 200)] { await dispatcher.push([ticket]) }
                        return []
                    }
                }
                for _ in 0..<10 {
                    group.addTask { @concurrent in
                        var mine: [JobTicket] = []
                        while mine.count < 80 { mine += try await dispatcher.next(limit: min(7, 80 - mine.count)) }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(taken.count == 800)
            #expect(Set(taken.map(\.id)) == Set(tickets.map(\.id)))
            #expect(await dispatcher.count() == 0)
        },
    ]
}
