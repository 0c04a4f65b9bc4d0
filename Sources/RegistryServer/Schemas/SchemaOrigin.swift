internal import RegistrySchemas

/// Gets schemas from elsewhere; `MirroredSource` keeps what it gets.
protocol SchemaOrigin: Sendable {
    /// What tells this origin from others, options included: a mirror of another one is not used.
    var identity: String { get }

    /// Returns what is there now; nil when that is what `known` is.
    ///
    /// - Parameter work: an empty folder to work in, removed afterwards.
    func fetch(unless known: FetchedState.Mark?, in work: String) async throws(SchemaSetError) -> FetchedState?
}

/// What an origin held at one moment.
struct FetchedState: Sendable {
    /// How a state is known again.
    struct Mark: Sendable, Hashable {
        let revision: String
        /// The entity tag that an HTTP server gave it.
        var tag: String?
    }
    let files: SchemaFiles
    let mark: Mark
}
