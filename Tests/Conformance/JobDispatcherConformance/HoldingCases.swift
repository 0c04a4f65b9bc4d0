internal import JobQueue
internal import RegistryCore
internal import Testing

extension JobDispatcherCase {
    static let holding: [JobDispatcherCase] = [
        .init("a dispatch lease that lapses puts its ticket first in its project's line", needsMemory: true) {
            fixture in
            let tickets = try Tickets.tickets(3)
            try await fixture.push(tickets)
            let lost = try await fixture.take(1, lease: DispatcherFixture.shortLease)
            #expect(lost.map(\.ticket) == [tickets[0]])
            try await fixture.passShortLease()
            let again = try await fixture.takeAll(3)
            #expect(again.map(\.ticket) == tickets)
            #expect(again[0].token != lost[0].token)
        },
        .init("a lapsing lease wakes who waits", needsMemory: true) { fixture in
            let ticket = try Tickets.ticket()
            try await fixture.push([ticket])
            _ = try await fixture.take(1, lease: DispatcherFixture.shortLease)
            let waiting = Task { try await fixture.takeTickets(1) }
            for _ in 0..<100 { await Task.yield() }
            try await fixture.passShortLease()
            #expect(try await waiting.value == [ticket])
        },
        .init("a lease that was extended holds, and what is lost is told", needsMemory: true) { fixture in
            let tickets = try Tickets.tickets(2)
            try await fixture.push(tickets)
            let kept = try await fixture.take(1, lease: DispatcherFixture.shortLease)
            #expect(try await fixture.dispatcher.extend(kept, lease: DispatcherFixture.longLease) == [])
            let lost = try await fixture.take(1, lease: DispatcherFixture.shortLease)
            try await fixture.passShortLease()
            #expect(try await fixture.takeTickets(10) == [tickets[1]])
            #expect(
                try await fixture.dispatcher.extend(kept + lost, lease: DispatcherFixture.longLease)
                    == [tickets[1].id])
        },
        .init(
            "a token that is no longer the ticket's ends nothing, frees nothing, hands nothing back",
            limits: DispatchLimits(perProject: 1), needsMemory: true
        ) { fixture in
            let tickets = try Tickets.tickets(2)
            try await fixture.push(tickets)
            let stale = try await fixture.take(1, lease: DispatcherFixture.shortLease)
            try await fixture.passShortLease()
            let current = try await fixture.take(1)
            #expect(current.map(\.ticket) == [tickets[0]])
            try await fixture.dispatcher.end(stale)
            try await fixture.dispatcher.handBack(stale)
            #expect(try await fixture.dispatcher.known([tickets[0].id]) == [tickets[0].id])
            let other = try Tickets.ticket("other")
            try await fixture.push([other])
            #expect(try await fixture.takeTickets(10) == [other])
            try await fixture.end(current)
            #expect(try await fixture.takeTickets(10) == [tickets[1]])
        },
        .init("a job that ends twice frees its project once", limits: DispatchLimits(perProject: 1), needsMemory: true)
        {
            fixture in
            let tickets = try Tickets.tickets(3)
            try await fixture.push(tickets)
            let first = try await fixture.take(1)
            for _ in 0..<3 { try await fixture.dispatcher.end(first) }
            #expect(try await fixture.takeTickets(10) == [tickets[1]])
        },
        .init("what is handed back is first in its project's line") { fixture in
            let tickets = try Tickets.tickets(4)
            try await fixture.push(tickets)
            let taken = try await fixture.takeAll(2)
            try await fixture.handBack([taken[0]])
            #expect(try await fixture.takeAll(3).map(\.ticket) == [tickets[0], tickets[2], tickets[3]])
        },
        .init("what waits can be forgotten, what is held is left alone", needsMemory: true) { fixture in
            let tickets = try Tickets.tickets(3)
            try await fixture.push(tickets)
            let held = try await fixture.take(1)
            try await fixture.dispatcher.forget([tickets[0].id, tickets[1].id])
            #expect(try await fixture.dispatcher.extend(held, lease: DispatcherFixture.longLease) == [])
            #expect(try await fixture.takeTickets(10) == [tickets[2]])
            try await fixture.push([tickets[1]])
            #expect(try await fixture.takeTickets(10) == [tickets[1]])
        },
        .init("a project whose tickets are all forgotten is as good as new", needsMemory: true) { fixture in
            for _ in 0..<5 {
                let tickets = try Tickets.tickets(200)
                try await fixture.push(tickets)
                try await fixture.dispatcher.forget(tickets.map(\.id))
            }
            #expect(try await fixture.dispatcher.load()[.default]?.waiting ?? 0 == 0)
            let (one, other) = (try Tickets.ticket(), try Tickets.ticket("other"))
            try await fixture.push([one, other])
            #expect(Set(try await fixture.takeAll(2).map(\.ticket)) == [one, other])
        },
        .init("what waits or is held is known, what has ended is not", needsMemory: true) { fixture in
            let tickets = try Tickets.tickets(4)
            let ids = tickets.map(\.id)
            try await fixture.push(Array(tickets.prefix(3)))
            let taken = try await fixture.takeAll(2)
            #expect(try await fixture.dispatcher.known(ids) == Set(ids.prefix(3)))
            try await fixture.end([taken[0]])
            #expect(try await fixture.dispatcher.known(ids) == [ids[1], ids[2]])
            #expect(try await fixture.dispatcher.known([]) == [])
        },
        .init("the memory keeps its name", needsMemory: true) { fixture in
            let name = try await fixture.dispatcher.memory()
            #expect(name != nil)
            try await fixture.push(try Tickets.tickets(3))
            try await fixture.end(try await fixture.takeAll(3))
            #expect(try await fixture.dispatcher.memory() == name)
        },
    ]
}
