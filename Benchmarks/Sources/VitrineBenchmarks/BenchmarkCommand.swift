internal import Foundation

/// Runs the benches that are asked for, shows a table and writes `results.json`.
@main
struct BenchmarkCommand {
    static func main() {
        ChildProcesses.endWithUs()
        do {
            let options = try BenchmarkOptions(arguments: Array(CommandLine.arguments.dropFirst()))
            switch options.request {
            case .help: Terminal.line(BenchmarkOptions.help)
            case .list: for bench in Benches.all { Terminal.line("\(bench.name): \(bench.summary)") }
            case .run(let benches): try run(benches, options)
            }
        } catch {
            ChildProcesses.endAll()
            Terminal.note("vitrine-benchmarks: \(error)")
            exit(1)
        }
    }

    private static func run(_ benches: [any Bench.Type], _ options: BenchmarkOptions) throws {
        let setting = try BenchSetting(options)
        defer { setting.removeScratch() }
        var results: [BenchResult] = []
        for bench in benches {
            Terminal.note("\(bench.name): \(bench.summary)")
            results += try bench.init().run(in: setting)
        }
        Terminal.line(ResultTable(results).description)
        Terminal.line("Measured on \(Machine.description).")
        if let path = options.results {
            try ResultFile(results).write(to: path)
            Terminal.note("Written to \(path)")
        }
        if results.contains(where: { $0.isOK == false }) { throw BenchError("a target was missed") }
    }
}
