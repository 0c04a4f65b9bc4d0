internal import Foundation

/// Where a bench finds the binary, its peers and room for files, and how long it measures.
struct BenchSetting: Sendable {
    let binary: String
    let schemas: String
    let peers: String
    /// The folder of real documents, which may not be there.
    let metadata: String
    let python: String?
    let wrk: String?
    let rounds: Int
    /// Of one upload.
    let documents: Int
    /// Of the corpus that is searched.
    let corpusDocuments: Int
    /// Where stores of the search bench stay; nil removes them.
    let keep: String?
    let seconds: Int
    /// A folder of this run alone.
    let scratch: String
    /// For what is made once.
    let cache: String
    /// One on a file system in memory, where an fsync costs nothing; nil where there is none.
    let memory: String?

    init(_ options: BenchmarkOptions) throws {
        binary = options.binary
        schemas = options.repository + "/schemas"
        peers = options.repository + "/Benchmarks/Peers"
        let data = ProcessInfo.processInfo.environment["VITRINE_SHARED_DATA"] ?? options.repository + "/../shared/data"
        metadata = data + "/metadata"
        python = options.python
        wrk = options.wrk
        rounds = options.rounds
        documents = options.documents ?? 2_000
        corpusDocuments = options.documents ?? 10_000
        keep = options.keep
        seconds = options.seconds
        let temporary = FileManager.default.temporaryDirectory.path + "/vitrine-benchmarks-\(getpid())"
        scratch = options.scratch ?? temporary
        cache = options.cache ?? scratch + "/cache"
        memory = options.memory
        try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    }

    /// The path of another program of this package.
    func companion(_ name: String) throws -> String {
        guard let folder = Bundle.main.executableURL?.deletingLastPathComponent() else {
            throw BenchError("this program does not know where it is")
        }
        return folder.appendingPathComponent(name).path
    }

    /// Makes a new empty folder below `scratch`.
    func folder(_ name: String) throws -> String {
        let path = scratch + "/" + name
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
    func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }
    func removeScratch() {
        remove(scratch)
        if let memory { remove(memory) }
    }
}
