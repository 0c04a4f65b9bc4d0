internal import JobQueue
internal import RegistryCore
internal import RegistryStore
internal import Synchronization
internal import Testing

extension RegistryStoreCase {
    private static let now = StoreFixture.start
    private static let until = StoreFixture.lease

    static let leases: [RegistryStoreCase] = [
        .init("a lease that is free is taken, and held against others until it lapses") { (store) async throws in
            let first = try await store.jobs.lease("upkeep", for: "a", now: now, until: until)
            #expect(first == LeaseRecord(name: "upkeep", owner: "a", until: until, fence: first?.fence ?? -1))
            let early = until - .milliseconds(1)
            #expect(try await store.jobs.lease("upkeep", for: "b", now: early, until: until + .seconds(60)) == nil)
            let second = try await store.jobs.lease("upkeep", for: "b", now: until, until: until + .seconds(60))
            #expect(second?.owner == "b")
            #expect(second?.until == until + .seconds(60))
            #expect(try await store.jobs.lease("upkeep", for: "a", now: until, until: until + .seconds(99)) == nil)
            let fences = try [#require(first).fence, #require(second).fence]
            #expect(fences[1] > fences[0])
        },
        .init("its owner prolongs a lease under the same fence, lapsed or not") { (store) async throws in
            let first = try #require(try await store.jobs.lease("upkeep", for: "a", now: now, until: until))
            for second in [10, 100, 200] {
                let later = now + .seconds(second)
                let again = try await store.jobs.lease("upkeep", for: "a", now: later, until: later + .seconds(60))
                #expect(
                    again
                        == LeaseRecord(
                            name: "upkeep", owner: "a", until: later + .seconds(60), fence: first.fence))
            }
            let moment = now + .seconds(259)
            #expect(try await store.jobs.lease("upkeep", for: "b", now: moment, until: moment + .seconds(1)) == nil)
        },
        .init("the fence of a lease moves with every change of its owner, and never back") { (store) async throws in
            var fences: [Int] = []
            for number in 0..<6 {
                let now = now + .seconds(number * 100)
                let owner = number % 2 == 0 ? "a" : "b"
                let lease = try await store.jobs.lease("upkeep", for: owner, now: now, until: now + .seconds(60))
                fences.append(try #require(lease).fence)
                // Given back or left to lapse.
                if number % 3 == 0 { try await store.jobs.releaseLease("upkeep", of: owner) }
            }
            for (fence, next) in zip(fences, fences.dropFirst()) { #expect(next > fence) }
        },
        .init("a lease given back is free at once; what is not the owner's is left alone") { (store) async throws in
            #expect(try await store.jobs.lease("upkeep", for: "a", now: now, until: until) != nil)
            try await store.jobs.releaseLease("upkeep", of: "b")
            try await store.jobs.releaseLease("clock", of: "a")
            #expect(try await store.jobs.lease("upkeep", for: "b", now: now, until: until) == nil)
            try await store.jobs.releaseLease("upkeep", of: "a")
            let next = try await store.jobs.lease("upkeep", for: "b", now: now, until: until)
            #expect(next?.owner == "b")
            try await store.jobs.releaseLease("upkeep", of: "a")
            #expect(try await store.jobs.lease("upkeep", for: "a", now: now, until: until) == nil)
        },
        .init("leases of different names are held by different owners") { (store) async throws in
            for (number, name) in ["upkeep", "clock", "Upkeep", "caf\u{e9}", "cafe\u{301}"].enumerated() {
                let owner = "owner\(number)"
                let lease = try await store.jobs.lease(name, for: owner, now: now, until: until)
                #expect(lease?.owner == owner)
            }
        },
        .init("of 20 processes that ask for a lease at once one has it, and so at each of its lapses") {
            (store) async throws in
            var last = -1
            for round in 0..<5 {
                let now = now + .seconds(round * 100)
                let answers = try await gathered(20) { number in
                    try await store.jobs.lease("upkeep", for: "\(round)-\(number)", now: now, until: now + .seconds(60))
                }
                let granted = answers.compactMap { $0 }
                #expect(granted.count == 1)
                #expect(granted.allSatisfy { $0.fence > last })
                last = granted.first?.fence ?? last
            }
        },
        .init("two processes that renew a lease and give it back are never both its owner") { (store) async throws in
            let clock = Mutex(0)
            let grants = try await gathered(2) { number -> [LeaseRecord: Timestamp] in
                var granted: [LeaseRecord: Timestamp] = [:]
                for ask in 0..<60 {
                    let second = clock.withLock { seconds in
                        seconds += 1
                        return seconds
                    }
                    let moment = now + .seconds(second)
                    let lease = try await store.jobs.lease(
                        "upkeep", for: "p\(number)", now: moment, until: moment + .seconds(5))
                    if let lease { granted[lease] = moment }
                    // For a while it does not ask, so that the other has its turn.
                    if ask % 10 == 9 { clock.withLock { $0 += 6 } }
                }
                return granted
            }
            #expect(grants.contains { !$0.isEmpty })
            for (mine, from) in grants[0] {
                for (other, begun) in grants[1] {
                    #expect(mine.until <= begun || other.until <= from, "\(mine) and \(other)")
                    #expect(mine.fence != other.fence)
                }
            }
        },
    ]
}
