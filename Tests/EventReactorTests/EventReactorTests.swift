import Dispatch
import EventReactor
import Glibc
import Testing

@Suite("EventReactor")
struct EventReactorTests {
    private let reactor: EventReactor

    init() throws { reactor = try EventReactor() }

    @Test("runs what one thread hands over in order, and all of what many do", .timeLimit(.minutes(1)))
    func manyProducers() async {
        defer { reactor.stop() }
        let taken = Taken()
        await withTaskGroup(of: Void.self) { group in
            for producer in 0..<16 {
                group.addTask { [reactor] in
                    for number in 0..<500 { reactor.execute { taken.add(producer * 1000 + number) } }
                }
            }
        }
        await turn()
        let all = taken.all
        #expect(all.count == 8000)
        for producer in 0..<16 {
            let own = all.filter { $0 / 1000 == producer }
            #expect(own == own.sorted())
        }
    }

    @Test("calls deadlines in the order they are due, not one that was called off", .timeLimit(.minutes(1)))
    func deadlines() async {
        defer { reactor.stop() }
        let taken = Taken()
        let started = ContinuousClock.now
        await withCheckedContinuation { continuation in
            reactor.execute { [reactor] in
                _ = reactor.schedule(after: .milliseconds(30)) { taken.add(2) }
                let calledOff = reactor.schedule(after: .milliseconds(20)) { taken.add(9) }
                _ = reactor.schedule(after: .milliseconds(10)) { taken.add(1) }
                _ = reactor.schedule(after: .milliseconds(40)) {
                    taken.add(3)
                    continuation.resume()
                }
                reactor.cancel(calledOff)
            }
        }
        #expect(taken.all == [1, 2, 3])
        #expect(ContinuousClock.now - started >= .milliseconds(40))
    }

    @Test("calls the end of a turn once everything handed over before it has run", .timeLimit(.minutes(1)))
    func endOfTurn() async {
        defer { reactor.stop() }
        let taken = Taken()
        let holdsThread = DispatchSemaphore(value: 0)
        reactor.execute { holdsThread.wait() }
        reactor.execute { [reactor] in
            taken.add(1)
            reactor.atEndOfTurn { taken.add(9) }
        }
        for number in 2..<6 { reactor.execute { taken.add(number) } }
        holdsThread.signal()
        await turn()
        await turn()
        #expect(taken.all == [1, 2, 3, 4, 5, 9])
    }

    @Test("tells a handler that there are bytes, until it is unwatched", .timeLimit(.minutes(1)))
    func watches() async throws {
        defer { reactor.stop() }
        let pipe = try Pipe()
        let reader = PipeReader(pipe.reading)
        reactor.execute { [reactor] in reader.start(on: reactor) }
        pipe.write(3)
        #expect(await reader.bytes(3) == 3)
        await withCheckedContinuation { continuation in
            reactor.execute { [reactor] in
                reader.end(on: reactor)
                continuation.resume()
            }
        }
        pipe.write(2)
        await turn()
        await turn()
        #expect(reader.count.all.count == 3)
    }

    @Test("tells nothing to the new owner of a descriptor that was meant for the old one", .timeLimit(.minutes(1)))
    func staleDescriptor() async throws {
        defer { reactor.stop() }
        let pipes = try [Pipe(), Pipe()]
        let readers = pipes.map { PipeReader($0.reading) }
        let newcomer = PipeReader(pipes[1].reading)
        for pipe in pipes { pipe.write(1) }
        await withCheckedContinuation { continuation in
            reactor.execute { [reactor] in
                // Both become ready in one turn; whichever comes first lets go of the other's descriptor.
                for (number, reader) in readers.enumerated() {
                    reader.onReady = {
                        readers[1 - number].end(on: reactor)
                        newcomer.start(on: reactor, descriptor: pipes[1 - number].reading)
                    }
                    reader.start(on: reactor)
                }
                _ = reactor.schedule(after: .milliseconds(50)) { continuation.resume() }
            }
        }
        #expect(readers.map(\.wasCalled.all.count).sorted() == [0, 1])
    }

    @Test("runs what was handed over before it is stopped, and refuses what comes later", .timeLimit(.minutes(1)))
    func stops() {
        let taken = Taken()
        for number in 0..<100 { reactor.execute { taken.add(number) } }
        reactor.stop()
        #expect(taken.all == Array(0..<100))
        #expect(!reactor.execute { taken.add(100) })
        reactor.stop()
        #expect(taken.all.count == 100)
    }

    @Test("tells those who wait when it is stopped", .timeLimit(.minutes(1)))
    func stopsWaiting() async throws {
        let pipe = try Pipe()
        let reader = PipeReader(pipe.reading)
        let taken = Taken()
        reactor.execute { [reactor] in
            reader.start(on: reactor)
            _ = reactor.schedule(after: .seconds(3600)) { taken.add(1) }
        }
        reactor.stop()
        #expect(taken.all == [1])
        #expect(reader.wasStopped.all == [1])
    }

    @Test("can be stopped on its own thread", .timeLimit(.minutes(1)))
    func stopsItself() async {
        await withCheckedContinuation { continuation in
            reactor.execute { [reactor] in
                reactor.stop()
                continuation.resume()
            }
        }
        #expect(!reactor.execute {})
    }

    @Test("runs the actors that it is the executor of", .timeLimit(.minutes(1)))
    func isExecutor() async {
        defer { reactor.stop() }
        let resident = Resident(reactor)
        #expect(await resident.isAtHome)
        #expect(!reactor.isCurrent)
    }

    /// Waits until everything that was handed over before has run, and the turn has ended.
    private func turn() async {
        await withCheckedContinuation { continuation in reactor.execute { continuation.resume() } }
    }
}

private actor Resident {
    nonisolated let reactor: EventReactor
    nonisolated var unownedExecutor: UnownedSerialExecutor { reactor.asUnownedSerialExecutor() }
    init(_ reactor: EventReactor) { self.reactor = reactor }
    var isAtHome: Bool { reactor.isCurrent }
}

private struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        try #require(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        (reading, writing) = (ends[0], ends[1])
    }
    func write(_ count: Int) {
        let bytes = [UInt8](repeating: 7, count: count)
        #expect(Glibc.write(writing, bytes, count) == count)
    }
}

/// `@unchecked Sendable` because everything but the lists is touched on the reactor's thread only.
private final class PipeReader: ReactorHandler, @unchecked Sendable {
    private let descriptor: Int32
    private var watch: EventReactor.Watch?
    var onReady: @Sendable () -> Void = {}
    let count = Taken()
    let wasCalled = Taken()
    let wasStopped = Taken()

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    func start(on reactor: EventReactor, descriptor other: Int32? = nil) {
        watch = reactor.watch(other ?? descriptor, for: .readable, self)
    }
    func end(on reactor: EventReactor) {
        if let watch { reactor.unwatch(watch) }
        watch = nil
    }
    func ready(_ readiness: Readiness) {
        wasCalled.add(1)
        onReady()
        var byte: UInt8 = 0
        while Glibc.read(descriptor, &byte, 1) == 1 { count.add(1) }
    }
    func stopped() { wasStopped.add(1) }

    /// Waits until that many bytes have come.
    func bytes(_ expected: Int) async -> Int {
        while count.all.count < expected { try? await Task.sleep(for: .milliseconds(5)) }
        return count.all.count
    }
}
