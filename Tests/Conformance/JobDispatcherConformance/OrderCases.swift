internal import JobQueue
internal import RegistryCore
internal import Testing

extension JobDispatcherCase {
    static let order: [JobDispatcherCase] = [
        .init("what is pushed is taken once, in the order of one project's jobs") { dispatcher in
            let tickets = try Tickets.tickets(10)
            await dispatcher.push(tickets)
            #expect(await dispatcher.count() == 10)
            var taken: [JobTicket] = []
            while taken.count < 10 { taken += try await dispatcher.next(limit: 3) }
            #expect(taken == tickets)
            #expect(await dispatcher.count() == 0)
        },
        .init("no more is taken than asked for, and what there is without waiting for more") { dispatcher in
            await dispatcher.push(try Tickets.tickets(5))
            #expect(try await dispatcher.next(limit: 2).count == 2)
            #expect(try await dispatcher.next(limit: 100).count == 3)
        },
        .init("a ticket that is known already is dropped") { dispatcher in
            let (one, two) = (try Tickets.ticket(), try Tickets.ticket())
            await dispatcher.push([one, two, one])
            await dispatcher.push([two, one])
            #expect(await dispatcher.count() == 2)
            #expect(try await dispatcher.next(limit: 10) == [one, two])
        },
        .init("a ticket that was taken may be pushed again") { dispatcher in
            let ticket = try Tickets.ticket()
            for _ in 0..<3 {
                await dispatcher.push([ticket])
                #expect(try await dispatcher.next(limit: 10) == [ticket])
            }
        },
        .init("projects take turns: one job beside a thousand of another is served second") { dispatcher in
            let big = try Tickets.tickets(1_000, of: "BIG")
            let small = try Tickets.ticket("small")
            await dispatcher.push(big)
            await dispatcher.push([small])
            #expect(try await dispatcher.next(limit: 1) == [big[0]])
            #expect(try await dispatcher.next(limit: 1) == [small])
            #expect(try await dispatcher.next(limit: 1) == [big[1]])
        },
        .init("projects take turns within one answer, jobs without a project among them") { dispatcher in
            for project in ["A", "B", nil] { await dispatcher.push(try Tickets.tickets(3, of: project)) }
            let taken = try await dispatcher.next(limit: 6).map { $0.project?.description ?? "" }
            #expect(taken == ["A", "B", "", "A", "B", ""])
        },
        .init("a project that comes late waits for no other project's backlog") { dispatcher in
            for project in ["A", "B"] { await dispatcher.push(try Tickets.tickets(100, of: project)) }
            _ = try await dispatcher.next(limit: 51)
            let late = try Tickets.ticket("late")
            await dispatcher.push([late])
            #expect(try await dispatcher.next(limit: 3).contains(late))
        },
        .init("pushing nothing changes nothing") { (dispatcher) async throws in
            await dispatcher.push([])
            #expect(await dispatcher.count() == 0)
        },
    ]
}
