package import RegistryCore
internal import RegistryQuery

extension SearchRequest {
    /// Where matches can be at all: the extent, or the one project in it that the query requires by name.
    ///
    /// `_extra.project_id:P AND …` therefore looks at the documents of `P` alone.
    package var reach: Extent { extent.narrowed(by: query) }

    /// What has to be looked at: the reach, or everything where a score has to be reckoned with all that is readable.
    package var candidates: Extent { isRanked && statistics == nil ? .everything : reach }

    /// Whether there are scores; a request that only counts has none.
    package var isRanked: Bool { order == .relevance && limit > 0 }
}

extension FacetsRequest {
    /// As that of a search.
    package var reach: SearchRequest.Extent { extent.narrowed(by: query) }
}

extension SearchRequest.Extent {
    package func contains(_ artifact: ArtifactID) -> Bool {
        switch self {
        case .everything: true
        case .project(let project): artifact.project == project
        case .version(let version): artifact.versionKey == version
        }
    }

    fileprivate func narrowed(by query: SearchQuery) -> Self {
        guard case .everything = self, let project = Self.project(requiredBy: query.root) else { return self }
        return .project(project)
    }

    private static func project(requiredBy node: QueryNode) -> ProjectID? {
        switch node {
        case .term(let field?, let term) where field == "_extra.project_id": try? ProjectID(parsing: term.text)
        case .phrase(let field?, let text, _) where field == "_extra.project_id": try? ProjectID(parsing: text)
        case .boost(let node, _): project(requiredBy: node)
        case .boolean(let clauses):
            clauses.lazy.filter { $0.occur == .must }.compactMap { project(requiredBy: $0.node) }.first
        case .everything, .exists, .term, .phrase, .wildcard, .range, .fuzzy, .regex: nil
        }
    }
}
