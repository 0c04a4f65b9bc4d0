/// How far a transfer is, how fast, and how long it will take; no clock of its own.
package struct TransferProgress: Sendable {
    package let totalBytes: Int64
    package let totalFiles: Int
    package private(set) var bytes: Int64 = 0
    package private(set) var files = 0
    private var samples: [(time: Duration, bytes: Int64)] = [(.zero, 0)]

    /// The rate is that of the last seconds, not of the whole.
    private static let window = Duration.seconds(8)

    package init(totalBytes: Int64, totalFiles: Int) {
        self.totalBytes = totalBytes
        self.totalFiles = totalFiles
    }

    /// - Parameter bytes: below zero when a try starts over.
    package mutating func add(bytes: Int = 0, files: Int = 0) {
        self.bytes = max(0, self.bytes + Int64(bytes))
        self.files += files
    }

    /// Remembers how far the transfer was, `time` after its start.
    package mutating func sample(at time: Duration) {
        samples.append((time, bytes))
        while samples.count > 2, time - samples[0].time > Self.window { samples.removeFirst() }
    }

    /// From 0 to 1; by files when there are no bytes.
    package var fraction: Double {
        if totalBytes > 0 { return min(1, Double(bytes) / Double(totalBytes)) }
        return totalFiles > 0 ? min(1, Double(files) / Double(totalFiles)) : 1
    }

    /// Bytes a second; nil until there is something to tell.
    package var rate: Double? {
        guard let first = samples.first, let last = samples.last, last.time > first.time, last.bytes > first.bytes
        else { return nil }
        return Double(last.bytes - first.bytes) / ((last.time - first.time) / .seconds(1))
    }

    /// What is left at this rate; nil when it cannot be told.
    package var remaining: Duration? {
        guard let rate, totalBytes > bytes else { return nil }
        let seconds = Double(totalBytes - bytes) / rate
        return seconds < 1_000_000 ? .seconds(seconds.rounded(.up)) : nil
    }

    /// One line of at most `width` columns: a bar where there is room, then numbers.
    package func line(_ verb: String, width: Int) -> String {
        let rate = self.rate.map { " \(ByteCount.text(Int64($0)))/s" } ?? ""
        let left = remaining.map { " \(Self.text($0)) left" } ?? ""
        let percent = "\(Int(fraction * 100))%"
        let numbers =
            "\(percent) \(ByteCount.text(bytes)) of \(ByteCount.text(totalBytes)), \(files)/\(totalFiles) files"
        let text = numbers + rate + left
        let room = width - verb.count - text.count - 4
        guard room >= 10 else { return String("\(verb) \(text)".prefix(max(0, width))) }
        let bar = min(room, 30)
        let full = Int(fraction * Double(bar))
        return "\(verb) [\(String(repeating: "#", count: full))\(String(repeating: ".", count: bar - full))] \(text)"
    }

    /// One line when it is over.
    package func summary(_ verb: String, after time: Duration) -> String {
        let seconds = time / .seconds(1)
        let rate = seconds > 0.05 && bytes > 0 ? ", \(ByteCount.text(Int64(Double(bytes) / seconds)))/s" : ""
        let noun = files == 1 ? "file" : "files"
        return "\(verb) \(files) \(noun), \(ByteCount.text(bytes)) in \(Self.text(time))\(rate)"
    }

    /// `0.4 s`, `12 s`, `3:05 min`, `2:00 h`.
    package static func text(_ duration: Duration) -> String {
        let seconds = max(0, duration / .seconds(1))
        if seconds < 9.95 {
            let tenths = Int((seconds * 10).rounded())
            return "\(tenths / 10).\(tenths % 10) s"
        }
        let whole = Int(min(seconds, 1e9).rounded())
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        if whole < 60 { return "\(whole) s" }
        if whole < 3_600 { return "\(whole / 60):\(two(whole % 60)) min" }
        return "\(whole / 3_600):\(two(whole / 60 % 60)) h"
    }
}
