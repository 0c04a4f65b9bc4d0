internal import Foundation

/// Reads the lines of a pipe, each before a deadline.
final class LineReader {
    private let descriptor: Int32
    private var pending: [UInt8] = []

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// - Returns: a line without its end; nil when the writer has closed the pipe.
    /// - Throws: when the deadline passes first.
    func next(before deadline: ContinuousClock.Instant) throws -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending.removeSubrange(...end) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            var buffer = [UInt8](repeating: 0, count: 4_096)
            try wait(until: deadline)
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 {
                defer { pending = [] }
                return pending.isEmpty ? nil : String(decoding: pending, as: UTF8.self)
            }
            pending += buffer[..<count]
        }
    }

    private func wait(until deadline: ContinuousClock.Instant) throws {
        while true {
            let left = max(0, Int32((deadline - .now) / .milliseconds(1)))
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let found = poll(&entry, 1, left)
            if found > 0 { return }
            if found == 0 { throw BenchError("nothing was said in time") }
            guard errno == EINTR else { throw BenchError("the pipe cannot be read") }
        }
    }
}
