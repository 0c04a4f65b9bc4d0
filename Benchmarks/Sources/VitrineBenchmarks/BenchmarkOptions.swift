/// What the command line asks for.
struct BenchmarkOptions: Sendable {
    enum Request: Sendable {
        case help
        case list
        case run([any Bench.Type])
    }
    static let help = """
        usage: Benchmarks/run [--only NAME]... [--list] [--rounds N] [--documents N] [--seconds N] [--results FILE]

          --only NAME      runs this bench alone; may be given several times
          --list           names the benches
          --rounds N       how often ours and its peers take turns; the medians count (1 to 99; default 3)
          --documents N    metadata documents: of one upload, each with a data file (1 to 50000; default 2000), or of
                           the corpus that is searched (1000 to 1000000; default 10000)
          --keep FOLDER    leaves the stores of the search bench there, and uses those that are there already
          --seconds N      length of one run of the load generator (1 to 300; default 10)
          --results FILE   where the results are written as JSON; nowhere when it is left out

        Benchmarks/run sets these too: --binary FILE, --repository FOLDER, --scratch FOLDER and --memory FOLDER (for
        files on disk and on tmpfs, removed at the end), --cache FOLDER (for corpora), --python FILE, --wrk FILE.
        """

    private(set) var request = Request.run(Benches.all)
    private(set) var rounds = 3
    /// Nil: as many as the bench likes.
    private(set) var documents: Int?
    /// Nil removes the stores of the search bench at the end.
    private(set) var keep: String?
    private(set) var seconds = 10
    private(set) var results: String?
    private(set) var binary = ""
    private(set) var repository = "."
    /// Nil: a new one in the folder that `TMPDIR` names.
    private(set) var scratch: String?
    /// Nil: within the scratch folder.
    private(set) var cache: String?
    /// Nil leaves out what is measured on tmpfs.
    private(set) var memory: String?
    /// Nil leaves out the peers that are written in Python.
    private(set) var python: String?
    /// Nil leaves out the benches that need the load generator.
    private(set) var wrk: String?

    init(arguments: [String]) throws {
        var only: [any Bench.Type] = []
        var rest = arguments[...]
        while let name = rest.popFirst() {
            switch name {
            case "--help", "-h": request = .help
            case "--list": request = .list
            case "--only": only.append(try Benches.named(try Self.value(of: name, &rest)))
            case "--rounds": rounds = try Self.number(of: name, &rest, in: 1...99)
            case "--documents": documents = try Self.number(of: name, &rest, in: 1...1_000_000)
            case "--keep": keep = try Self.value(of: name, &rest)
            case "--seconds": seconds = try Self.number(of: name, &rest, in: 1...300)
            case "--results": results = try Self.value(of: name, &rest)
            case "--binary": binary = try Self.value(of: name, &rest)
            case "--repository": repository = try Self.value(of: name, &rest)
            case "--scratch": scratch = try Self.value(of: name, &rest)
            case "--cache": cache = try Self.value(of: name, &rest)
            case "--memory": memory = try Self.value(of: name, &rest)
            case "--python": python = try Self.value(of: name, &rest)
            case "--wrk": wrk = try Self.value(of: name, &rest)
            default: throw BenchError("unknown option '\(name)'\n\(Self.help)")
            }
        }
        if case .run = request, !only.isEmpty { request = .run(only) }
    }

    private static func value(of name: String, _ rest: inout ArraySlice<String>) throws -> String {
        guard let value = rest.popFirst() else { throw BenchError("\(name) needs a value") }
        return value
    }
    private static func number(
        of name: String, _ rest: inout ArraySlice<String>, in range: ClosedRange<Int>
    ) throws -> Int {
        let text = try value(of: name, &rest)
        guard let number = Int(text), range.contains(number) else {
            throw BenchError("\(name) is a number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
        }
        return number
    }
}
