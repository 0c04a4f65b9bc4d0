internal import SearchIndex

/// The statements for each extent of a search: by key where the extent has one.
struct ExtentStatements {
    let candidates: String
    let page: String
    let count: String

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
