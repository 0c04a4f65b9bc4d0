internal import ArgumentParser
internal import RegistryClient

/// `--format`: what the answer of `vitrine search` looks like on standard output.
enum SearchFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case table, json, ndjson, tsv, csv, ids

    /// The form that the registry itself writes; nil for what is made here.
    var export: SearchExportForm? {
        switch self {
        case .tsv: .tsv
        case .csv: .csv
        case .ids: .ids
        case .table, .json, .ndjson: nil
        }
    }
}
