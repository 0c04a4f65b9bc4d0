internal import RegistryCore

extension Identity {
    /// - Parameter what: what they would do, as the subject of a sentence.
    /// - Throws: `.unauthenticated` or `.forbidden` for who is no admin.
    func requireAdmin(for what: String) throws(RegistryError) {
        if isAdmin { return }
        throw isAnonymous
            ? RegistryError(.unauthenticated, "Not authenticated, user credentials not supplied")
            : RegistryError(.forbidden, "Forbidden, \(what) needs the role 'admin'")
    }
}
