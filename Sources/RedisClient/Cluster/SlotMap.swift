/// Which node of a cluster serves which slot.
package struct SlotMap: Sendable, Equatable {
    package private(set) var hosts: [RedisAddress.Host] = []
    /// The place in `hosts` of each slot's node; -1 where none is known.
    private var places = [Int16](repeating: -1, count: KeySlot.count)

    package init() {}

    /// Reads what `CLUSTER SLOTS` answers; nil when it is something else, or names no slot.
    ///
    /// - Parameter asked: stands in for a node that does not know its own name.
    package init?(_ answer: RedisValue, from asked: RedisAddress.Host) {
        guard let ranges = answer.elements, !ranges.isEmpty else { return nil }
        for range in ranges {
            guard let parts = range.elements, parts.count >= 3, let first = parts[0].int, let last = parts[1].int,
                first >= 0, last < KeySlot.count, first <= last, let node = parts[2].elements, node.count >= 2,
                let port = node[1].int.flatMap({ UInt16(exactly: $0) })
            else { return nil }
            let name = node[0].text ?? ""
            let place = place(of: RedisAddress.Host(name: name.isEmpty || name == "?" ? asked.name : name, port: port))
            for slot in first...last { places[slot] = place }
        }
    }

    package func host(of slot: UInt16) -> RedisAddress.Host? {
        let place = Int(places[Int(slot)])
        return place < 0 ? nil : hosts[place]
    }

    /// One slot has moved.
    package mutating func set(_ slot: UInt16, to host: RedisAddress.Host) { places[Int(slot)] = place(of: host) }

    private mutating func place(of host: RedisAddress.Host) -> Int16 {
        if let place = hosts.firstIndex(of: host) { return Int16(place) }
        hosts.append(host)
        return Int16(hosts.count - 1)
    }
}
