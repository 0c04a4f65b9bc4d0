import RegistryCore

/// What a process runs; another one with each start.
protocol SimulatedRole: AnyObject {
    func start()
    /// Its process is gone: lets go of what refers to it.
    func forget()
}
extension SimulatedRole {
    func forget() {}
}

/// An operating system's process: crashes, stands still, has a clock of its own and a network that may be cut.
final class SimulatedProcess {
    let name: String
    unowned let world: World
    private let makeRole: (SimulatedProcess) -> any SimulatedRole
    private(set) var role: (any SimulatedRole)?
    /// Counts the starts and the ends: what was planned under another number does not happen.
    private(set) var incarnation = 0
    private(set) var starts = 0
    var pausedUntil = 0
    /// What its role goes on with when an alarm rings.
    var sleepers: [ObjectIdentifier: () async -> Void] = [:]
    /// Of the wall clock, in milliseconds.
    var offset = 0
    var cutFromRecordUntil = 0
    var cutFromRedisUntil = 0

    init(_ name: String, in world: World, _ makeRole: @escaping (SimulatedProcess) -> any SimulatedRole) {
        self.name = name
        self.world = world
        self.makeRole = makeRole
    }

    var isUp: Bool { role != nil }
    /// What its wall clock shows.
    var now: Timestamp { World.start + .milliseconds(world.now + offset) }
    /// What its monotonic clock shows: it goes on while the process stands still.
    var instant: ContinuousClock.Instant { World.instant + .milliseconds(world.now) }

    func start() {
        guard role == nil else { return }
        incarnation += 1
        starts += 1
        let role = makeRole(self)
        self.role = role
        role.start()
    }
    /// Ends at once; comes back by itself.
    func end(restartAfter delay: Int) {
        guard role != nil else { return }
        role?.forget()
        role = nil
        sleepers = [:]
        incarnation += 1
        pausedUntil = 0
        world.later(delay, on: nil, "a process starts") { self.start() }
    }

    func later(_ delay: Int, _ name: StaticString, _ body: @escaping () async -> Void) {
        world.later(delay, on: self, name, body)
    }

    /// One exchange with a server, in up to three steps that the adversary may come between: the request arrives and is
    /// applied, and the answer arrives.
    ///
    /// - Parameter mayRepeat: whether the client asks again by itself when no answer came, and the network may repeat it.
    func ask<Answer>(
        _ server: SimulatedServer, _ name: StaticString, mayRepeat: Bool = false,
        _ apply: @escaping () async throws -> Answer, then answered: @escaping (Result<Answer, any Error>) async -> Void
    ) {
        let exchange = Exchange(
            process: self, incarnation: incarnation, server: server, name: name, mayRepeat: mayRepeat, apply: apply,
            answered: answered)
        exchange.send()
    }
    func ask<Answer>(
        _ server: SimulatedServer, _ name: StaticString, mayRepeat: Bool = false,
        _ apply: @escaping () async throws -> Answer
    ) {
        ask(server, name, mayRepeat: mayRepeat, apply) { _ in }
    }

    func isCut(from server: SimulatedServer) -> Bool {
        (server === world.redis.server ? cutFromRedisUntil : cutFromRecordUntil) > world.now
    }
}

/// One request and its answer.
private final class Exchange<Answer> {
    let process: SimulatedProcess
    let incarnation: Int
    let server: SimulatedServer
    let name: StaticString
    let mayRepeat: Bool
    let apply: () async throws -> Answer
    let answered: (Result<Answer, any Error>) async -> Void
    private var isRepeated = false

    init(
        process: SimulatedProcess, incarnation: Int, server: SimulatedServer, name: StaticString, mayRepeat: Bool,
        apply: @escaping () async throws -> Answer, answered: @escaping (Result<Answer, any Error>) async -> Void
    ) {
        self.process = process
        self.incarnation = incarnation
        self.server = server
        self.name = name
        self.mayRepeat = mayRepeat
        self.apply = apply
        self.answered = answered
    }

    private var world: World { process.world }

    func send() {
        world.later(world.delay(), on: nil, name) { await self.arrive(isCopy: false) }
        if mayRepeat, world.random.chance(world.network.duplicates) {
            world.later(world.delay() * 3, on: nil, name) { await self.arrive(isCopy: true) }
        }
    }

    private func arrive(isCopy: Bool) async {
        if server.pausedUntil > world.now {
            world.later(server.pausedUntil - world.now, on: nil, name) { await self.arrive(isCopy: isCopy) }
            return
        }
        let isLost = world.random.chance(world.network.lostRequests)
        guard !isLost, server.awayUntil <= world.now, !process.isCut(from: server) else {
            if !isCopy { fail() }
            return
        }
        let result: Result<Answer, any Error>
        do { result = .success(try await apply()) } catch { result = .failure(error) }
        if isCopy { return }
        if world.random.chance(world.network.lostAnswers) {
            fail()
        } else {
            answer(result, after: world.delay())
        }
    }

    private func fail() {
        let patience = world.random.between(world.network.patience.lowerBound, world.network.patience.upperBound)
        if mayRepeat, !isRepeated {
            isRepeated = true
            world.later(patience, on: nil, name) { await self.arrive(isCopy: false) }
        } else {
            answer(.failure(OutcomeUnknown()), after: patience)
        }
    }

    private func answer(_ result: Result<Answer, any Error>, after delay: Int) {
        guard process.incarnation == incarnation else { return }
        process.later(delay, name) {
            if case .success = result, self.process.isCut(from: self.server) {
                await self.answered(.failure(OutcomeUnknown()))
            } else {
                await self.answered(result)
            }
        }
    }
}
