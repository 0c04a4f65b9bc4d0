internal import RegistryCore
internal import RegistryService

/// What the query of `GET /search` says; nil for what it leaves out.
struct SearchParameters {
    enum Form: String, CaseIterable {
        case json, ndjson, tsv, csv, ids
    }
    let form: Form
    let text: String?
    let fields: [String]?
    let sort: [String]?
    let latestOnly: Bool?
    /// 0 or more.
    let size: Int?
    let explains: Bool?
    let highlights: Bool?
    /// Empty to begin a walk.
    let cursor: String?
    /// Whether a stream of JSON lines says after every page where it can be taken up again.
    let checkpoints: Bool

    /// - Parameter accept: the header of that name; it counts where there is no `format`.
    init(_ query: QueryParameters, accept: String?) throws(RegistryError) {
        form = try Self.form(query, accept: accept)
        text = try query.text("q")
        fields = try query.text("fields") == nil ? nil : try query.list("fields")
        sort = try query.text("sort") == nil ? nil : try query.list("sort")
        latestOnly = try query.text("latest") == nil ? nil : try query.flag("latest")
        explains = try query.text("explain") == nil ? nil : try query.flag("explain")
        highlights = try query.text("highlight") == nil ? nil : try query.flag("highlight")
        size = try Self.size(query)
        cursor = try query.text("cursor")
        checkpoints = try query.flag("checkpoints")
    }

    private static func form(_ query: QueryParameters, accept: String?) throws(RegistryError) -> Form {
        guard let text = try query.text("format") else {
            let types = (accept ?? "").commaList.map { String($0.prefix { $0 != ";" }).lowercased() }
            return types.contains("application/x-ndjson") ? .ndjson : .json
        }
        guard let form = Form(rawValue: text) else {
            let names = Form.allCases.map(\.rawValue).joined(separator: ", ")
            throw RegistryError(.invalidQuery, "the query parameter 'format' is one of \(names)")
        }
        return form
    }

    private static func size(_ query: QueryParameters) throws(RegistryError) -> Int? {
        guard let text = try query.text("size") else { return nil }
        guard let size = Int(text), size >= 0 else {
            throw RegistryError(
                .invalidQuery,
                "the query parameter 'size' is a whole number from 0, which only counts, to \(Limits.pageMaximum)")
        }
        return size
    }

    /// What is asked anew.
    ///
    /// - Throws: 422 without a query.
    func question() throws(RegistryError) -> SearchQuestion {
        guard let text else { throw RegistryError.invalidQuery(parameter: "q", "is required") }
        return SearchQuestion(text, fields: fields ?? [], sort: sort ?? [], latestOnly: latestOnly ?? false)
    }

    /// How a page is shown; unlike elsewhere, too large a size is not refused but clamped.
    func view(after former: SearchView? = nil) -> SearchView {
        SearchView(
            size: min(size ?? former?.size ?? Limits.pageDefault, Limits.pageMaximum),
            explains: explains ?? former?.explains ?? false, highlights: highlights ?? former?.highlights ?? false)
    }

    /// Checks that what is repeated beside a cursor is what the cursor was made for.
    func check(_ cursor: SearchCursor) throws(RegistryError) {
        try cursor.check(text: text, fields: fields, sort: sort, latestOnly: latestOnly)
    }
}
