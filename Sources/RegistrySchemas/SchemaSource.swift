/// Where schemas come from: a folder, a repository, a bundle behind a URL.
package protocol SchemaSource: Sendable {
    var address: SchemaAddress { get }

    /// Returns the state that was kept last, without asking anybody; nil when there is none, or none of this address.
    func kept() async throws(SchemaSetError) -> SchemaState?

    /// Returns what the source holds now; nil when that is still `revision`.
    ///
    /// - Throws: ``SchemaSetError`` saying what is missing, does not answer or is too large.
    func fetch(unless revision: String?) async throws(SchemaSetError) -> SchemaState?

    /// Makes `state` what ``kept()`` returns, whole or not at all; called for what compiles.
    func keep(_ state: SchemaState) async throws(SchemaSetError)
}

/// What a source held at one moment.
package struct SchemaState: Sendable {
    package let files: SchemaFiles
    /// The same for the same files: a commit, or a digest; also the name of a folder.
    package let revision: String

    package init(files: SchemaFiles, revision: String) {
        self.files = files
        self.revision = revision
    }
}

/// What is told of a source: nothing secret.
package struct SchemaAddress: Sendable, Hashable {
    /// How often a source is looked at again, unless it says otherwise: the reference's 12 hours.
    package static let timeToLive: Duration = .seconds(43_200)

    package enum Kind: String, Sendable { case memory, folder, git, http }
    package let kind: Kind
    /// Without user and password, and without the folders above of what is on this machine.
    package let uri: String
    package let folder: String
    /// After this long the source is asked again; what is there is used meanwhile.
    package let timeToLive: Duration

    package init(
        kind: Kind, uri: String, folder: String = "", timeToLive: Duration = SchemaAddress.timeToLive
    ) {
        self.kind = kind
        self.uri = uri
        self.folder = folder
        self.timeToLive = timeToLive
    }
}
