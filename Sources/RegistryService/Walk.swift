package import Catalog
internal import JSONDocument
internal import RegistryCore
internal import RegistryQuery
internal import SearchIndex

/// The alias under which a listing names versions; its value is the literal key in the answer.
package enum VersionField: String, Sendable {
    case version = "_extra.version"
    case revision = "_extra.revision"

    package func text(of version: VersionSummary) -> String {
        switch self {
        case .version: version.version.description
        case .revision: version.revision.description
        }
    }
    func render(_ project: ProjectSummary) -> JSONValue {
        [
            "project_id": .string(project.project.description),
            "aggs": .array(project.versions.map { .object(JSONObject([(rawValue, .string(text(of: $0)))])) }),
        ]
    }
}

/// What is walked page by page: kept with the scroll or in the cursor, read again for every page.
struct Walk: Sendable {
    enum Kind: Sendable {
        case search(SearchQuestion)
        case project(ProjectID)
        /// With the revision that is walked; nil where none is served.
        case version(VersionKey, revision: Int?)
        case projects(VersionField)
    }
    /// What a walk keeps of its beginning, so that it shows nothing newer than itself and no score changes on the way.
    struct Start: Sendable, Hashable {
        let sealedBy: Timestamp
        var statistics: RelevanceStatistics?
    }
    let kind: Kind
    var view: SearchView
    /// Nil until the first page has been read.
    var start: Start?

    init(kind: Kind, view: SearchView, start: Start? = nil) {
        self.kind = kind
        self.view = view
        self.start = start
    }
    init(kind: Kind, size: Int) { self.init(kind: kind, view: SearchView(size: size)) }

    /// The members that are answered; empty for whole documents.
    var fields: [String] {
        if case .search(let question) = kind { question.fields } else { [] }
    }

    /// The query and the order of a search; everything, the newest first, for listings.
    ///
    /// - Throws: `.invalidQuery` with the position of the mistake, or what is wrong with the order.
    func plan() throws(RegistryError) -> (query: SearchQuery, order: SearchOrder) {
        guard case .search(let question) = kind else { return (.everything, .newest) }
        let query = try SearchQuery(asked: question.text)
        return (query, try SearchOrder(question.sort, for: query))
    }

    /// What the index is asked for.
    func request(_ query: SearchQuery, _ order: SearchOrder) -> SearchRequest {
        var request = SearchRequest(query: query, order: order, limit: view.size)
        request.sealedBy = start?.sealedBy
        request.statistics = start?.statistics
        switch kind {
        case .search(let question):
            request.latestOnly = question.latestOnly
            request.explains = view.explains && order == .relevance
        case .project(let project): request.extent = .project(project)
        case .version(let version, _): request.extent = .version(version)
        case .projects: preconditionFailure("a walk over projects asks the catalogue")
        }
        return request
    }
}

extension SearchQuery {
    /// - Throws: `.invalidQuery` with the position of the mistake.
    init(asked text: String) throws(RegistryError) {
        do throws(QueryError) {
            self = try SearchQuery(parsing: text)
        } catch {
            throw RegistryError(.invalidQuery, "Query Parse Error: \(error)")
        }
    }
}
