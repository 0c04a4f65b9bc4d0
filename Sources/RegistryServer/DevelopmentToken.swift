internal import RegistryAccess
internal import RegistryCore
internal import RegistryService

/// Mints tokens with the secret of a data directory.
package struct DevelopmentToken: Sendable {
    private let settings: ServerSettings
    private let directory: DataDirectory

    package init(settings: ServerSettings, directory: DataDirectory) {
        self.settings = settings
        self.directory = directory
    }

    /// - Parameters:
    ///   - roles: `admin`, `uploader`, `creator`.
    ///   - days: 1 to 366.
    /// - Throws: ``StartError`` naming the option.
    package func mint(user: String, roles: [String], groups: [String], days: Int) throws -> String {
        let roles = try roles.map { text in
            guard let role = Role(rawValue: text) else {
                throw StartError("--role is one of admin, uploader, creator; not '\(text)'")
            }
            return role
        }
        guard (1...366).contains(days) else { throw StartError("--days is 1 to 366, not \(days)") }
        guard let key = try settings.tokenKeys(in: directory).issuing else {
            throw StartError("the instance's keys have no secret to sign with; its identity provider issues its tokens")
        }
        do {
            return try TokenIssuer(key: key, client: settings.service.mainClient).mint(
                user: user, roles: Set(roles), groups: groups, lifetime: .seconds(days * 86_400),
                now: Timestamp.current())
        } catch let error as RegistryError {
            throw StartError(error.reason)
        }
    }
}
