import RedisClient
import Testing

@Suite("Slots of a cluster") struct SlotTests {
    /// The first is the check value of CRC16/XMODEM, 0x31C3; the others are what `CLUSTER KEYSLOT` answers.
    @Test(
        "a key's slot is that of its hash tag",
        arguments: [
            ("123456789", 12739), ("", 0), ("foo", 12182), ("{foo}", 12182), ("a{foo}b", 12182), ("{foo}{bar}", 12182),
            ("foo{}{bar}", 8363), ("foo{{bar}}zap", 4015), ("foo{bar", 15278),
        ])
    func slots(_ key: String, _ slot: UInt16) { #expect(KeySlot.of(key) == slot) }

    @Test("the map names the node of each slot, and follows one that moves")
    func map() throws {
        func node(_ name: String, _ port: Int) -> RedisValue { .array([.bytes(Array(name.utf8)), .integer(port)]) }
        let answer = RedisValue.array([
            .array([.integer(0), .integer(99), node("a", 1), node("replica", 9)]),
            .array([.integer(100), .integer(16_383), node("", 2)]),
        ])
        let asked = RedisAddress.Host(name: "asked", port: 7)
        var map = try #require(SlotMap(answer, from: asked))
        #expect(map.host(of: 99) == .init(name: "a", port: 1))
        #expect(map.host(of: 100) == .init(name: "asked", port: 2))
        map.set(99, to: .init(name: "b", port: 3))
        #expect(map.host(of: 99) == .init(name: "b", port: 3))
        #expect(map.host(of: 98) == .init(name: "a", port: 1))
        for wrong: RedisValue in [
            .null, .array([]), .array([.integer(1)]), .array([.array([.integer(5), .integer(1), node("a", 1)])]),
            .array([.array([.integer(0), .integer(16_384), node("a", 1)])]),
            .array([.array([.integer(0), .integer(1), node("a", 70_000)])]),
        ] {
            #expect(SlotMap(wrong, from: asked) == nil)
        }
    }
}
