/// The last steps of a history, put into words only when somebody asks.
struct Trace {
    private struct Line {
        let step: Int
        let moment: Int
        let process: String
        let name: StaticString
        let numbers: (Int, Int, Int)?
    }
    /// Steps that are told.
    private static let steps = 100
    private static let capacity = 512

    private var lines: [Line] = []
    private var next = 0
    /// Of everything that was noted, so that two runs of one seed can be compared.
    private(set) var digest: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func step(_ step: Int, at moment: Int, _ process: String, _ name: StaticString) {
        mix(moment)
        mix(name.utf8CodeUnitCount)
        add(Line(step: step, moment: moment, process: process, name: name, numbers: nil))
    }
    /// Something that a step did; the numbers are jobs, fences and the like.
    mutating func note(_ step: Int, at moment: Int, _ name: StaticString, _ numbers: (Int, Int, Int)) {
        mix(numbers.0)
        mix(numbers.1)
        mix(numbers.2)
        add(Line(step: step, moment: moment, process: "", name: name, numbers: numbers))
    }

    func told() -> String {
        let ordered = lines.count < Self.capacity ? lines : Array(lines[next...] + lines[..<next])
        let last = ordered.last?.step ?? 0
        return ordered.filter { $0.step > last - Self.steps }.map { line in
            if let numbers = line.numbers {
                "      \(line.name) \(numbers.0) \(numbers.1) \(numbers.2)"
            } else {
                "\(line.step) t=\(line.moment) \(line.process): \(line.name)"
            }
        }.joined(separator: "\n")
    }

    private mutating func mix(_ number: Int) {
        digest = (digest ^ UInt64(truncatingIfNeeded: number)) &* 0x100_0000_01B3
    }
    private mutating func add(_ line: Line) {
        if lines.count < Self.capacity {
            lines.append(line)
        } else {
            lines[next] = line
            next = (next + 1) % Self.capacity
        }
    }
}
