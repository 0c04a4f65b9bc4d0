package import RegistryCore
package import SearchIndex

extension SearchRequest.Extent {
    /// What the statements of this extent are bound to; nothing where it lies in all lanes.
    package func arguments(in lanes: LaneCount) -> StoredArguments {
        switch self {
        case .everything: [:]
        case .project(let project): project.arguments(in: lanes.lane(of: project))
        case .version(let key): key.arguments(in: lanes.lane(of: key.project))
        }
    }
}
