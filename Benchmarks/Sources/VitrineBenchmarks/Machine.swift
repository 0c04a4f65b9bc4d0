internal import Foundation

/// The class of machine the numbers are from; never its name.
enum Machine {
    static var description: String {
        let count = ProcessInfo.processInfo.processorCount
        let memory = ProcessInfo.processInfo.physicalMemory >> 30
        return "\(count) cores of \(processor), \(memory) GiB of memory, Linux"
    }
    private static var processor: String {
        let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
        let model = lines.first { $0.hasPrefix("model name") }?.split(separator: ":").last
        return model.map { $0.trimmingCharacters(in: .whitespaces) } ?? "an unknown processor"
    }
}
