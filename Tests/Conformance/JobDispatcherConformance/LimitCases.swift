internal import JobQueue
internal import RegistryCore
internal import Testing

extension JobDispatcherCase {
    static let limits: [JobDispatcherCase] = [
        .init("no more jobs of a project run than may, and others go on", limits: DispatchLimits(perProject: 2)) {
            fixture in
            try await fixture.push(try Tickets.tickets(5, of: "BIG"))
            let held = try await fixture.takeAll(2)
            let other = try Tickets.ticket("other")
            try await fixture.push([other])
            #expect(try await fixture.takeTickets(10) == [other])
            try await fixture.end([held[0]])
            let another = try Tickets.ticket("another")
            try await fixture.push([another])
            let taken = try await fixture.takeAll(2).map(\.ticket.project?.description)
            #expect(Set(taken) == ["BIG", "another"])
        },
        .init("a project's limit holds over all queues and bands", limits: DispatchLimits(perProject: 2)) { fixture in
            try await fixture.push(try Tickets.tickets(2, of: "BIG", queue: .index, priority: .high))
            try await fixture.push(try Tickets.tickets(2, of: "BIG", queue: .default, priority: .low))
            _ = try await fixture.takeAll(2, of: [.index, .default])
            let other = try Tickets.ticket("other", queue: .bulk)
            try await fixture.push([other])
            #expect(try await fixture.takeTickets(10, of: [.index, .default, .bulk]) == [other])
        },
        .init("a project whose job ends is served again, in order", limits: DispatchLimits(perProject: 1)) { fixture in
            let tickets = try Tickets.tickets(20)
            try await fixture.push(tickets)
            var served: [JobTicket] = []
            for _ in tickets {
                let taken = try await fixture.take(10)
                served += taken.map(\.ticket)
                try await fixture.end(taken)
            }
            #expect(served == tickets)
        },
        .init(
            "what is handed back counts no more, and comes first",
            limits: DispatchLimits(perProject: 1)
        ) { fixture in
            let tickets = try Tickets.tickets(3)
            try await fixture.push(tickets)
            try await fixture.handBack(try await fixture.take(1))
            #expect(try await fixture.takeTickets(10) == [tickets[0]])
        },
        .init(
            "no more jobs of a kind run than may, over all projects",
            limits: DispatchLimits(perProject: 100, perKind: ["scarce": 2])
        ) { fixture in
            for project in ["A", "B", "C"] {
                try await fixture.push(try Tickets.tickets(2, of: project, kind: "scarce"))
            }
            let held = try await fixture.takeAll(2)
            let other = try Tickets.ticket("D")
            try await fixture.push([other])
            #expect(try await fixture.takeTickets(10) == [other])
            try await fixture.end(held)
            #expect(try await fixture.takeAll(2).allSatisfy { $0.ticket.kind == "scarce" })
        },
        .init(
            "a kind at its limit does not block the other kinds of its project",
            limits: DispatchLimits(perProject: 100, perKind: ["scarce": 1])
        ) { fixture in
            let scarce = try Tickets.tickets(3, kind: "scarce")
            let plain = try Tickets.tickets(3, kind: "plain")
            try await fixture.push(scarce + plain)
            let taken = try await fixture.takeAll(4)
            #expect(taken.count == 4)
            #expect(taken.map(\.ticket).filter { $0.kind == "scarce" } == [scarce[0]])
            #expect(taken.map(\.ticket).filter { $0.kind == "plain" } == plain)
            try await fixture.end(taken)
            #expect(try await fixture.takeTickets(10) == [scarce[1]])
        },
        .init(
            "a limit that a job's end frees wakes who waits for it",
            limits: DispatchLimits(perProject: 1, perKind: ["scarce": 1])
        ) { fixture in
            for kind: JobKind in ["plain", "scarce"] {
                let tickets = try Tickets.tickets(2, of: kind.description, kind: kind)
                try await fixture.push(tickets)
                let held = try await fixture.take(1)
                let waiting = Task { try await fixture.takeTickets(1) }
                for _ in 0..<100 { await Task.yield() }
                try await fixture.end(held)
                #expect(try await waiting.value == [tickets[1]])
            }
        },
        .init(
            "projects that wait for their limit are counted, with what waits and is held",
            limits: DispatchLimits(perProject: 1), needsMemory: true
        ) { fixture in
            for project in ["A", "B", "C"] { try await fixture.push(try Tickets.tickets(3, of: project)) }
            let held = try await fixture.takeAll(2)
            let load = try await fixture.dispatcher.load()
            #expect(load[.default] == DispatchLoad(waiting: 7, held: 2, parkedProjects: 2))
            try await fixture.end(held)
            #expect(
                try await fixture.dispatcher.load()[.default] == DispatchLoad(waiting: 7, held: 0, parkedProjects: 0))
        },
        .init("what waits is counted by queue") { fixture in
            try await fixture.push(try Tickets.tickets(3, queue: .index) + Tickets.tickets(2, queue: .bulk))
            let load = try await fixture.dispatcher.load()
            #expect(load.mapValues(\.waiting).filter { $0.value > 0 } == [.index: 3, .bulk: 2])
        },
    ]
}
