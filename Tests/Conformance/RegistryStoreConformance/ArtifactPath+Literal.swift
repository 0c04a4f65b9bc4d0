internal import RegistryCore

extension ArtifactPath {
    /// A path that the kit spells itself; a wrong one is a mistake in the kit.
    init(literal text: String) {
        do {
            try self.init(parsing: text)
        } catch {
            preconditionFailure("the kit names a path that is none: \(error)")
        }
    }
}
