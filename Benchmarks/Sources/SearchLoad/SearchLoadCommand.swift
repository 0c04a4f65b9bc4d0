internal import Foundation
internal import RegistryCore

/// `search-load WORK STORE CORPUS LANES`: the search of the registry over a corpus that `search_corpus.py` has made.
///
/// STORE is the path of a SQLite file, or the URL of a PostgreSQL database, which is migrated.
///
/// - `load`: publishes every upload of the corpus, and keeps segments as the registry's jobs do; writes one ``LoadReport``.
/// - `keep`: has the segments of a store that was loaded before kept by the plan of today.
/// - `query`: asks every query for every caller; writes a ``QueryReport`` a line.
/// - `hostile`: asks what is meant to cost much; writes what became of each, a line.
@main
enum SearchLoadCommand {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 5, let lanes = Int(arguments[4]), lanes > 0, lanes & (lanes - 1) == 0 else {
            throw SearchLoadError("usage: search-load load|keep|query|hostile STORE CORPUS LANES (a power of two)")
        }
        let place = try await SearchPlace(arguments[2], lanes: LaneCount(lanes))
        let corpus = try Corpus(folder: arguments[3])
        switch arguments[1] {
        case "load": try await Output.write(CorpusLoad(place: place, corpus: corpus).run())
        case "keep": try await CorpusLoad(place: place, corpus: corpus).keepAll()
        case "query":
            try await QueryMeasures(place: place, corpus: corpus).run { try Output.write($0) }
            try await FilterMeasures(place: place, corpus: corpus).run { try Output.write($0) }
        case "hostile": try await HostileMeasures(place: place, corpus: corpus).run { try Output.write($0) }
        default: throw SearchLoadError("no work '\(arguments[1])'")
        }
        try await place.close()
    }
}

/// Standard output, an object a line; what is going on goes to standard error.
enum Output {
    static func write(_ report: some Encodable) throws {
        FileHandle.standardOutput.write(try JSONEncoder().encode(report) + Data("\n".utf8))
    }
    static func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
}

/// What made the run worthless.
struct SearchLoadError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
