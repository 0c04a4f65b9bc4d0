internal import PostgresClient
internal import RegistryCore
internal import SearchIndex

/// The statements for each extent of a search: by key where the extent has one.
struct ExtentStatements {
    let candidates: PostgresText
    let page: PostgresText
    let count: PostgresText

    init(_ extent: SearchRequest.Extent) {
        switch extent {
        case .everything:
            candidates = DocumentQueries.candidates
            page = DocumentQueries.page
            count = DocumentQueries.count
        case .project:
            candidates = DocumentQueries.candidatesOfProject
            page = DocumentQueries.pageOfProject
            count = DocumentQueries.countOfProject
        case .version:
            candidates = DocumentQueries.candidatesOfVersion
            page = DocumentQueries.pageOfVersion
            count = DocumentQueries.countOfVersion
        }
    }
}

extension SearchRequest.Extent {
    /// The one lane that it lies in; nil when it lies in all.
    func lane(_ lanes: LaneCount) -> Lane? {
        switch self {
        case .everything: nil
        case .project(let project): lanes.lane(of: project)
        case .version(let key): lanes.lane(of: key.project)
        }
    }
}
