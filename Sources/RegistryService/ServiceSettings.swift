package import RegistryCore

/// What an operator decides about the registry's behaviour.
package struct ServiceSettings: Sendable {
    /// Prefixes of the sequences from which project ids are issued; the first is the default.
    package var sequences = ["PRJ", "test-PRJ"]
    /// Digits of an issued project's number, padded with zeros.
    package var sequenceDigits = 9
    /// What a first completion that says nothing about reading grants.
    package var defaultReadAccess = Access.everybody
    /// Whether a document whose `$schema` nobody knows is refused; else it is accepted with a warning.
    package var rejectsUnknownSchemas = false
    /// Whether a document without `$schema` is refused; else it is accepted as it is (`spec/rest-api.md` 4.1).
    package var rejectsWithoutSchema = false
    /// `$schema` shown for documents that name none: clients read it (`spec/rest-api.md` 4.4).
    package var defaultSchema = "entry.minimal/v1.json"
    /// How long a provisioned version waits for its start.
    package var provisionLifetime: Duration = .seconds(3_600)
    /// How long a failed upload can be retried.
    package var failedLifetime: Duration = .seconds(7 * 86_400)
    /// How long superseded bytes stay: the longest life of a download URL.
    package var supersededLifetime: Duration = .seconds(86_400)
    /// How long expired bytes stay.
    package var expiredLifetime: Duration = .seconds(14 * 86_400)
    /// How long a scroll waits for its next page.
    package var scrollLifetime: Duration = .seconds(120)
    /// How long a search may take before the log says so, with its shape and without what was looked for.
    package var slowQuery: Duration = .milliseconds(500)
    /// Bytes of one uploaded file.
    package var maxFileBytes = Limits.fileBytes
    /// The instance's name, environment and version for `GET /`.
    package var name = "vitrine"
    package var environment = "dev"
    package var version = "0.1.0"
    /// The client id that tokens name; `auth.clients.main` of `GET /`.
    package var mainClient = "vitrine"

    package init() {}
}
