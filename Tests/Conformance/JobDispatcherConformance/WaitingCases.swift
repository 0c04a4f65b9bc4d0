internal import JobQueue
internal import RegistryCore
internal import Testing

extension JobDispatcherCase {
    static let waiting: [JobDispatcherCase] = [
        .init("a taker waits until something is pushed") { fixture in
            let ticket = try Tickets.ticket()
            let taker = Task { try await fixture.takeTickets(5) }
            for _ in 0..<100 { await Task.yield() }
            try await fixture.push([])
            try await fixture.push([ticket])
            #expect(try await taker.value == [ticket])
        },
        .init("a waiting taker that is cancelled throws, and nothing is lost", needsMemory: true) { fixture in
            for _ in 0..<50 {
                let ticket = try Tickets.ticket()
                let taker = Task { try await fixture.take(5) }
                for _ in 0..<Int.random(in: 0..<20) { await Task.yield() }
                taker.cancel()
                try await fixture.push([ticket])
                // Whoever was first: the ticket is in the taker's answer or still there.
                switch await taker.result {
                case .success(let taken):
                    #expect(taken.map(\.ticket) == [ticket])
                    try await fixture.end(taken)
                case .failure(let error):
                    #expect(error is CancellationError)
                    let taken = try await fixture.take(5)
                    #expect(taken.map(\.ticket) == [ticket])
                    try await fixture.end(taken)
                }
            }
        },
        .init("a taker whose task is cancelled already throws and takes nothing") { fixture in
            let tickets = try Tickets.tickets(2)
            try await fixture.push(tickets)
            let taker = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await fixture.takeTickets(5)
            }
            await #expect(throws: CancellationError.self) { try await taker.value }
            #expect(try await fixture.takeTickets(5) == tickets)
        },
        .init("one cancelled taker leaves the others waiting") { fixture in
            let ticket = try Tickets.ticket()
            let cancelled = Task { try await fixture.takeTickets(5) }
            let patient = Task { try await fixture.takeTickets(5) }
            for _ in 0..<100 { await Task.yield() }
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            try await fixture.push([ticket])
            #expect(try await patient.value == [ticket])
        },
        .init("takers and pushers at the same time: each ticket is taken once") { fixture in
            let tickets = try (0..<8).flatMap { try Tickets.tickets(100, of: "PRJ\($0)") }
            let taken = try await withThrowingTaskGroup(of: [JobTicket].self) { group in
                for pusher in 0..<4 {
                    group.addTask { @concurrent in
                        for start in stride(from: pusher * 200, to: pusher * 200 + 200, by: 4) {
                            try await fixture.push(Array(tickets[start..<(start + 4)]))
                        }
                        return []
                    }
                }
                for _ in 0..<10 {
                    group.addTask { @concurrent in
                        var mine: [JobTicket] = []
                        while mine.count < 80 {
                            let taken = try await fixture.take(min(7, 80 - mine.count))
                            mine += taken.map(\.ticket)
                            try await fixture.end(taken)
                        }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(taken.count == 800)
            #expect(Set(taken.map(\.id)) == Set(tickets.map(\.id)))
        },
        .init("fifty takers that wait share what comes") { fixture in
            let tickets = try Tickets.tickets(50)
            let taken = try await withThrowingTaskGroup(of: [JobTicket].self) { group in
                for _ in 0..<50 { group.addTask { @concurrent in try await fixture.takeTickets(1) } }
                for _ in 0..<200 { await Task.yield() }
                for ticket in tickets { try await fixture.push([ticket]) }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(taken.count == 50)
            #expect(Set(taken) == Set(tickets))
        },
    ]
}
