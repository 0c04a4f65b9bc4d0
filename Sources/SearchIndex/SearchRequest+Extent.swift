internal import RegistryCore
internal import RegistryQuery

extension SearchRequest {
    /// Where matches can be at all: the extent, or the one project in it that the query requires by name.
    ///
    /// `_extra.project_id:P AND …` therefore looks at the documents of `P` alone.
    package var reach: Extent {
        guard case .everything = extent, let project = Self.project(requiredBy: query.root) else { return extent }
        return .project(project)
    }

    private static func project(requiredBy node: QueryNode) -> ProjectID? {
        switch node {
        case .term(let field?, let term) where field == "_extra.project_id": try? ProjectID(parsing: term.text)
        case .phrase(let field?, let text) where field == "_extra.project_id": try? ProjectID(parsing: text)
        case .boolean(let clauses):
            clauses.lazy.filter { $0.occur == .must }.compactMap { project(requiredBy: $0.node) }.first
        case .everything, .exists, .term, .phrase, .wildcard: nil
        }
    }
}
