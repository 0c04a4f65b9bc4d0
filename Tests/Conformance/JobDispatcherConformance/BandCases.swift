internal import JobQueue
internal import RegistryCore
internal import Testing

extension JobDispatcherCase {
    static let bands: [JobDispatcherCase] = [
        .init("of ten jobs six are of high, three of normal and one of low priority while all wait") { fixture in
            for priority in JobPriority.allCases {
                try await fixture.push(try Tickets.tickets(100, of: priority == .low ? "A" : "B", priority: priority))
            }
            var singly: [JobPriority] = []
            while singly.count < 50 { singly += try await fixture.takeTickets(1).map(\.priority) }
            expectShares(singly)
            expectShares(try await fixture.takeAll(50).map(\.ticket.priority))
        },
        .init("a band that is alone has all turns") { fixture in
            for priority in [JobPriority.low, .high] {
                let tickets = try Tickets.tickets(20, priority: priority)
                try await fixture.push(tickets)
                #expect(try await fixture.takeAll(20).map(\.ticket) == tickets)
            }
        },
        .init("a low job does not wait for all high ones") { fixture in
            try await fixture.push(try Tickets.tickets(200, priority: .high))
            let low = try Tickets.ticket(priority: .low)
            try await fixture.push([low])
            #expect(try await fixture.takeAll(20).map(\.ticket).contains(low))
        },
        .init("queues are served in the order in which they are asked for") { fixture in
            let bulk = try Tickets.tickets(2, queue: .bulk, priority: .high)
            let index = try Tickets.tickets(2, queue: .index, priority: .low)
            try await fixture.push(bulk + index)
            #expect(try await fixture.takeTickets(3, of: [.index, .bulk]) == index + [bulk[0]])
            #expect(try await fixture.takeTickets(3, of: [.index, .bulk]) == [bulk[1]])
        },
        .init("a queue that is not asked for is left alone") { fixture in
            let mine = try Tickets.ticket(queue: .index)
            let other = try Tickets.ticket(queue: .plugins)
            try await fixture.push([other, mine])
            #expect(try await fixture.takeTickets(10, of: [.index]) == [mine])
            #expect(try await fixture.takeTickets(10, of: [.plugins]) == [other])
        },
    ]

    /// 6 : 3 : 1, give or take one turn of each ten's.
    private static func expectShares(_ bands: [JobPriority]) {
        for band in JobPriority.allCases {
            let share = bands.count { $0 == band }
            #expect(abs(share - bands.count * band.weight / 10) <= 3, "\(band): \(share) of \(bands.count)")
        }
    }
}
