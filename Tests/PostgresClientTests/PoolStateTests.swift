import PostgresClient
import Testing

@Suite("PoolState")
struct PoolStateTests {
    private static let down = PostgresError(.unavailable, "down")
    private static let refused = PostgresError(.refused, "wrong password")

    @Test("the first request opens a connection, and gets it when it is open")
    func opens() {
        var state = PoolState(.init(connections: 2, share: 1, spread: 1))
        #expect(state.takeAtOnce() == nil)
        #expect(state.request(1) == [.open(1)])
        #expect(state.opened(1) == [.assign(1, 1)])
        #expect(state.finished(1) == [])
        #expect(state.takeAtOnce()?.id == 1)
    }

    @Test("opens as many as there are waiters, up to the limit, and then lends in the order of requests")
    func limit() {
        var state = PoolState(.init(connections: 2, share: 1, spread: 1))
        #expect(state.request(1) == [.open(1)])
        #expect(state.request(2) == [.open(2)])
        #expect(state.request(3) == [])
        #expect(state.opened(2) == [.assign(1, 2)])
        #expect(state.opened(1) == [.assign(2, 1)])
        #expect(state.request(4) == [])
        #expect(state.finished(1) == [.assign(3, 1)])
        #expect(state.finished(2) == [.assign(4, 2)])
    }

    @Test("shares a connection up to its limit, and opens another when each has enough")
    func shares() {
        var state = PoolState(.init(connections: 2, share: 3, spread: 2))
        #expect(state.request(1) == [.open(1)])
        #expect(state.opened(1) == [.assign(1, 1)])
        #expect(state.takeAtOnce()?.actions == [.open(2)])
        #expect(state.takeAtOnce()?.id == 1)
        #expect(state.takeAtOnce() == nil)
        #expect(state.opened(2) == [])
        #expect(state.takeAtOnce()?.id == 2)
    }

    @Test("opens the rest of what is needed as soon as one try succeeds after a failure")
    func recovers() {
        var state = PoolState(.init(connections: 3, share: 1, spread: 1))
        #expect(state.request(1) == [.open(1)])
        #expect(state.request(2) == [.open(2)])
        #expect(state.failedToOpen(1, Self.down) == [.openLater(3)])
        #expect(state.failedToOpen(2, Self.down) == [])
        #expect(state.request(3) == [])
        #expect(state.mayOpen(3) == [.open(3)])
        #expect(state.opened(3) == [.assign(1, 3), .open(4)])
        #expect(state.opened(4) == [.assign(2, 4), .open(5)])
        #expect(state.opened(5) == [.assign(3, 5)])
    }

    @Test("who waits while the server is down goes on waiting; whom the server will never have is told at once")
    func failures() {
        var state = PoolState(.init(connections: 1, share: 1, spread: 1))
        #expect(state.request(1) == [.open(1)])
        #expect(state.failedToOpen(1, Self.down) == [.openLater(2)])
        #expect(state.mayOpen(2) == [.open(2)])
        #expect(state.failedToOpen(2, Self.refused) == [.refuse(1, Self.refused)])
        #expect(state.request(2) == [.open(3)])
    }

    @Test("who loses patience is told why, once")
    func patience() {
        var state = PoolState(.init(connections: 1, share: 1, spread: 1))
        _ = state.request(1)
        _ = state.failedToOpen(1, Self.down)
        let actions = state.giveUp(1, after: "5 s")
        guard case .refuse(1, let error)? = actions.first else { Issue.record("not refused: \(actions)"); return }
        #expect(error.kind == .unavailable)
        #expect(error.message == "no connection within 5 s; the last try: down")
        #expect(state.giveUp(1, after: "5 s") == [])
        #expect(state.mayOpen(2) == [])
    }

    @Test("a lost connection is replaced for who waits, and what its users then say changes nothing")
    func lost() {
        var state = PoolState(.init(connections: 1, share: 1, spread: 1))
        _ = state.request(1)
        _ = state.opened(1)
        #expect(state.request(2) == [])
        #expect(state.lost(1) == [.openLater(2)])
        #expect(state.finished(1) == [])
        #expect(state.finished(1, isSound: false) == [])
        #expect(state.mayOpen(2) == [.open(2)])
        #expect(state.opened(2) == [.assign(2, 2)])
    }

    @Test("an unsound connection is closed, and another opened for who waits")
    func unsound() {
        var state = PoolState(.init(connections: 1, share: 1, spread: 1))
        _ = state.request(1)
        _ = state.opened(1)
        _ = state.request(2)
        #expect(state.finished(1, isSound: false) == [.close(1), .open(2)])
    }

    @Test("refuses at once who comes when too many wait")
    func queueLimit() {
        var limits = PoolState.Limits(connections: 1, share: 1, spread: 1)
        limits.waiters = 2
        var state = PoolState(limits)
        _ = state.request(1)
        _ = state.request(2)
        guard case .refuse(3, let error)? = state.request(3).first else { Issue.record("not refused"); return }
        #expect(error.kind == .unavailable)
    }

