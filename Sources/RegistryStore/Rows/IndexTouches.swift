internal import Catalog
package import RegistryCore
internal import SearchIndex

/// Something that a lane shows and a commit may have changed, as a row of `index_log` names it.
package enum IndexTouch: Sendable, Hashable {
    case version(VersionKey)
    /// All of the project's versions, since its policy was given or taken away.
    case project(ProjectID)
    /// The policy with this number came, changed or went.
    case policy(Int)
    /// The list of segments, of which readers take all.
    case segments

    /// `project`, `version` and `policy`.
    package var arguments: StoredArguments {
        switch self {
        case .version(let key):
            ["project": key.project.description, "version": key.version.description, "policy": nil as Int?]
        case .project(let project):
            ["project": project.description, "version": nil as String?, "policy": nil as Int?]
        case .policy(let number):
            ["project": nil as String?, "version": nil as String?, "policy": number]
        case .segments: ["project": nil as String?, "version": nil as String?, "policy": nil as Int?]
        }
    }
}

/// What a commit touches of what its lane shows, each thing once, in the order in which it was found.
package struct IndexTouches: Sendable {
    /// How long a lane's log is kept for those who follow it: who is further behind reads the lane anew.
    package static let keptFor = Duration.seconds(3_600)
    /// How many rows of a lane's log are kept.
    package static let keptRows = 10_000
    /// How many rows of the log are worth following.
    package static let followedRows = 2_000

    package private(set) var all: [IndexTouch] = []
    private var known: Set<IndexTouch> = []

    package init() {}
    package var isEmpty: Bool { all.isEmpty }

    package mutating func insert(_ touch: IndexTouch) {
        if known.insert(touch).inserted { all.append(touch) }
    }
    package func contains(_ touch: IndexTouch) -> Bool { known.contains(touch) }
}

extension ChangeSet {
    /// What is touched whatever the rows say.
    ///
    /// The rest depends on them: a version's row may give it another current upload, an upload's row may belong to one
    /// that is shown, and the policy that an owner had goes when it gets another.
    package var certainTouches: IndexTouches {
        var touches = IndexTouches()
        for change in index {
            switch change {
            case .publish(let upload, _, _), .withdraw(let upload): touches.insert(.version(upload.version))
            case .exchange: touches.insert(.segments)
            }
        }
        for change in catalog {
            switch change {
            case .insertVersion(let version) where version.current != nil: touches.insert(.version(version.key))
            case .removeVersion(let key, _): touches.insert(.version(key))
            case .putPolicy(let policy, let owner):
                touches.insert(.policy(policy.number))
                if let touch = owner.touch { touches.insert(touch) }
            case .removePolicy(let owner): touches.insert(owner.touch ?? .policy(0))
            default: break
            }
        }
        return touches
    }
}

extension PolicyOwner {
    /// What gets another policy with its owner; nil for the instance's, which is found by its number, 0.
    fileprivate var touch: IndexTouch? {
        switch self {
        case .project(let project): .project(project)
        case .version(let key): .version(key)
        case .instance: nil
        }
    }
}
