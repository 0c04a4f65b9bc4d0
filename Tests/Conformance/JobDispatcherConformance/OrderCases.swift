internal import JobQueue
internal import RegistryCore
internal import Testing

extension JobDispatcherCase {
    static let order: [JobDispatcherCase] = [
        .init("what is pushed is handed out once, a project's oldest first") { fixture in
            let tickets = try Tickets.tickets(10)
            try await fixture.push(tickets)
            var taken: [JobTicket] = []
            while taken.count < 10 { taken += try await fixture.takeTickets(3) }
            #expect(taken == tickets)
            let last = try Tickets.ticket()
            try await fixture.push([last])
            #expect(try await fixture.takeTickets(10) == [last])
        },
        .init("no more is handed out than asked for, and what there is without waiting for more") { fixture in
            try await fixture.push(try Tickets.tickets(5))
            #expect(try await fixture.takeTickets(2).count == 2)
            #expect(try await fixture.takeTickets(100).count == 3)
        },
        .init("a ticket that waits already is dropped") { fixture in
            let (one, two) = (try Tickets.ticket(), try Tickets.ticket())
            try await fixture.push([one, two])
            try await fixture.dispatcher.push([two, one, one])
            #expect(try await fixture.takeTickets(10) == [one, two])
        },
        .init("a ticket that is held is dropped") { fixture in
            let (one, two) = (try Tickets.ticket(), try Tickets.ticket())
            try await fixture.push([one])
            #expect(try await fixture.takeTickets(10) == [one])
            try await fixture.dispatcher.push([one])
            try await fixture.push([two])
            #expect(try await fixture.takeTickets(10) == [two])
        },
        .init("a ticket that has ended may be pushed again", needsMemory: true) { fixture in
            let ticket = try Tickets.ticket()
            for _ in 0..<3 {
                try await fixture.push([ticket])
                let taken = try await fixture.take(10)
                #expect(taken.map(\.ticket) == [ticket])
                try await fixture.end(taken)
            }
        },
        .init("projects take turns: one job beside a thousand of another is served at once") { fixture in
            let big = try Tickets.tickets(1_000, of: "BIG")
            let small = try Tickets.ticket("small")
            try await fixture.push(big)
            try await fixture.push([small])
            var taken: [JobTicket] = []
            while taken.count < 3 { taken += try await fixture.takeTickets(1) }
            #expect(taken.prefix(2).contains(small))
            #expect(taken.filter { $0 != small } == Array(big.prefix(2)))
        },
        .init("projects take turns within one answer, jobs without a project among them") { fixture in
            for project in ["A", "B", nil] { try await fixture.push(try Tickets.tickets(3, of: project)) }
            let taken = try await fixture.takeAll(9).map { $0.ticket.project?.description ?? "" }
            for round in 0..<3 { #expect(Set(taken[(3 * round)..<(3 * round + 3)]) == ["A", "B", ""]) }
        },
        .init("a project that comes late waits for no other project's backlog") { fixture in
            for project in ["A", "B"] { try await fixture.push(try Tickets.tickets(fixture.backlog / 2, of: project)) }
            try await fixture.end(try await fixture.takeAll(51))
            let late = try Tickets.ticket("late")
            try await fixture.push([late])
            // One turn of each project that waited before, and one that was being served.
            #expect(try await fixture.takeAll(4).map(\.ticket).contains(late))
        },
        .init("a thousand projects with one job each are served in a thousand turns") { fixture in
            let tickets = try (0..<1_000).map { try Tickets.ticket("PRJ\($0)") }
            try await fixture.push(tickets)
            #expect(Set(try await fixture.takeAll(1_000).map(\.ticket)) == Set(tickets))
        },
        .init("pushing nothing changes nothing") { fixture in
            try await fixture.push([])
            #expect(try await fixture.dispatcher.load().values.allSatisfy { $0.waiting == 0 && $0.held == 0 })
        },
    ]
}
