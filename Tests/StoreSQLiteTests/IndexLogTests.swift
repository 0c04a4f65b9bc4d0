import Catalog
import RegistryCore
import RegistryStore
import RegistryStoreConformance
import SearchIndex
import StoreSQLite
import Synchronization
import Testing

@Suite("The log of what a lane shows, in SQLite")
struct IndexLogTests {
    /// Milliseconds since 1970, as the test says.
    private final class Hands: Sendable {
        private let time: Mutex<Timestamp>

        init(_ time: Timestamp) { self.time = Mutex(time) }
        var now: Timestamp { time.withLock { $0 } }
        func move(_ duration: Duration) { time.withLock { $0 = $0 + duration } }
    }

    @Test func keepsWhatIsYoungerThanAnHour() async throws {
        try await withTemporaryDatabase { path in
            let hands = Hands(StoreFixture.start)
            let store = try SQLiteStore(path: path, ambient: Ambient(now: { hands.now }))
            let rows = try #require(store.segments)
            let fixture = StoreFixture(store)
            let version = try fixture.version("1", of: try await fixture.makeProject(policy: nil))
            let lane = fixture.lane(of: version.project)
            var generations = [try #require(try await rows.generations(in: lane)[lane])]
            for _ in 0..<3 {
                try await fixture.publish(version, "a")
                hands.move(.seconds(1_800))
                generations.append(try #require(try await rows.generations(in: lane)[lane]))
            }
            // 90 minutes after the first and 60 after the second, which is not older than an hour yet.
            while try await store.sweep(before: StoreFixture.start, limit: 100) > 0 {}
            #expect(try await rows.changes(in: lane, after: generations[0]) == nil)
            for known in generations.dropFirst() {
                #expect(try await rows.changes(in: lane, after: known) != nil)
            }
            hands.move(.milliseconds(1))
            while try await store.sweep(before: StoreFixture.start, limit: 100) > 0 {}
            #expect(try await rows.changes(in: lane, after: generations[1]) == nil)
            #expect(try await rows.changes(in: lane, after: generations[2])?.versions.count == 1)
            hands.move(.seconds(86_400))
            while try await store.sweep(before: StoreFixture.start, limit: 100) > 0 {}
            #expect(try await rows.changes(in: lane, after: generations[3])?.versions.isEmpty == true)
            try await store.close()
        }
    }

    @Test func namesGenerationsByTheTimeAndNeverTwice() async throws {
        try await withTemporaryDatabase { path in
            let hands = Hands(StoreFixture.start)
            let store = try SQLiteStore(path: path, ambient: Ambient(now: { hands.now }))
            let rows = try #require(store.segments)
            let fixture = StoreFixture(store)
            var expected = Int(StoreFixture.start.milliseconds)
            for step in [Duration.zero, .zero, .seconds(9), .seconds(-5), .zero, .seconds(60)] {
                hands.move(step)
                try await fixture.put(StoreFixture.open, of: .instance, in: Lane(0), scope: .instance)
                let generation = try #require(try await rows.generations(in: nil)[Lane(0)])
                #expect(generation >= max(expected, Int(hands.now.milliseconds)))
                expected = generation + 1
            }
            try await store.close()
        }
    }
}
