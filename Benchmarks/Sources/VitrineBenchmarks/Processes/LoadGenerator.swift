internal import Foundation

/// wrk: one thread, 16 connections, the paths of a list in turn.
struct LoadGenerator: Sendable {
    struct Measured: Sendable {
        let requestsPerSecond: Double
        /// Microseconds of the server's process for one request.
        let processorPerRequest: Double
    }
    private let wrk: String
    private let script: String
    private let seconds: Int

    init(_ setting: BenchSetting, wrk: String) {
        self.wrk = wrk
        script = setting.peers + "/paths.lua"
        seconds = setting.seconds
    }

    /// Warms `server` up for a second, then measures it.
    ///
    /// - Parameter paths: a file with one path a line.
    /// - Throws: when any answer was not 2xx or 3xx, or a connection failed.
    func measure(_ server: ServerProcess, paths: String) throws -> Measured {
        _ = try run(server, paths, seconds: 1)
        let before = try server.processorTime()
        let report = try run(server, paths, seconds: seconds)
        let used = try server.processorTime() - before
        guard let requests = Self.number(before: " requests in", in: report),
            let rate = Self.number(after: "Requests/sec:", in: report), requests > 0
        else { throw BenchError("wrk did not say how many requests there were:\n\(report)") }
        return Measured(requestsPerSecond: rate, processorPerRequest: used / requests)
    }

    private func run(_ server: ServerProcess, _ paths: String, seconds: Int) throws -> String {
        let report = try Command(
            path: wrk,
            arguments: [
                "--threads", "1", "--connections", "16", "--duration", "\(seconds)s", "--script", script,
                "http://127.0.0.1:\(server.port)", "--", paths,
            ], deadline: seconds + 60
        ).output()
        for sign in ["Non-2xx", "Socket errors"] where report.contains(sign) {
            throw BenchError("some requests failed:\n\(report)")
        }
        return report
    }

    private static func number(before mark: String, in text: String) -> Double? {
        guard let place = text.range(of: mark) else { return nil }
        return Double(String(text[..<place.lowerBound].reversed().prefix { $0.isNumber }.reversed()))
    }
    private static func number(after mark: String, in text: String) -> Double? {
        guard let place = text.range(of: mark) else { return nil }
        return Double(text[place.upperBound...].drop { $0 == " " }.prefix { $0.isNumber || $0 == "." })
    }
}
