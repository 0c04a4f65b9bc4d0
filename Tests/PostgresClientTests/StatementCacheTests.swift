import PostgresClient
import Testing

@Suite("StatementCache")
struct StatementCacheTests {
    private func key(_ number: Int, _ types: [UInt32] = []) -> StatementCache.Key {
        StatementCache.Key(PostgresStatement(composed: "SELECT \(number)"), types: types)
    }

    @Test("prepares a statement once for its text and the types of its parameters")
    func once() {
        var cache = StatementCache(capacity: 4)
        #expect(cache.use(key(1)) == .prepare(name: "s1", dropped: []))
        #expect(cache.use(key(1)) == .prepared(name: "s1"))
        #expect(cache.use(key(1, [20])) == .prepare(name: "s2", dropped: []))
        #expect(cache.use(key(1, [25])) == .prepare(name: "s3", dropped: []))
        #expect(cache.use(key(1, [20])) == .prepared(name: "s2"))
    }

    @Test("the least recently used gives way")
    func evicts() {
        var cache = StatementCache(capacity: 2)
        _ = cache.use(key(1))
        _ = cache.use(key(2))
        _ = cache.use(key(1))
        #expect(cache.use(key(3)) == .prepare(name: "s3", dropped: ["s2"]))
        #expect(cache.use(key(1)) == .prepared(name: "s1"))
        #expect(cache.use(key(2)) == .prepare(name: "s4", dropped: ["s3"]))
    }

    @Test("forgets what failed under a name, and not what has been prepared anew since")
    func forgets() {
        var cache = StatementCache(capacity: 2)
        _ = cache.use(key(1))
        cache.forget(key(1), name: "s1")
        #expect(cache.use(key(1)) == .prepare(name: "s2", dropped: []))
        cache.forget(key(1), name: "s1")  // a second failure that was under way
        #expect(cache.use(key(1)) == .prepared(name: "s2"))
        cache.forget(key(1), name: "s2", isKept: true)
        #expect(cache.use(key(1)) == .prepare(name: "s3", dropped: ["s2"]))
    }

    @Test("a text of one place is one statement; two texts that say the same are two")
    func identity() {
        let first = PostgresText("SELECT :a::bigint")
        let second = PostgresText("SELECT :a::bigint")
        var cache = StatementCache()
        let one = StatementCache.Key(PostgresStatement(first, [.int(1)]), types: [20])
        #expect(cache.use(one) == .prepare(name: "s1", dropped: []))
        #expect(
            cache.use(StatementCache.Key(PostgresStatement(first, [.int(2)]), types: [20])) == .prepared(name: "s1"))
        let other = StatementCache.Key(PostgresStatement(second, [.int(1)]), types: [20])
        #expect(cache.use(other) == .prepare(name: "s2", dropped: []))
    }
}
