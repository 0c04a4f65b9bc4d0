/// The benches there are, in the order they run; a new one is a file in `Benches/` and a line here.
enum Benches {
    static let all: [any Bench.Type] = [
        DocumentsIndexed.self, MetadataGets.self, DocumentsValidated.self, JSONParse.self, DatabaseThroughput.self,
        QueueThroughput.self, SearchSpeed.self,
    ]

    static func named(_ name: String) throws -> any Bench.Type {
        guard let bench = all.first(where: { $0.name == name }) else {
            throw BenchError("no bench '\(name)'; there are \(all.map { $0.name }.joined(separator: ", "))")
        }
        return bench
    }
}
