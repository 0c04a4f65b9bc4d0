/// What is searched for, and what of it is shown.
public struct SearchOptions: Sendable, Hashable {
    public var query: String
    /// Dotted names of the members to answer; empty for whole documents.
    public var fields: [String] = []
    /// Fields to sort by, `-` before one for descending, `_score` alone for relevance; empty for the registry's own order.
    public var sort: [String] = []
    /// Only the highest matching revision of each project.
    public var latestOnly = false
    /// Documents of one page, 0 to 500; 0 only counts.
    public var pageSize = 50
    /// Whether each score is explained.
    public var explains = false

    public init(_ query: String) { self.query = query }

    package var members: [(name: String, value: String)] {
        var members = question + [("size", String(min(max(pageSize, 0), 500)))]
        if explains { members.append(("explain", "true")) }
        return members
    }

    /// What decides about which documents there are, in which order.
    var question: [(name: String, value: String)] {
        var members: [(name: String, value: String)] = [("q", query)]
        if !fields.isEmpty { members.append(("fields", fields.joined(separator: ","))) }
        if !sort.isEmpty { members.append(("sort", sort.joined(separator: ","))) }
        if latestOnly { members.append(("latest", "true")) }
        return members
    }
}

/// The forms, besides JSON, in which a registry tells every match of a search.
public enum SearchExportForm: String, Sendable, CaseIterable {
    /// A document a line.
    case ndjson
    case tsv
    case csv
    /// An artifact id a line.
    case ids

    /// What the answer has to be called, so that a registry that does not know the form is found out.
    var mediaType: String {
        switch self {
        case .ndjson: "application/x-ndjson"
        case .tsv: "text/tab-separated-values"
        case .csv: "text/csv"
        case .ids: "text/plain"
        }
    }
}
