/// What a loop of a process sleeps on: rung, or over by itself.
///
/// Mirrors `Alarm`: one that rings while nobody sleeps is heard by the next sleeper.
final class SimulatedAlarm {
    private unowned let process: SimulatedProcess
    private let name: StaticString
    private var number = 0
    private var isRung = false

    /// Kept by the process, so that a role which is over is let go of.
    private var sleeper: (() async -> Void)? {
        get { process.sleepers[ObjectIdentifier(self)] }
        set { process.sleepers[ObjectIdentifier(self)] = newValue }
    }

    init(_ name: StaticString, of process: SimulatedProcess) {
        self.name = name
        self.process = process
    }

    /// - Parameter limit: milliseconds; nil waits for the ring alone.
    func sleep(upTo limit: Int?, _ body: @escaping () async -> Void) {
        number += 1
        let number = number
        if isRung {
            isRung = false
            process.later(0, name, body)
            return
        }
        sleeper = body
        guard let limit else { return }
        process.later(limit, name) { [self] in
            guard number == self.number, let sleeper else { return }
            self.sleeper = nil
            await sleeper()
        }
    }
    func ring() {
        guard let sleeper else {
            isRung = true
            return
        }
        self.sleeper = nil
        number += 1
        process.later(0, name, sleeper)
    }
}
