package import Hummingbird
internal import NIOCore
internal import RegistryAccess
internal import RegistryCore

/// What the front has found out about a request before its route is run.
package struct RegistryContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Path and query, decoded once.
    var target = RequestTarget.root
    /// Who asks.
    var identity = Identity.anonymous
    /// What a credential in the URL grants, when there is one.
    var credential: VerifiedCredential?
    /// Whether only the head of the answer is wanted.
    var isHead = false
    /// The connection.
    let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// A part of the path as a type.
    ///
    /// - Throws: what `parse` throws for the decoded text.
    func require<Value>(_ name: String, _ parse: (String) throws -> Value) throws -> Value {
        guard let bytes = parameters.get(name).flatMap({ PercentText.decode($0.utf8) }) else {
            preconditionFailure("the route has no parameter '\(name)'")
        }
        return try parse(String(decoding: bytes, as: UTF8.self))
    }

    var project: ProjectID { get throws { try require("project") { try ProjectID(parsing: $0) } } }
    var version: VersionReference { get throws { try require("version") { try VersionReference(parsing: $0) } } }
    /// The version by its own name, for routes on which an alias means nothing.
    var versionKey: VersionKey {
        get throws {
            VersionKey(project: try project, version: try require("version") { try VersionID(parsing: $0) })
        }
    }
}
