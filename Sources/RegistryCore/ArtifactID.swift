/// A reference to an artifact as clients write it: `project:path@version`, the version possibly an alias.
///
/// Split at the first `:` and the last `@`; the version must match entirely (`spec/rest-api.md` 2.2).
package struct ArtifactReference: Sendable, Hashable, CustomStringConvertible {
    package let project: ProjectID
    package let path: ArtifactPath
    package let version: VersionReference

    package init(project: ProjectID, path: ArtifactPath, version: VersionReference) {
        self.project = project
        self.path = path
        self.version = version
    }

    /// - Throws: the rule that `text` broke.
    package init(parsing text: String) throws(NameError) {
        let bytes = text.utf8
        guard !bytes.starts(with: "gprn:".utf8) else {
            throw NameError("artifact ID", text, "is a resource name (GPRN); the form is project:path@version")
        }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
            throw NameError("artifact ID", text, "has no ':'; the form is project:path@version")
        }
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")), at > colon else {
            throw NameError("artifact ID", text, "has no '@'; the form is project:path@version")
        }
        project = try ProjectID(parsing: String(text[..<colon]))
        path = try ArtifactPath(parsing: Self.text(bytes[bytes.index(after: colon)..<at]))
        version = try VersionReference(parsing: Self.text(bytes[bytes.index(after: at)...]))
    }

    // By bytes: ':' or '@' followed by a combining mark is one Character with it.
    private static func text(_ bytes: Substring.UTF8View) -> String { String(decoding: bytes, as: UTF8.self) }

    package var description: String { "\(project):\(path)@\(version)" }
}

/// The identifier of one artifact: `project:path@version` with the version's own name.
package struct ArtifactID: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let project: ProjectID
    package let path: ArtifactPath
    package let version: VersionID

    package init(project: ProjectID, path: ArtifactPath, version: VersionID) {
        self.project = project
        self.path = path
        self.version = version
    }
    package var description: String { "\(project):\(path)@\(version)" }
    package var versionKey: VersionKey { VersionKey(project: project, version: version) }

    package static func < (left: Self, right: Self) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}

/// A version of a project.
package struct VersionKey: Sendable, Hashable, CustomStringConvertible {
    package let project: ProjectID
    package let version: VersionID

    package init(project: ProjectID, version: VersionID) {
        self.project = project
        self.version = version
    }
    package var description: String { "\(project)@\(version)" }
}
