internal import Foundation

/// Reads and writes JSON texts again and again, and says what that takes; the peers in `Peers` do the same.
///
/// Takes a reader's name, a folder and seconds. Each folder in it is a corpus of texts. Each mode goes over a corpus
/// again and again for those seconds of processor time; reading files and the values that are written are not counted.
/// Writes `{corpus: {mode: {"bytes", "processor" in microseconds}}}`; `bytes` are those of the texts as they stand.
///
/// With `memory` and the name of a corpus for the seconds, that corpus is read once and kept, and
/// `{corpus: {"memory": {"bytes", "peak"}}}` says by how many bytes the process had grown at most.
@main
struct DocumentParsingCommand {
    static func main() {
        do {
            let arguments = CommandLine.arguments
            guard arguments.count == 4 else {
                throw DocumentParsingError("usage: document-parsing READER FOLDER SECONDS|memory:CORPUS")
            }
            let report =
                switch arguments[1] {
                case "ours": try report(on: arguments[2], arguments[3], DocumentReader.self)
                case "JSONSerialization": try report(on: arguments[2], arguments[3], SerializationReader.self)
                case "JSONDecoder": try report(on: arguments[2], arguments[3], CoderReader.self)
                default: throw DocumentParsingError("no reader '\(arguments[1])'")
                }
            FileHandle.standardOutput.write(try JSONEncoder().encode(report))
        } catch {
            FileHandle.standardError.write(Data("document-parsing: \(error)\n".utf8))
            exit(1)
        }
    }

    private typealias Report = [String: [String: [String: Double]]]

    private static func report<R: Reader>(on folder: String, _ argument: String, _ reader: R.Type) throws -> Report {
        if argument.hasPrefix("memory:") {
            let corpus = String(argument.dropFirst("memory:".count))
            return [corpus: ["memory": try memory(texts(in: folder + "/" + corpus), reader)]]
        }
        guard let seconds = Double(argument) else { throw DocumentParsingError("'\(argument)' is no number") }
        var report: Report = [:]
        for corpus in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let texts = try texts(in: folder + "/" + corpus)
            let values = try texts.map(R.parse)
            report[corpus] = [
                "parse": try measured(texts, texts, seconds) { _ = try R.parse($0) },
                "write": try measured(values, texts, seconds) { value in
                    guard try R.write(value) > 0 else { throw DocumentParsingError("nothing was written") }
                },
            ]
        }
        return report
    }

    private static func texts(in folder: String) throws -> [[UInt8]] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0)))
        }
    }

    private static func measured<Item>(
        _ items: [Item], _ texts: [[UInt8]], _ seconds: Double, _ body: (Item) throws -> Void
    ) throws -> [String: Double] {
        for item in items { try body(item) }
        let size = texts.reduce(0) { $0 + $1.count }
        var bytes = 0
        let start = processorTime
        while processorTime - start < seconds {
            for item in items { try body(item) }
            bytes += size
        }
        return ["bytes": Double(bytes), "processor": (processorTime - start) * 1e6]
    }

    private static func memory<R: Reader>(_ texts: [[UInt8]], _ reader: R.Type) throws -> [String: Double] {
        // proc(5): sets the peak back to what is in use now.
        try Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
        let before = try status("VmHWM")
        let values = try texts.map(R.parse)
        let peak = try status("VmHWM") - before
        return withExtendedLifetime(values) {
            ["bytes": Double(texts.reduce(0) { $0 + $1.count }), "peak": peak]
        }
    }

    /// Of this process, user and system, in seconds.
    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// A size from `/proc/self/status`, in bytes.
    private static func status(_ name: String) throws -> Double {
        let lines = try String(contentsOfFile: "/proc/self/status", encoding: .utf8).split(separator: "\n")
        let fields = lines.first { $0.hasPrefix(name + ":") }?.split(whereSeparator: \.isWhitespace) ?? []
        guard fields.count > 1, let size = Double(fields[1]) else {
            throw DocumentParsingError("/proc/self/status has no \(name)")
        }
        return size * 1_024
    }
}
