internal import Dispatch
internal import Foundation
internal import Synchronization

/// The processes this run has started; none of them outlives it.
enum ChildProcesses {
    private static let running = Mutex<Set<pid_t>>([])

    static func add(_ process: pid_t) { running.withLock { _ = $0.insert(process) } }
    static func remove(_ process: pid_t) { running.withLock { _ = $0.remove(process) } }

    /// Asks all to end, and kills those that have not within five seconds.
    static func endAll() {
        let processes = running.withLock(\.self)
        for process in processes { kill(process, SIGTERM) }
        for _ in 0..<500 where processes.contains(where: { kill($0, 0) == 0 }) { usleep(10_000) }
        for process in processes { kill(process, SIGKILL) }
    }

    /// Has ^C and SIGTERM end the children first: they are in process groups of their own.
    static func endWithUs() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                // The handler holds its source, which nobody else does.
                source.cancel()
                endAll()
                _exit(128 + number)
            }
            source.resume()
        }
        signal(SIGPIPE, SIG_IGN)
    }
}