    @Test("drains: refuses who comes and who waits, closes what is idle, and the rest as it comes back")
    func drains() {
        var state = PoolState(.init(connections: 2, share: 1, spread: 1))
        _ = state.request(1)
        _ = state.request(2)
        _ = state.opened(1)
        _ = state.opened(2)
        _ = state.finished(2)
        #expect(state.drain() == [.close(2)])
        #expect(!state.isDrained)
        guard case .refuse(3, _)? = state.request(3).first else { Issue.record("not refused"); return }
        #expect(state.takeAtOnce() == nil)
        #expect(state.finished(1) == [.close(1)])
        #expect(state.isDrained)
    }

    @Test("on a random walk: never above the limits, every waiter answered once, nobody waits beside a free connection")
    func walk() {
        for seed in 0..<40 {
            var walk = PoolWalk(seed: UInt64(seed))
            for _ in 0..<1500 { walk.step() }
            walk.settle()
            #expect(walk.problems == [], "seed \(seed)")
        }
    }
}

/// Does to a ``PoolState`` what the world may do, and keeps its own books.
private struct PoolWalk {
    private let limits: PoolState.Limits
    private var state: PoolState
    private var random: SeededNumbers
    private var opening: Set<Int> = []
    private var pausing: Set<Int> = []
    private var users: [Int: Int] = [:]
    private var waiting: Set<UInt64> = []
    private var lastWaiter: UInt64 = 0
    var problems: [String] = []

    init(seed: UInt64) {
        var random = SeededNumbers(state: seed)
        let share = Int.random(in: 1...4, using: &random)
        limits = .init(
            connections: .random(in: 1...5, using: &random), share: share,
            spread: .random(in: 1...share, using: &random))
        state = PoolState(limits)
        self.random = random
    }

    mutating func step() {
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<4: request()
        case 4..<6:
            guard let id = users.filter({ $0.value > 0 }).keys.sorted().randomElement(using: &random) else { return }
            finish(id, isSound: limits.share > 1 || Int.random(in: 0..<6, using: &random) > 0)
        case 6..<8:
            guard let id = opening.sorted().randomElement(using: &random) else { return }
            opening.remove(id)
            users[id] = 0
            act(state.opened(id))
        case 8:
            guard let id = opening.sorted().randomElement(using: &random) else { return }
            opening.remove(id)
            let isRefusal = Bool.random(using: &random)
            act(state.failedToOpen(id, PostgresError(isRefusal ? .refused : .unavailable, "no")))
        case 9:
            guard let id = pausing.sorted().randomElement(using: &random) else { return }
            pausing.remove(id)
            act(state.mayOpen(id))
        case 10:
            guard let id = users.keys.sorted().randomElement(using: &random) else { return }
            let told = users.removeValue(forKey: id) ?? 0
            act(state.lost(id))
            for _ in 0..<told { act(state.finished(id)) }
        default:
            guard let waiter = waiting.sorted().randomElement(using: &random) else { return }
            act(state.giveUp(waiter, after: "a while"))
        }
        check()
    }

    /// From here on everything goes well: nobody may be left waiting.
    mutating func settle() {
        for _ in 0..<10_000 where !waiting.isEmpty {
            if let id = opening.first {
                opening.remove(id)
                users[id] = 0
                act(state.opened(id))
            } else if let id = pausing.first {
                pausing.remove(id)
                act(state.mayOpen(id))
            } else if let id = users.first(where: { $0.value > 0 })?.key {
                finish(id, isSound: true)
            } else {
                break
            }
            check()
        }
        if !waiting.isEmpty { problems.append("\(waiting.count) wait for good") }
    }

    private mutating func request() {
        if let (id, actions) = state.takeAtOnce() {
            if !waiting.isEmpty { problems.append("someone jumped the queue") }
            users[id, default: -100] += 1
            return act(actions)
        }
        lastWaiter += 1
        waiting.insert(lastWaiter)
        act(state.request(lastWaiter))
    }

    private mutating func finish(_ id: Int, isSound: Bool) {
        if isSound { users[id, default: 0] -= 1 }
        act(state.finished(id, isSound: isSound))
    }

    private mutating func act(_ actions: [PoolState.Action]) {
        for action in actions {
            switch action {
            case .open(let id): opening.insert(id)
            case .openLater(let id): pausing.insert(id)
            case .assign(let waiter, let id):
                if waiting.remove(waiter) == nil { problems.append("\(waiter) was answered twice") }
                if users[id] == nil { problems.append("\(waiter) got a connection that is not open") }
                users[id, default: 0] += 1
            case .refuse(let waiter, _):
                if waiting.remove(waiter) == nil { problems.append("\(waiter) was answered twice") }
            case .close(let id): users[id] = nil
            }
        }
    }

    private mutating func check() {
        if opening.count + pausing.count + users.count > limits.connections { problems.append("too many connections") }
        if users.values.contains(where: { $0 > limits.share || $0 < 0 }) { problems.append("too many users: \(users)") }
        if !waiting.isEmpty, users.values.contains(where: { $0 < limits.share }) {
            problems.append("someone waits beside a free connection")
        }
        if !waiting.isEmpty, opening.isEmpty, pausing.isEmpty, users.values.allSatisfy({ $0 == 0 }) {
            problems.append("someone waits for nothing")
        }
    }
}

/// The same numbers each time (splitmix64).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
